from django.urls import path

from menkou.consultations.views import after, claiming, concerns, enclosures, interests, meeting, rights
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
    path("v/<str:code>/ask/enclose", enclosures.of_question, name="enclose_in_question"),
    path("asked/<uuid:pk>/enclose", enclosures.of_follow_up, name="enclose_in_follow_up"),
    path("asked/<uuid:pk>/enclosures/<uuid:enclosure>", enclosures.for_asker, name="enclosure"),
    path("asked/<uuid:pk>/rate", views.rate, name="rate"),
    path("asked/<uuid:pk>/meetings/<uuid:meeting>/agree", meeting.agree, name="agree_to_meet"),
    path("asked/<uuid:pk>/meetings/<uuid:meeting>/decline", meeting.decline, name="decline_to_meet"),
    path("privacy", rights.privacy, name="privacy"),
    path("asked/<uuid:pk>/disagree", rights.disagree, name="disagree"),
    path("asked/copy", rights.copy_all, name="copy_all"),
    path("asked/<uuid:pk>/copy", rights.copy, name="copy"),
    path("asked/<uuid:pk>/erase", rights.erase, name="erase"),
    path("asked/<uuid:pk>/concern", concerns.tell_concern, name="tell_concern"),
    path("asked/<uuid:pk>/agree", views.agree, name="agree"),
    path("asked/<uuid:pk>/withdraw", after.withdraw, name="withdraw"),
    path("asked/<uuid:pk>/reopen", after.reopen, name="reopen"),
    path("asked/<uuid:pk>/ask-other", after.ask_other, name="ask_other"),
    path("asked/<uuid:pk>/tell-office", after.tell_office, name="tell_office"),
    path("asked/<uuid:pk>/outcome", after.outcome, name="outcome"),
    path("unheld/", interests.unheld, name="unheld"),
    path("unheld/<uuid:pk>", interests.assign, name="assign"),
]
