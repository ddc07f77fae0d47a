from django.urls import path

from menkou.complaints.views import asked
from menkou.complaints.views import officers as views

app_name = "complaints"
urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("complaints.xlsx", views.as_workbook, name="workbook"),
    path("mine", asked.mine, name="mine"),
    path("statements/<uuid:pk>/", asked.statement, name="statement"),
    path("<uuid:pk>/", views.complaint, name="complaint"),
    path("<uuid:pk>/read", views.read, name="read"),
    path("<uuid:pk>/accept", views.accept, name="accept"),
    path("<uuid:pk>/refuse", views.refuse, name="refuse"),
    path("<uuid:pk>/ask", views.ask, name="ask"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/take-over", views.take_over, name="take_over"),
    path("<uuid:pk>/nudge", views.nudge, name="nudge"),
]
