from django.urls import path

from menkou.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("ask", views.ask, name="ask"),
    path("<uuid:pk>/", views.batch, name="batch"),
    path("<uuid:pk>/file", views.file, name="file"),
]
