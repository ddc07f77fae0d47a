"""Who serves where, and whatever keeps somebody from it, in plain values, for rows about posts to be compared with."""

from typing import Any
from uuid import UUID

from menkou.advisers.models import Licence
from menkou.core.dated import holding
from menkou.imports.rules.referring import Known, Values
from menkou.places import queries as places
from menkou.postings.models import Avoidance, Departure, Posting

Codes = dict[UUID, str]


def add(found: Known, villages: Codes, numbers: Codes, houses: Codes) -> None:
    """All that is on record; villages, people and institutions by the keys that people know.

    Licences and departures are those of somebody's last time on the roster: who left once may have come back.
    """
    found.numbers = places.rules()
    for one in Posting.objects.order_by("valid_from"):
        facts = {"post": one.post.lower(), "adviser": numbers[one.registration_id], **_days(one)}
        found.serves(villages[one.village_id], facts)
    people = found.rows["advisers"]
    last = {number: registration for registration, number in numbers.items()}.values()  # numbers run by their first day
    for licence in Licence.objects.filter(registration__in=last):
        facts = {"kind": licence.kind, **_days(licence)}
        people[numbers[licence.registration_id]].setdefault("_licences", []).append(facts)
    for gone in Departure.objects.filter(registration__in=last):
        facts = {"why": gone.get_why_display(), **_days(gone)}
        people[numbers[gone.registration_id]].setdefault("_departed", []).append(facts)
    for avoided in holding(Avoidance.objects.all()):
        of: Any = avoided.registration_id or avoided.institution_id
        found.avoided.add((villages[avoided.village_id], numbers.get(of) or houses[of]))


def _days(row: Any) -> Values:
    until = row.valid_until
    return {"valid_from": row.valid_from.isoformat(), "valid_until": until.isoformat() if until else None}
