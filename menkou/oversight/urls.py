from django.urls import path

from menkou.oversight import views, why
from menkou.oversight.beside import views as beside
from menkou.oversight.dossier import views as dossier

app_name = "oversight"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("villages", views.villages, name="villages"),
    path("villages/<str:code>/why", why.why, name="why"),
    path("villages/<str:code>/dossier", dossier.dossier, name="dossier"),
    path("villages/<str:code>/dossier.pdf", dossier.dossier_pdf, name="dossier_pdf"),
    path("asked", views.asked, name="asked"),
    path("overdue", views.overdue, name="overdue"),
    path("awaiting", views.awaiting, name="awaiting"),
    path("beside", beside.beside, name="beside"),
    path("beside.xlsx", beside.as_workbook, name="beside_workbook"),
    path("advisers", views.advisers, name="advisers"),
]
