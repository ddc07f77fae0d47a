"""Pages of a district; the middleware has taken its name off the path and puts it back into every link."""

from allauth.account import views as account
from django.urls import include, path

from config import api, helping, views
from menkou.assessments.views import answering
from menkou.oversight.screen import views as screens
from menkou.oversight.search.views import search
from menkou.oversight.style import style
from menkou.visits import views as visits

urlpatterns = [
    path("", include("menkou.disclosures.urls")),
    path("", include("menkou.consultations.urls.public")),
    path("", include("menkou.boards.urls.public")),
    path("consultations/", include("menkou.consultations.urls.adviser")),
    path("", include("menkou.groups.urls.public")),
    path("", include("menkou.broadcasts.urls.public")),
    path("pushes/", include("menkou.broadcasts.urls.staff")),
    path("groups/register/", include("menkou.groups.urls.register")),
    path("groups/", include("menkou.groups.urls.adviser")),
    path("reviews/", include("menkou.consultations.urls.reviews")),
    path("concerns/", include("menkou.consultations.urls.officers")),
    path("", include("menkou.complaints.urls.public")),
    path("complaints/", include("menkou.complaints.urls.officers")),
    path("hotline/", include("menkou.hotline.urls")),
    path("inspections/", include("menkou.inspections.urls")),
    path("suggestions/", include("menkou.feedback.urls")),
    path("worklogs/", include("menkou.worklogs.urls")),
    path("occasions/", include("menkou.occasions.urls")),
    path("rotas/", include("menkou.rotas.urls")),
    path("came/<str:word>", visits.came, name="visits_came"),
    path("visits/", include("menkou.visits.urls")),
    path("contracts/", include("menkou.engagements.urls")),
    path("facts/", include("menkou.basis.urls")),
    path("rules/", include("menkou.rulebook.urls")),
    path("papers/", include("menkou.papers.urls")),
    path("imports/", include("menkou.imports.urls")),
    path("places/changes/", include("menkou.mergers.urls")),
    path("away/", include("menkou.postings.urls")),
    path("plans/", include("menkou.plans.urls")),
    path("boards/", include("menkou.boards.urls.staff")),
    path("subsidies/", include("menkou.subsidies.urls")),
    path("consequences/", include("menkou.assessments.urls.consequences")),
    path("departures/", include("menkou.departures.urls")),
    path("assessments/", include("menkou.assessments.urls.cycles")),
    path("say/<str:word>", answering.answer, name="survey_answer"),
    path("assessments/surveys/", include("menkou.assessments.urls.surveys")),
    path("assessments/schemes/", include("menkou.assessments.urls.schemes")),
    path("desk/", include("menkou.oversight.urls")),
    path("running/", include("menkou.operations.urls")),
    path("search", search, name="search"),
    path("audit/", include("menkou.audit.urls")),
    path("setup/", include("menkou.setup.urls")),
    path("screens/", include("menkou.screens.urls")),
    path("screen/<str:word>", screens.screen, name="screen"),
    path("channels/", include("menkou.channels.urls")),
    path("reminders/", include("menkou.reminders.urls")),
    path("codes/", include("menkou.chats.urls")),
    path("", include("menkou.accounts.urls")),
    path("start", views.start, name="start"),
    path("sign-in", account.login, name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("text/<slug:size>", views.text_size, name="text_size"),
    path("leave", views.quick_exit, name="quick_exit"),
    path("help/", helping.help_own, name="help"),
    path("help/<slug:who>", helping.help_sheet, name="help_sheet"),
    path("style", style, name="style"),
    path("api/", api.routes),
]
handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
handler500 = "config.errors.fault"
