from django.urls import path

from menkou.oversight import views, why
from menkou.oversight.beside import views as beside
from menkou.oversight.burden import views as burden
from menkou.oversight.centre import views as centre
from menkou.oversight.dossier import views as dossier
from menkou.oversight.grid import views as grid
from menkou.oversight.houses import views as houses
from menkou.oversight.ledger import views as ledger
from menkou.oversight.lists import views as lists
from menkou.oversight.logbook import views as logbook
from menkou.oversight.reporting import views as reporting
from menkou.oversight.workbench import views as workbench

app_name = "oversight"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("nudges", workbench.nudges, name="nudges"),
    path("nudges/send", workbench.nudge_many, name="nudge_many"),
    path("nudges/back", workbench.take_back, name="take_nudge_back"),
    path("nudges/<uuid:pk>", workbench.nudge, name="nudge"),
    path("grid", grid.grid, name="grid"),
    path("year", grid.year, name="year"),
    path("lists/<slug:name>", lists.shown, name="list"),
    path("lists/<slug:name>/take", lists.take, name="list_take"),
    path("views/save", lists.save_view, name="save_view"),
    path("views/<uuid:pk>/drop", lists.drop_view, name="drop_view"),
    path("villages", lists.shown, {"name": "villages"}, name="villages"),
    path("villages/<str:code>/why", why.why, name="why"),
    path("villages/<str:code>/dossier", dossier.dossier, name="dossier"),
    path("villages/<str:code>/dossier.pdf", dossier.dossier_pdf, name="dossier_pdf"),
    path("asked", views.asked, name="asked"),
    path("overdue", views.overdue, name="overdue"),
    path("awaiting", views.awaiting, name="awaiting"),
    path("beside", beside.beside, name="beside"),
    path("beside.xlsx", beside.as_workbook, name="beside_workbook"),
    path("burden", burden.burden, name="burden"),
    path("reports", reporting.report, name="report"),
    path("reports.xlsx", reporting.as_workbook, name="report_workbook"),
    path("ledger", ledger.shown, name="ledger"),
    path("ledger/take", ledger.take, name="ledger_take"),
    path("logbook", logbook.take, name="logbook"),
    path("documents", centre.documents, name="documents"),
    path("documents/<slug:maker>", centre.document, name="document"),
    path("documents/<slug:maker>/take", centre.take, name="document_take"),
    path("advisers", lists.shown, {"name": "advisers"}, name="advisers"),
    path("institutions", houses.institutions, name="institutions"),
    path("institutions/<uuid:pk>", houses.institution, name="institution"),
]
