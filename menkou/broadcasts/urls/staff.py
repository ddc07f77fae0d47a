from django.urls import path

from menkou.broadcasts.views import bringing, library, notices

app_name = "broadcasts"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("new", notices.new, name="new"),
    path("mine", bringing.mine, name="mine"),
    path("articles/", library.articles, name="articles"),
    path("articles/new", library.new, name="article_new"),
    path("articles/<uuid:pk>/", library.article, name="article"),
    path("articles/<uuid:pk>/review", library.review, name="article_review"),
    path("articles/<uuid:pk>/withdraw", library.withdraw, name="article_withdraw"),
    path("<uuid:pk>/", notices.notice, name="notice"),
    path("<uuid:pk>/edit", notices.edit, name="edit"),
    path("<uuid:pk>/hand-in", notices.hand_in, name="hand_in"),
    path("<uuid:pk>/take-back", notices.take_back, name="take_back"),
    path("<uuid:pk>/approve", notices.approve, name="approve"),
    path("<uuid:pk>/send-back", notices.send_back, name="send_back"),
    path("<uuid:pk>/cancel", notices.cancel, name="cancel"),
    path("<uuid:pk>/urge", notices.urge, name="urge"),
    path("deliveries/<uuid:pk>/", bringing.package, name="package"),
    path("deliveries/<uuid:pk>/confirm", bringing.confirm, name="confirm"),
    path("deliveries/<uuid:pk>/unconfirm", bringing.unconfirm, name="unconfirm"),
    path("deliveries/<uuid:pk>/give-up", bringing.give_up, name="give_up"),
    path("deliveries/<uuid:pk>/proof.jpg", bringing.proof, name="proof"),
    path("deliveries/<uuid:pk>/poster.png", bringing.picture, name="poster"),
]
