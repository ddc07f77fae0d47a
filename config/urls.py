"""Pages outside any district."""

from django.urls import path

from config import views

urlpatterns = [
    path("", views.districts, name="districts"),
    path("healthz", views.healthz, name="healthz"),
]
handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.fault"
