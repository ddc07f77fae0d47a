from django.urls import path

from menkou.worklogs.views import evidence, new, own, review, sampling, search

app_name = "worklogs"
urlpatterns = [
    path("", review.inbox, name="inbox"),
    path("search", search.found, name="found"),
    path("mine", own.mine, name="mine"),
    path("new", new.new, name="new"),
    path("paper", new.paper, name="paper"),
    path("<uuid:pk>/", own.entry, name="entry"),
    path("<uuid:pk>/verify", review.verify, name="verify"),
    path("<uuid:pk>/send-back", review.send_back, name="send_back"),
    path("<uuid:pk>/amend", own.amend, name="amend"),
    path("<uuid:pk>/evidence", evidence.attach, name="attach"),
    path("samples", sampling.draws, name="samples"),
    path("samples/<uuid:pk>/", sampling.draw, name="sample"),
    path("samples/<uuid:pk>/record", sampling.record, name="sample_record"),
    path("checks/<uuid:pk>/", sampling.check, name="check"),
    path("checks/<uuid:pk>/put-down", sampling.put_down, name="check_put_down"),
    path("checks/<uuid:pk>/reply", sampling.reply, name="check_reply"),
    path("checks/<uuid:pk>/clear", sampling.clear, name="check_clear"),
    path("checks/<uuid:pk>/send-back", sampling.give_back, name="check_send_back"),
    path("evidence/<uuid:pk>", evidence.evidence, name="evidence"),
]
