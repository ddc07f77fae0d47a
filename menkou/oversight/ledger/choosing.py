"""What an address says of a ledger, and what it says in words."""

from collections.abc import Mapping
from uuid import UUID

from menkou.advisers.models import Institution
from menkou.core import clock
from menkou.places.models import Village
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import ALL
from menkou.worklogs.rules.periods import Period

WORDS = ("period", "township", "village", "adviser", "kind", "counter", "institution")


def chosen_from(said: Mapping[str, str]) -> Chosen:
    """This month where no period is said; what is no such place, person, kind or number chooses nothing."""
    period = Period.said(said.get("period", "")) or Period.of(clock.today(), "month")
    return Chosen(
        period,
        township=_code(said.get("township", ""), 9),
        village=_code(said.get("village", ""), 12),
        adviser=_uuid(said.get("adviser", "")),
        kind=_one_of(said.get("kind", ""), Entry.Kind.values),
        counter=_one_of(said.get("counter", ""), ALL),
        institution=_uuid(said.get("institution", "")),
    )


def said_of(chosen: Chosen) -> dict[str, str]:
    """The same as an address says it."""
    adviser = str(chosen.adviser) if chosen.adviser else ""
    house = str(chosen.institution) if chosen.institution else ""
    told = (chosen.period.key, chosen.township, chosen.village, adviser, chosen.kind, chosen.counter, house)
    return {name: value for name, value in zip(WORDS, told, strict=True) if value}


def title_of(chosen: Chosen) -> str:
    """In words, for a heading and for paper."""
    parts = [str(chosen.period)]
    if chosen.village and (village := Village.objects.filter(code=chosen.village).first()):
        parts.append(village.short_name)
    if chosen.institution and (house := Institution.objects.filter(pk=chosen.institution).first()):
        parts.append(house.name)
    if chosen.number:
        parts.append(chosen.number.title)
    elif chosen.kind:
        parts.append(str(Entry.Kind(chosen.kind).label))
    return " · ".join(parts)


def _code(said: str, most: int) -> str:
    """What may be the code of a place: digits, and never what no database holds."""
    return said[:most] if said.isdecimal() else ""


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _one_of(said: str, known) -> str:
    return said if said in known else ""
