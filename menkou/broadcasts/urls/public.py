from django.urls import path

from menkou.broadcasts.views import public as views

urlpatterns = [path("n/<uuid:pk>", views.notice, name="published")]
