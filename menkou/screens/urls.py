from django.urls import path

from menkou.screens import views

app_name = "screens"
urlpatterns = [
    path("", views.links, name="links"),
    path("make", views.make, name="make"),
    path("<uuid:pk>/revoke", views.revoke, name="revoke"),
]
