from django.urls import path

from menkou.feedback import views

app_name = "feedback"
urlpatterns = [
    path("", views.suggestions, name="suggestions"),
    path("<uuid:pk>/", views.suggestion, name="suggestion"),
    path("<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
]
