"""Pages outside any district."""

from django.urls import path, re_path

from config import views
from config.metrics import metrics
from menkou.oversight.city.views import city

urlpatterns = [
    path("", views.districts, name="districts"),
    path("city/", city, name="city"),
    path("metrics", metrics, name="metrics"),
    path("healthz", views.healthz, name="healthz"),
    re_path(r"^(?P<name>(?:MP|WW)_verify_[A-Za-z0-9]{1,40}\.txt)$", views.domain_file, name="domain_file"),
]
handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.fault"
