from django.urls import path

from menkou.assessments.views import consequences as views
from menkou.assessments.views import steps

app_name = "consequences"
urlpatterns = [
    path("", views.consequences, name="consequences"),
    path("new", views.new, name="new"),
    path("notices", views.notices, name="notices"),
    path("<uuid:pk>/", views.consequence, name="consequence"),
    path("<uuid:pk>/drop", steps.drop, name="drop"),
    path("<uuid:pk>/tell", steps.tell, name="tell"),
    path("<uuid:pk>/state", steps.state, name="state"),
    path("<uuid:pk>/decide", steps.decide, name="decide"),
    path("<uuid:pk>/order", steps.order, name="order"),
    path("<uuid:pk>/finish", steps.finish, name="finish"),
    path("<uuid:pk>/again", steps.again, name="again"),
]
