from django.urls import path

from menkou.consultations.views import adviser as views
from menkou.consultations.views import calling, enclosures, interests, keeping, meeting, notes, timing

app_name = "consultations"
urlpatterns = [
    path("", views.today, name="today"),
    path("keeping", keeping.report, name="keeping"),
    path("closed", views.closed, name="closed"),
    path("meetings", meeting.meetings, name="meetings"),
    path("meetings/<uuid:meeting>/cancel", meeting.cancel, name="cancel_meeting"),
    path("meetings/<uuid:meeting>/miss", meeting.miss, name="miss_meeting"),
    path("<uuid:pk>/notes", notes.note, name="note"),
    path("<uuid:pk>/notes/<uuid:note>/remove", notes.remove_note, name="remove_note"),
    path("<uuid:pk>/phrases", notes.phrases, name="phrases"),
    path("<uuid:pk>/phrases/use", notes.use_phrase, name="use_phrase"),
    path("<uuid:pk>/phrases/keep", notes.keep_phrase, name="keep_phrase"),
    path("<uuid:pk>/phrases/<uuid:phrase>/drop", notes.drop_phrase, name="drop_phrase"),
    path("<uuid:pk>/meet", meeting.propose, name="propose_meeting"),
    path("<uuid:pk>/slip", meeting.paper_slip, name="paper_slip"),
    path("<uuid:pk>/spoken", meeting.spoken, name="spoken"),
    path("<uuid:pk>/", views.consultation, name="consultation"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/enclose", enclosures.of_answer, name="enclose"),
    path("<uuid:pk>/enclosures/<uuid:enclosure>", enclosures.for_holder, name="enclosure"),
    path("<uuid:pk>/take-back/<uuid:message>", views.take_back, name="take_back"),
    path("<uuid:pk>/hand-over", views.hand_over, name="hand_over"),
    path("<uuid:pk>/interest", interests.declare, name="declare"),
    path("<uuid:pk>/called/missed", calling.missed, name="call_missed"),
    path("<uuid:pk>/called/reached", calling.reached, name="call_reached"),
    path("<uuid:pk>/close", views.close, name="close"),
    path("<uuid:pk>/stop", timing.stop, name="stop"),
    path("<uuid:pk>/start", timing.start, name="start"),
    path("<uuid:pk>/revisit", timing.revisit, name="revisit"),
]
