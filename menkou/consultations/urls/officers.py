from django.urls import path

from menkou.consultations.views import arranging
from menkou.consultations.views import officers as views

app_name = "concerns"
urlpatterns = [
    path("", views.concerns, name="concerns"),
    path("arrangements/", arranging.arrangements, name="arrangements"),
    path("arrangements/<uuid:pk>", arranging.arrange, name="arrange"),
    path("<uuid:pk>/seen-to", views.seen_to, name="seen_to"),
]
