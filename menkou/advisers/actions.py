from collections.abc import Iterable

from django.core.exceptions import ValidationError

from menkou.advisers import policies
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Invalid
from menkou.places.models import District


@action(policies.enrol, audit="advisers.enrolled")
def enrol(
    *,
    by: Actor,
    district: District,
    institutions: Iterable[Institution],
    presences: Iterable[Presence],
    advisers: Iterable[Adviser],
    registrations: Iterable[Registration],
) -> None:
    """登记入册: institutions and advisers with what the public registers say, and their place in this district.

    Raises Invalid, naming the person or institution, where a number cannot be right.
    """
    institutions, advisers = list(institutions), list(advisers)
    for institution in institutions:
        _check(institution)
    for adviser in advisers:
        _check(adviser)
    Institution.objects.bulk_create(institutions)
    Presence.objects.bulk_create(presences)
    Adviser.objects.bulk_create(advisers)
    Registration.objects.bulk_create(registrations)


def _check(fact: Institution | Adviser) -> None:
    try:
        fact.clean_fields()
    except ValidationError as error:
        raise Invalid(f"{fact.name}：{' '.join(error.messages)}") from error
