from django.urls import path

from menkou.operations import views

app_name = "operations"
urlpatterns = [path("", views.running, name="running")]
