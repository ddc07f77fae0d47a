from django.urls import path

from menkou.worklogs.views import evidence, new, own, review

app_name = "worklogs"
urlpatterns = [
    path("", review.inbox, name="inbox"),
    path("mine", own.mine, name="mine"),
    path("new", new.new, name="new"),
    path("paper", new.paper, name="paper"),
    path("<uuid:pk>/", own.entry, name="entry"),
    path("<uuid:pk>/verify", review.verify, name="verify"),
    path("<uuid:pk>/send-back", review.send_back, name="send_back"),
    path("<uuid:pk>/amend", own.amend, name="amend"),
    path("<uuid:pk>/evidence", evidence.attach, name="attach"),
    path("evidence/<uuid:pk>", evidence.evidence, name="evidence"),
]
