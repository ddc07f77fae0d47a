from django.urls import path

from menkou.engagements.views import many, one

app_name = "engagements"
urlpatterns = [
    path("", many.contracts, name="contracts"),
    path("new", many.prepare, name="prepare"),
    path("renew", many.renew, name="renew"),
    path("send", many.send, name="send"),
    path("sign", many.sign, name="sign_many"),
    path("<uuid:pk>/", one.contract, name="contract"),
    path("<uuid:pk>/sign", one.sign, name="sign"),
    path("<uuid:pk>/scans", one.add_scan, name="add_scan"),
    path("<uuid:pk>/missed", one.record_missed, name="record_missed"),
    path("<uuid:pk>/withdraw", one.withdraw, name="withdraw"),
    path("<uuid:pk>/end", one.end, name="end"),
    path("scans/<uuid:pk>/file", one.scan_file, name="scan_file"),
    path("scans/<uuid:pk>/remove", one.remove_scan, name="remove_scan"),
    path("missed/<uuid:pk>/strike", one.strike_missed, name="strike_missed"),
]
