from django.urls import path

from menkou.consultations.views import adviser as views

app_name = "consultations"
urlpatterns = [
    path("", views.today, name="today"),
    path("closed", views.closed, name="closed"),
    path("<uuid:pk>/", views.consultation, name="consultation"),
    path("<uuid:pk>/answer", views.answer, name="answer"),
    path("<uuid:pk>/take-back/<uuid:message>", views.take_back, name="take_back"),
    path("<uuid:pk>/hand-over", views.hand_over, name="hand_over"),
    path("<uuid:pk>/close", views.close, name="close"),
]
