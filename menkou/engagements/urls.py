from django.urls import path

from menkou.engagements import views

app_name = "engagements"
urlpatterns = [
    path("", views.contracts, name="contracts"),
    path("renew", views.renew, name="renew"),
    path("<uuid:pk>/", views.contract, name="contract"),
    path("<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
    path("<uuid:pk>/end", views.end, name="end"),
]
