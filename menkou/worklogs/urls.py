from django.urls import path

from menkou.worklogs import views

app_name = "worklogs"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("mine", views.mine, name="mine"),
    path("<uuid:pk>/", views.entry, name="entry"),
    path("<uuid:pk>/verify", views.verify, name="verify"),
    path("<uuid:pk>/send-back", views.send_back, name="send_back"),
    path("<uuid:pk>/amend", views.amend, name="amend"),
]
