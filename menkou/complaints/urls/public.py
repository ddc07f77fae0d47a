from django.urls import path

from menkou.complaints.views import resident as views
from menkou.consultations.views.locked import asks_again

urlpatterns = [
    path("v/<str:code>/complain", views.begin, name="begin_complaint"),
    path("asked/<uuid:pk>/complaint", asks_again(views.complaint), name="complaint"),
    path("complained/<uuid:pk>/judge", views.judge, name="judge_complaint"),
    path("complained/<uuid:pk>/withdraw", views.withdraw, name="withdraw_complaint"),
]
