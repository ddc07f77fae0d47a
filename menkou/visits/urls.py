from django.urls import path

from menkou.visits import views
from menkou.visits.looking import views as looking

app_name = "visits"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("offline", views.offline, name="offline"),
    path("worker.js", views.worker, name="worker"),
    path("ready", views.ready, name="ready"),
    path("log", views.log, name="log"),
    path("hints", views.hints, name="hints"),
    path("look", looking.look, name="look"),
    path("<uuid:pk>/", views.visit, name="visit"),
    path("<uuid:pk>/clip", views.clip, name="clip"),
]
