from django.urls import path

from menkou.groups.views import register as views
from menkou.groups.views import rules

app_name = "register"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("new", views.new, name="new"),
    path("rules", rules.rules, name="rules"),
    path("<uuid:pk>/", views.group, name="group"),
    path("<uuid:pk>/amend", views.amend, name="amend"),
    path("<uuid:pk>/look", views.look, name="look"),
    path("<uuid:pk>/qr", views.qr, name="qr"),
    path("<uuid:pk>/qr.jpg", views.picture, name="picture"),
    path("<uuid:pk>/connect", views.connect, name="connect"),
    path("<uuid:pk>/hand-on", views.hand_on, name="hand_on"),
    path("<uuid:pk>/dissolve", views.dissolve, name="dissolve"),
]
