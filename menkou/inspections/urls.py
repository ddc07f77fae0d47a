from django.urls import path

from menkou.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.inspections, name="inspections"),
    path("mine", views.mine, name="mine"),
    path("<uuid:pk>/", views.inspection, name="inspection"),
    path("<uuid:pk>/approve", views.approve, name="approve"),
    path("<uuid:pk>/refuse", views.refuse, name="refuse"),
    path("<uuid:pk>/look", views.look, name="look"),
]
