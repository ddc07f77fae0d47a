from django.urls import path

from menkou.rotas.views import answering, many, one

app_name = "rotas"
urlpatterns = [
    path("", many.slots, name="slots"),
    path("print", many.printed, name="printed"),
    path("rotas.xlsx", many.as_workbook, name="workbook"),
    path("counts", many.counts, name="counts"),
    path("new", many.arrange, name="arrange"),
    path("month", many.arrange_month, name="arrange_month"),
    path("askings/<uuid:pk>/agree", answering.agree, name="agree"),
    path("askings/<uuid:pk>/decline", answering.decline, name="decline"),
    path("<uuid:pk>/", one.slot, name="slot"),
    path("<uuid:pk>/off", one.call_off, name="call_off"),
    path("<uuid:pk>/cannot", one.cannot, name="cannot"),
    path("<uuid:pk>/come", one.come, name="come"),
    path("<uuid:pk>/ask", one.ask, name="ask"),
    path("<uuid:pk>/appoint", one.appoint, name="appoint"),
    path("<uuid:pk>/log", one.log, name="log"),
    path("<uuid:pk>/confirm", one.confirm, name="confirm"),
    path("<uuid:pk>/told", one.tell, name="tell"),
    path("<uuid:pk>/reply", one.reply, name="reply"),
    path("<uuid:pk>/record", one.record, name="record"),
    path("<uuid:pk>/excuse", one.excuse, name="excuse"),
]
