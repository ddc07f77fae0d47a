from django.urls import path

from menkou.setup.views import contracts, entering, steps

app_name = "setup"
urlpatterns = [
    path("", steps.steps, name="steps"),
    path("places", entering.places, name="places"),
    path("places/<str:code>", entering.town, name="town"),
    path("places/<str:code>/office", entering.office, name="office"),
    path("contracts", contracts.engage, name="contracts"),
]
