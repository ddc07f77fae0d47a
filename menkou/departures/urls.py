from django.urls import path

from menkou.departures import views

app_name = "departures"
urlpatterns = [
    path("", views.departures, name="departures"),
    path("people/<uuid:pk>", views.person, name="person"),
    path("institutions/<uuid:pk>", views.institution, name="institution"),
    path("mine", views.mine, name="mine"),
    path("gaps", views.gaps, name="gaps"),
    path("<uuid:pk>/", views.departure, name="departure"),
    path("<uuid:pk>/undo", views.undo, name="undo"),
    path("<uuid:pk>/lift", views.lift, name="lift"),
    path("<uuid:pk>/pack", views.pack, name="pack"),
    path("<uuid:pk>/pack.pdf", views.pack_pdf, name="pack_pdf"),
]
