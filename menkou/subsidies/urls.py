from django.urls import path

from menkou.subsidies.views import batches, objections, statements, terms

app_name = "subsidies"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("mine", statements.mine, name="mine"),
    path("<uuid:pk>/", batches.batch, name="batch"),
    path("<uuid:pk>/draw-anew", batches.draw_anew, name="draw_anew"),
    path("<uuid:pk>/put-forward", batches.put_forward, name="put_forward"),
    path("<uuid:pk>/take-back", batches.take_back, name="take_back"),
    path("<uuid:pk>/drop", batches.drop, name="drop"),
    path("<uuid:pk>/check", batches.check, name="check"),
    path("<uuid:pk>/send-back", batches.send_back, name="send_back"),
    path("<uuid:pk>/excel", batches.excel, name="excel"),
    path("<uuid:pk>/paid", batches.paid, name="paid"),
    path("<uuid:pk>/<slug:whose>/<uuid:of>", statements.statement, name="statement"),
    path("<uuid:pk>/<slug:whose>/<uuid:of>/pdf", statements.statement_pdf, name="statement_pdf"),
    path("lines/<uuid:pk>", statements.line, name="line"),
    path("lines/<uuid:pk>/object", objections.object_to, name="object"),
    path("objections", objections.objections, name="objections"),
    path("objections/<uuid:pk>", objections.objection, name="objection"),
    path("objections/<uuid:pk>/answer", objections.answer, name="answer"),
    path("objections/<uuid:pk>/agree", objections.agree, name="agree"),
    path("objections/<uuid:pk>/reconsider", objections.reconsider, name="reconsider"),
    path("terms/<slug:kind>", terms.terms, name="terms"),
    path("terms/<slug:kind>/<uuid:pk>/agree", terms.agree, name="terms_agree"),
    path("terms/<slug:kind>/<uuid:pk>/refuse", terms.refuse, name="terms_refuse"),
]
