from django.urls import path

from menkou.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("villages", views.villages, name="villages"),
    path("advisers", views.advisers, name="advisers"),
]
