"""What is on record of a village, as far as somebody may see it: each part by the rules of the app that holds it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from menkou.accounts.models import Membership
from menkou.accounts.queries import people
from menkou.basis import queries as basis
from menkou.basis.kinds import KINDS, Kind
from menkou.boards.models import Board
from menkou.boards.queries import boards_for
from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import Dated
from menkou.engagements import queries as engagements
from menkou.engagements.models import Contract, MissedDuty
from menkou.oversight import numbers, policies
from menkou.oversight.rules import small
from menkou.places import queries as places
from menkou.places.models import FormerName, JudicialOffice, Village
from menkou.postings.models import Posting
from menkou.postings.served import Days, days_of_posts
from menkou.worklogs import duties
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.duties import Duty
from menkou.worklogs.rules.periods import Period

ABOUT = ("demands", "wishes", "avoidances")  # kinds of facts that are about a village
MOST_ENTRIES = 100
MONTHS, QUARTERS = 12, 4


@dataclass
class Dossier:
    """一村一档. A part that is None is not for this reader."""

    village: Village
    merged: list[Village]  # that it goes on for
    former: list[FormerName]
    office: JudicialOffice | None
    cadres: list[Membership]
    posts: list[Posting]
    days: dict[UUID, Days]
    facts: list[tuple[Kind, list[Dated]]] = field(default_factory=list)
    contracts: list[Contract] | None = None
    missed: list[MissedDuty] = field(default_factory=list)
    entries: list[Entry] | None = None
    entries_more: bool = False
    duties: list[Duty] = field(default_factory=list)  # what is asked here, and how much of it is done
    months: list[tuple[date, int, int]] = field(default_factory=list)  # its first day, how many, minutes
    asked: list[tuple[date, int | None]] | None = None  # a quarter, and how many; None where they are too few
    boards: list[Board] | None = None


def village_for(by: Actor, code: str) -> Village:
    """How the page gets hold of a village, ended ones too: what you may not see does not exist."""
    village = places.village_printed(code)
    if not policies.read_dossier.allows(by, village):
        raise Village.DoesNotExist
    return village


def dossier_of(by: Actor, village: Village) -> Dossier:
    """All of it; the same number of statements however much there is."""
    heirs = places.heirs()
    merged = list(Village.objects.filter(pk__in=[one for one, heir in heirs.items() if heir == village.pk]))
    here = [village.pk, *(one.pk for one in merged)]
    posts = list(_posts(here))
    found = Dossier(
        village=village,
        merged=merged,
        former=list(FormerName.objects.filter(village__in=here).select_related("village")),
        office=places.office_of(village.township),
        cadres=list(people(Role.VILLAGE_CADRE).filter(village=village)),
        posts=posts,
        days=days_of_posts(posts, clock.today() + timedelta(days=1)),
        facts=[(kind, _facts(by, kind, here)) for kind in map(KINDS.__getitem__, ABOUT) if basis.may_see(by, kind)],
    )
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR):
        found.contracts = list(engagements.contracts_for(by).filter(village__in=here).order_by("-valid_from"))
        found.missed = list(_missed(found.contracts))
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        found.asked = _asked(by, village, heirs)
    if not by.has_role(Role.VILLAGE_CADRE):  # an entry would tell that somebody asked
        _add_entries(by, found, here)
        found.duties = [
            one for one in duties.of_village(village) if one.asked.unit != "contacts"
        ]  # answers count there
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.VILLAGE_CADRE, Role.ADVISER):
        found.boards = list(boards_for(by).filter(village__in=here))
    return found


def _posts(here: Iterable[UUID]):
    """Who has served, serves or is about to, the latest first."""
    held = Posting.objects.filter(village__in=here).order_by("-valid_from", "post", "pk")
    return held.select_related("registration__adviser", "registration__institution", "village")


def _facts(by: Actor, kind: Kind, here: Iterable[UUID]) -> list[Any]:
    rows = basis.visible(by, kind).filter(village__in=here).select_related(*kind.related)
    return list(rows.order_by("-valid_from", "pk"))


def _missed(contracts: Iterable[Contract]):
    return MissedDuty.objects.filter(contract__in=[one.pk for one in contracts], struck_at=None)


def _add_entries(by: Actor, found: Dossier, here: Iterable[UUID]) -> None:
    """工作日志 of a year by months, and the latest one by one; consultations are counted elsewhere, never listed."""
    entries = worklogs.visible_to(by).filter(village__in=here).exclude(kind=Entry.Kind.CONSULTATION)
    stands = entries.filter(corrections=None)
    latest = list(stands.order_by("-done_on", "-id")[: MOST_ENTRIES + 1])
    found.entries, found.entries_more = latest[:MOST_ENTRIES], len(latest) > MOST_ENTRIES
    months = _months_back(clock.today(), MONTHS)
    counted: Counter[date] = Counter()
    minutes: Counter[date] = Counter()
    for done_on, spent in stands.filter(done_on__gte=months[-1]).order_by().values_list("done_on", "minutes"):
        counted[done_on.replace(day=1)] += 1
        minutes[done_on.replace(day=1)] += spent
    found.months = [(month, counted[month], minutes[month]) for month in months]


def _asked(by: Actor, village: Village, heirs: Mapping[UUID, UUID]) -> list[tuple[date, int | None]]:
    """咨询 of the last whole quarters, as the rule for few tells them beside those of all villages that they oversee."""
    first = Period.of(clock.today(), "quarter").first
    starts = [Period.of(month, "quarter").first for month in _months_back(first, 3 * QUARTERS + 1)[3::3]]
    fewest, order = places.rules()["fewest_in_a_list"], _villages_of(by)
    span = (clock.start_of(starts[-1]), clock.start_of(first))
    asked = barring.without_interests(consultations.asked_between(*span)).order_by()
    rows = asked.values_list("village_id", TruncMonth("asked_at", tzinfo=clock.SHANGHAI)).annotate(count=Count("pk"))
    counted: dict[date, dict[UUID, int]] = {start: {} for start in starts}
    for one, month, count in rows:
        quarter, heir = counted[Period.of(month.date(), "quarter").first], heirs.get(one, one)
        quarter[heir] = quarter.get(heir, 0) + count
    return [(start, _of_village(village.pk, order, counted[start], fewest)) for start in starts]


def _villages_of(by: Actor) -> list[UUID]:
    return list(numbers.villages_of(by).order_by("code").values_list("pk", flat=True))


def _of_village(village: UUID, order: list[UUID], counted: Mapping[UUID, int], fewest: int) -> int | None:
    """A village's own number; None where it is none, too few, or told with its neighbours'."""
    found = small.split([counted.get(one, 0) for one in order], fewest)
    alone = {order[one.start]: one.total for one in found if one.stop - one.start == 1}
    return alone.get(village) or None


def _months_back(day: date, count: int) -> list[date]:
    """The first days of so many months, this one's first."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
