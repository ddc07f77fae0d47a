from django.urls import path

from menkou.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("rules.xlsx", views.as_workbook, name="as_workbook"),
]
