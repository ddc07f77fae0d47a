from django.urls import path

from menkou.mergers.views import changes, rows

app_name = "mergers"
urlpatterns = [
    path("", changes.changes, name="changes"),
    path("new", changes.new, name="new"),
    path("<uuid:pk>/", changes.change, name="change"),
    path("<uuid:pk>/towns/<str:town>", rows.table, name="town"),
    path("<uuid:pk>/sure", changes.settle_sure, name="settle_sure"),
    path("<uuid:pk>/redraw", changes.redraw, name="redraw"),
    path("<uuid:pk>/trial", changes.trial, name="trial"),
    path("<uuid:pk>/apply", changes.apply, name="apply"),
    path("<uuid:pk>/withdraw", changes.withdraw, name="withdraw"),
]
