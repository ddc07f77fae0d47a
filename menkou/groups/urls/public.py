from django.urls import path

from menkou.groups.views import public as views

urlpatterns = [path("v/<str:code>/group", views.group, name="group")]
