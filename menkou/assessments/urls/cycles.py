from django.urls import path

from menkou.assessments.views import cycles, reviews, sheets

app_name = "assessments"
urlpatterns = [
    path("", cycles.cycles, name="cycles"),
    path("reviews", reviews.reviews, name="reviews"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/decide", reviews.decide, name="decide"),
    path("sheets/<uuid:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:pk>/paper", sheets.paper, name="paper"),
    path("sheets/<uuid:pk>/score", sheets.score, name="score"),
    path("sheets/<uuid:pk>/confirm", sheets.confirm, name="confirm"),
    path("sheets/<uuid:pk>/reply", sheets.reply, name="reply"),
    path("scores/<uuid:pk>/", sheets.rows, name="rows"),
    path("<uuid:pk>/", cycles.cycle, name="cycle"),
    path("<uuid:pk>/progress", cycles.progress, name="progress"),
    path("<uuid:pk>/sheets", cycles.sheets, name="sheets"),
    path("<uuid:pk>/sheets.xlsx", cycles.take, name="take"),
    path("<uuid:pk>/unscored", cycles.unscored, name="unscored"),
    path("<uuid:pk>/show", cycles.show, name="show"),
    path("<uuid:pk>/hide", cycles.hide, name="hide"),
    path("<uuid:pk>/publish", cycles.publish, name="publish"),
    path("<uuid:pk>/unpublish", cycles.unpublish, name="unpublish"),
    path("<uuid:pk>/lock", cycles.lock, name="lock"),
    path("<uuid:pk>/publicity", cycles.publicity, name="publicity"),
]
