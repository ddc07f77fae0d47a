from django.urls import path

from menkou.chats.views import scanning

app_name = "codes"
urlpatterns = [
    path("", scanning.codes, name="codes"),
    path("<uuid:pk>/order", scanning.order, name="order"),
    path("<uuid:pk>/<str:code>/", scanning.sheet, name="sheet"),
]
