"""How often somebody came, was stood in for, had a good reason, or missed: numbers, and exactly the rows behind each."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.engagements import queries as engagements
from menkou.places import queries as places
from menkou.rotas.models import Slot
from menkou.rotas.queries import cannot_come, readable, visible_to
from menkou.rotas.rules.distance import Count, sentence
from menkou.worklogs.rules.periods import Period

ON = Q(off_at=None)
SHOWN = {
    "all": ("全部", Q()),
    "ahead": ("还没到的、还没说的", ON & Q(outcome="")),
    "need": ("要人替的", None),
    "kept": ("来了的", ON & Q(outcome="kept")),
    "substituted": ("请人替了的", ON & Q(first__isnull=False)),
    "excused": ("没来、有正当理由的", ON & Q(outcome="excused", missed=None)),
    "asked": ("没来、等说明的", ON & Q(outcome="missed", missed=None)),
    "missed": ("记了缺席的", ON & Q(missed__isnull=False, missed__struck_at=None)),
    "struck": ("记了又划掉的", ON & Q(missed__isnull=False, missed__struck_at__isnull=False)),
    "off": ("取消了的", Q(off_at__isnull=False)),
}
TELLING = frozenset({"need", "excused", "asked", "missed", "struck"})  # why somebody did not or cannot come


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to, as its address says."""

    period: Period
    show: str = "all"
    township: str = ""
    adviser: UUID | None = None


@dataclass(frozen=True)
class Row:
    """An adviser, their numbers of a period, and how far they are from what may end a contract."""

    person: Registration
    count: Count
    sentence: str


@dataclass(frozen=True)
class House:
    """An institution with its people."""

    name: str
    rows: list[Row]
    count: Count
    sentence: str


def listed(by: Actor, chosen: Chosen) -> QuerySet[Slot]:
    """The rows, in order of time; exactly those behind a number where one is chosen. A filter tells no more than a row."""
    found = _of(visible_to(by), chosen.period)
    if chosen.show in TELLING:
        found = found.filter(readable(by))
    condition = SHOWN[chosen.show][1]
    if chosen.show == "need":
        found = found.filter(ON, outcome="", begins_at__gt=clock.now()).filter(cannot_come())
    elif condition:
        found = found.filter(condition)
    if chosen.township:
        found = found.filter(township__code=chosen.township)
    if chosen.adviser:
        who = Q(first=chosen.adviser) if chosen.show == "substituted" else Q(adviser=chosen.adviser)
        found = found.filter(who | Q(first=chosen.adviser) if chosen.show == "all" else who)
    return found.annotate(cannot=cannot_come()).order_by("begins_at", "township__code", "place", "id")


def houses(by: Actor, period: Period) -> list[House]:
    """Whoever had a turn in the period, by institution: three queries and one for the contracts."""
    slots = _of(visible_to(by).filter(readable(by)), period)
    counts = _counts(slots)
    people = Registration.objects.filter(pk__in=counts).select_related("adviser", "institution")
    missed, enough = _missed(by), places.rules()["missed_duties_before_ending"]
    rows: dict[str, list[Row]] = defaultdict(list)
    for one in people.order_by("institution__name", "adviser__name", "pk"):
        words = sentence({village: count for village, count in missed.get(one.pk, {}).items()}, enough)
        rows[one.institution.name].append(Row(one, counts[one.pk], words))
    found = []
    for name, own in rows.items():
        total = Count()
        under: dict[str, int] = {}
        for row in own:
            total, under = total.plus(row.count), under | missed.get(row.person.pk, {})
        found.append(House(name, own, total, sentence(under, enough)))
    return found


def sentence_of(by: Actor, registration_id: UUID) -> str:
    """How far one adviser is, for themselves and whoever answers for them."""
    return sentence(_missed(by).get(registration_id, {}), places.rules()["missed_duties_before_ending"])


def _counts(slots: QuerySet[Slot]) -> dict[UUID, Count]:
    """Two queries: by who was to come, and by who was put down at first and stood in for."""
    plain = slots.select_related(None).order_by()
    names = [name for name in Count._fields if name != "substituted"]
    numbers = {f"n_{name}": CountRows("pk", filter=SHOWN[name][1]) for name in names}
    found: dict[UUID, Count] = {}
    for who, *each in plain.values("adviser").annotate(**numbers).values_list("adviser", *numbers):
        found[who] = Count(**dict(zip(names, each, strict=True)))
    stood_in = plain.filter(SHOWN["substituted"][1]).values("first").annotate(n=CountRows("pk"))
    for who, count in stood_in.values_list("first", "n"):
        found[who] = found.get(who, Count())._replace(substituted=count)
    return {who: count for who, count in found.items() if any(count)}


def _missed(by: Actor) -> dict[UUID, dict[str, int]]:
    """For each adviser with a missed slot on record, the contracts that run and how many count under each."""
    rows = visible_to(by).filter(readable(by), SHOWN["missed"][1]).select_related(None).order_by()
    pairs = rows.values_list("adviser", "missed__contract").distinct()
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    under = engagements.counted({contract for _, contract in pairs})
    for who, contract in pairs:
        if contract in under:
            village, count = under[contract]
            found[who][village] = count
    return found


def _of(slots: QuerySet[Slot], period: Period) -> QuerySet[Slot]:
    first, after = clock.start_of(period.first), clock.start_of(period.after_last)
    return slots.filter(begins_at__gte=first, begins_at__lt=after)
