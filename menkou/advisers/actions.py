from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from menkou.advisers import policies
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.news import announce
from menkou.places.models import District
from menkou.places.news import PublicFactsChanged

PUBLIC = {  # what a register says of each, and may be put right
    Institution: ("name", "kind", "phone", "address"),
    Adviser: ("name", "kind", "licence_no"),
    Registration: ("phone",),
}


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


@action(policies.enrol, audit="advisers.amended")
def amend(
    *, by: Actor, district: District, row: Institution | Adviser | Registration, facts: Mapping[str, str]
) -> None:
    """更正: a name, a phone, an address, a licence number is another from now on; boards that show it are stale.

    Institutions and advisers are shared: boards of other districts follow within the day. Raises Invalid, Conflict.
    """
    if not facts or not set(facts) <= set(PUBLIC[type(row)]):
        raise Invalid("只能更正姓名（名称）、类别、电话、地址、执业证号。")
    for name, value in facts.items():
        setattr(row, name, value)
    _check(row, facts)
    try:
        with transaction.atomic():
            row.save(update_fields=[*facts, *["sound"] * ("name" in facts)])
    except IntegrityError as error:
        raise Conflict("这个执业证号已经登记给别人了，请核对。") from error
    announce(PublicFactsChanged("姓名、电话或地址更正"))


def _check(fact: Institution | Adviser | Registration, names: Iterable[str] | None = None) -> None:
    """What is known under these names, or all of it, can be right."""
    others = [field.name for field in fact._meta.fields if names is not None and field.name not in names]
    try:
        fact.clean_fields(exclude=others)
    except ValidationError as error:
        raise Invalid(f"{fact}：{' '.join(error.messages)}") from error
