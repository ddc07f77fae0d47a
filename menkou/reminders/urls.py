from django.urls import path

from menkou.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("add/<slug:kind>", views.add, name="add"),
    path("<uuid:pk>/remove", views.remove, name="remove"),
    path("<uuid:pk>/restore", views.restore, name="restore"),
    path("<uuid:pk>/try", views.try_out, name="try"),
    path("trials/<slug:form>", views.trial, name="trial"),
    path("worker.js", views.worker, name="worker"),
]
