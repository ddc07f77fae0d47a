from django.urls import path

from menkou.assessments.views import schemes, trials

app_name = "schemes"
urlpatterns = [
    path("", schemes.schemes, name="schemes"),
    path("begin", schemes.begin, name="begin"),
    path("<uuid:pk>/", schemes.scheme, name="scheme"),
    path("<uuid:pk>/edit", schemes.edit, name="edit"),
    path("<uuid:pk>/copy", schemes.copy, name="copy"),
    path("<uuid:pk>/drop", schemes.drop, name="drop"),
    path("<uuid:pk>/take-up", schemes.take_up, name="take_up"),
    path("<uuid:pk>/adopt", schemes.adopt, name="adopt"),
    path("<uuid:pk>/trial", trials.trial, name="trial"),
    path("<uuid:pk>/trial.xlsx", trials.as_workbook, name="trial_workbook"),
    path("<uuid:pk>/compare", trials.compare, name="compare"),
    path("<uuid:pk>/compare.xlsx", trials.comparison_as_workbook, name="compare_workbook"),
]
