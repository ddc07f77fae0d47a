from django.urls import path

from menkou.basis import views

app_name = "basis"
urlpatterns = [
    path("", views.facts, name="facts"),
    path("rules", views.rules, name="rules"),
    path("export", views.take, name="export"),
    path("<slug:key>/", views.kind, name="kind"),
    path("<slug:key>/<uuid:pk>", views.fact, name="fact"),
]
