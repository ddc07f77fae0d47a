from django.urls import path

from menkou.occasions.views import many, one

app_name = "occasions"
urlpatterns = [
    path("", many.occasions, name="occasions"),
    path("occasions.xlsx", many.as_workbook, name="workbook"),
    path("new", many.register, name="register"),
    path("remarks/<uuid:pk>/remove", one.remove_remark, name="remove_remark"),
    path("papers/<uuid:pk>/file", one.paper_file, name="paper_file"),
    path("papers/<uuid:pk>/remove", one.remove_paper, name="remove_paper"),
    path("<uuid:pk>/", one.occasion, name="occasion"),
    path("<uuid:pk>/change", one.change, name="change"),
    path("<uuid:pk>/call-off", one.call_off, name="call_off"),
    path("<uuid:pk>/coming", one.coming, name="coming"),
    path("<uuid:pk>/cannot", one.cannot, name="cannot"),
    path("<uuid:pk>/attend", one.attend, name="attend"),
    path("<uuid:pk>/witness", one.witness, name="witness"),
    path("<uuid:pk>/opine", one.opine, name="opine"),
    path("<uuid:pk>/decide", one.decide, name="decide"),
    path("<uuid:pk>/remark", one.remark, name="remark"),
    path("<uuid:pk>/papers", one.add_paper, name="add_paper"),
]
