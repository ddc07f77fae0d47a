from django.urls import path

from menkou.consultations.views import claiming, meeting, rights
from menkou.consultations.views import resident as views

urlpatterns = [
    path("v/<str:code>/ask", views.ask, name="ask"),
    path("pickup", views.pick_up, name="pick_up"),
    path("claim", claiming.claim, name="claim"),
    path("asked/", views.asked, name="asked"),
    path("asked/forget", views.forget, name="forget"),
    path("asked/<uuid:pk>/", views.thread, name="thread"),
    path("asked/<uuid:pk>/delivered", views.delivered, name="delivered"),
    path("asked/<uuid:pk>/follow-up", views.follow_up, name="follow_up"),
    path("asked/<uuid:pk>/rate", views.rate, name="rate"),
    path("asked/<uuid:pk>/meetings/<uuid:meeting>/agree", meeting.agree, name="agree_to_meet"),
    path("asked/<uuid:pk>/meetings/<uuid:meeting>/decline", meeting.decline, name="decline_to_meet"),
    path("privacy", rights.privacy, name="privacy"),
    path("asked/<uuid:pk>/disagree", rights.disagree, name="disagree"),
    path("asked/copy", rights.copy_all, name="copy_all"),
    path("asked/<uuid:pk>/copy", rights.copy, name="copy"),
    path("asked/<uuid:pk>/erase", rights.erase, name="erase"),
    path("asked/<uuid:pk>/agree", views.agree, name="agree"),
]
