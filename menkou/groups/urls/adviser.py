from django.urls import path

from menkou.groups.views import adviser as views

app_name = "groups"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("<uuid:pk>/", views.stub, name="stub"),
]
