from django.urls import path

from menkou.postings import views

app_name = "postings"
urlpatterns = [
    path("", views.my_absences, name="my_absences"),
    path("<uuid:pk>", views.absences, name="absences"),
    path("<uuid:pk>/back", views.come_back, name="come_back"),
]
