from django.urls import path

from menkou.boards.views import public as views

urlpatterns = [
    path("b/<path:code>", views.landing, name="board_landing"),
    path("verify", views.verify, name="board_verify"),
]
