from django.urls import path

from menkou.setup.views import contracts, correcting, entering, steps

app_name = "setup"
urlpatterns = [
    path("", steps.steps, name="steps"),
    path("places", entering.places, name="places"),
    path("places/<str:code>", entering.town, name="town"),
    path("places/<str:code>/office", entering.office, name="office"),
    path("institutions", correcting.institutions, name="institutions"),
    path("institutions/<uuid:pk>", correcting.institution, name="institution"),
    path("advisers/<uuid:pk>", correcting.adviser, name="adviser"),
    path("contracts", contracts.engage, name="contracts"),
]
