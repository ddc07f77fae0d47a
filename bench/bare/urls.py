from django.urls import path

from bench.bare import views

urlpatterns = [
    path("healthz", views.healthz),
    path("one", views.one_insert),
    path("same", views.same_statements),
    path("list/<int:rows>", views.list_rows),
]
