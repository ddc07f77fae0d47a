from django.urls import path

from menkou.hotline import views
from menkou.hotline.many import views as many

app_name = "hotline"
urlpatterns = [
    path("", views.orders, name="orders"),
    path("orders.xlsx", views.as_workbook, name="workbook"),
    path("new", views.enter, name="enter"),
    path("many", many.look, name="many"),
    path("many/accept", many.accept, name="accept_many"),
    path("many/assign", many.assign, name="assign_many"),
    path("<uuid:pk>/", views.order, name="order"),
    path("<uuid:pk>/read", views.read, name="read"),
    path("<uuid:pk>/accept", views.accept, name="accept"),
    path("<uuid:pk>/assign", views.assign, name="assign"),
    path("<uuid:pk>/handle", views.handle, name="handle"),
    path("<uuid:pk>/send-back", views.send_back, name="send_back"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/visit", views.visit, name="visit"),
    path("<uuid:pk>/rate", views.rate, name="rate"),
    path("<uuid:pk>/close", views.close, name="close"),
    path("<uuid:pk>/void", views.void, name="void"),
    path("<uuid:pk>/urge", views.urge, name="urge"),
]
