from django.urls import path

from menkou.papers.opinion import views as opinions
from menkou.papers.views import batches, templates

app_name = "papers"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("ask", batches.ask, name="ask"),
    path("templates", templates.templates, name="templates"),
    path("templates/choose", templates.choose, name="choose_template"),
    path("templates/ours/<slug:form>", templates.ours, name="our_template"),
    path("templates/<uuid:pk>/file", templates.file, name="template_file"),
    path("opinions/<uuid:pk>/", opinions.opinion, name="opinion"),
    path("opinions/<uuid:pk>/ask", opinions.ask, name="ask_opinion"),
    path("<uuid:pk>/", batches.batch, name="batch"),
    path("<uuid:pk>/file", batches.file, name="file"),
]
