from django.urls import path

from menkou.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.lines, name="lines"),
    path("take", views.take, name="take"),
    path("pack", views.take_pack, name="take_pack"),
]
