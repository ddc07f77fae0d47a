from django.urls import path

from menkou.oversight import views, why

app_name = "oversight"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("villages", views.villages, name="villages"),
    path("villages/<str:code>/why", why.why, name="why"),
    path("asked", views.asked, name="asked"),
    path("awaiting", views.awaiting, name="awaiting"),
    path("advisers", views.advisers, name="advisers"),
]
