from django.urls import path

from menkou.accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.people, name="people"),
    path("accounts/links", views.invite, name="invite"),
    path("accounts/<uuid:pk>/end", views.end_role, name="end_role"),
    path("enable/<uuid:pk>/<str:token>", views.enable, name="enable"),
]
