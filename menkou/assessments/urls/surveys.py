from django.urls import path

from menkou.assessments.views import opinions, surveys

app_name = "surveys"
urlpatterns = [
    path("", surveys.surveys, name="surveys"),
    path("opinion", opinions.opinion, name="opinion"),
    path("villages/<str:code>/draw", surveys.draw, name="draw"),
    path("<uuid:pk>/", surveys.survey, name="survey"),
    path("<uuid:pk>/type-in", surveys.type_in, name="type_in"),
    path("<uuid:pk>/replace", surveys.replace, name="replace"),
    path("<uuid:pk>/households", surveys.households, name="households"),
    path("<uuid:pk>/slips", surveys.slips, name="slips"),
    path("<uuid:pk>/form", surveys.paper_form, name="paper_form"),
    path("<uuid:pk>/record", surveys.record, name="record"),
]
