from django.urls import path

from menkou.consultations.views import reviews as views

app_name = "reviews"
urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("<uuid:pk>/", views.review, name="review"),
    path("<uuid:pk>/read", views.read, name="read"),
    path("<uuid:pk>/judge", views.judge, name="judge"),
]
