"""What an address says of a ledger, and what it says in words."""

from collections.abc import Mapping
from uuid import UUID

from menkou.core import clock
from menkou.places.models import Village
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import ALL
from menkou.worklogs.rules.periods import Period

WORDS = ("period", "township", "village", "adviser", "kind", "counter")


def chosen_from(said: Mapping[str, str]) -> Chosen:
    """This month where no period is said; what is no such place, person, kind or number chooses nothing."""
    period = Period.called(said.get("period", "")) or Period.of(clock.today(), "month")
    return Chosen(
        period,
        township=_code(said.get("township", ""), 9),
        village=_code(said.get("village", ""), 12),
        adviser=_uuid(said.get("adviser", "")),
        kind=_one_of(said.get("kind", ""), Entry.Kind.values),
        counter=_one_of(said.get("counter", ""), ALL),
    )


def said_of(chosen: Chosen) -> dict[str, str]:
    """The same as an address says it."""
    adviser = str(chosen.adviser) if chosen.adviser else ""
    told = (chosen.period.key, chosen.township, chosen.village, adviser, chosen.kind, chosen.counter)
    return {name: value for name, value in zip(WORDS, told, strict=True) if value}


def title_of(chosen: Chosen) -> str:
    """In words, for a heading and for paper."""
    parts = [str(chosen.period)]
    if chosen.village and (village := Village.objects.filter(code=chosen.village).first()):
        parts.append(village.short_name)
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
