"""What can be seen of changes of places; only the bureau's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.mergers.models import Change, Succession
from menkou.mergers.rules.succession import TOWN_DIGITS, Place, Way, neighbours
from menkou.places import queries as places

UNSURE = ~Q(way__in=Way.SURE)


def changes_for(by: Actor) -> QuerySet[Change]:
    """The bureau sees all, everybody else none."""
    found = Change.objects.select_related("made_by", "applied_by")
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.none()


def listed(by: Actor) -> QuerySet[Change]:
    """The newest first, with how many rows each has and how many are confirmed; without the lists themselves."""
    confirmed = Count("successions", filter=~Q(successions__confirmed_at=None))
    counted = changes_for(by).annotate(rows=Count("successions"), confirmed=confirmed)
    return counted.defer("before", "after").order_by("-effective_on", "-made_at")


def change_for(by: Actor, pk: UUID) -> Change:
    """How a page gets hold of one: what you may not see does not exist."""
    return changes_for(by).get(pk=pk)


def before(day: date, apart_from: Change | None = None) -> list[Place]:
    """The villages that a change of a day begins with: what earlier changes still open will have made, or today's."""
    if last := _earlier(day, apart_from).last():
        return last.places_after
    return [Place(one.code, one.name) for one in places.villages(day).order_by("code")]


def town_names(day: date, apart_from: Change | None = None) -> dict[str, str]:
    """The townships that a change of a day begins with, by their codes."""
    names = {one.code: one.name for one in places.townships()}
    for moved in _earlier(day, apart_from).values_list("towns", flat=True):
        names |= dict(moved.values())
    return names


def _earlier(day: date, apart_from: Change | None) -> QuerySet[Change]:
    """Changes still open that come before one of a day, in their order."""
    found = Change.objects.filter(state=Change.State.OPEN, effective_on__lte=day).order_by("effective_on", "made_at")
    if apart_from is None:
        return found
    later = Q(effective_on=apart_from.effective_on, made_at__gte=apart_from.made_at)
    return found.exclude(pk=apart_from.pk).exclude(later)


def is_as_it_was(change: Change) -> bool:
    """Whether the villages that run today are still those that the change begins with."""
    return dict(places.villages().values_list("code", "name")) == {code: name for code, name in change.before}


def missing(change: Change, day: date) -> str:
    """What is missing before a change may be applied on a day, in a sentence; empty where nothing is."""
    if change.effective_on > day:
        return f"{clock.in_words(change.effective_on)}才生效，到那天再执行。在那以前可以核对，也可以撤回。"
    if left := change.successions.filter(confirmed_at=None).count():
        return f"还有 {left} 行没有核定，核定完再执行。"
    if not is_as_it_was(change):
        return "现在的村居名单和比对的时候不一样了。请先执行前面的调整，或者点“重新比对”。"
    return ""


@dataclass
class Town:
    """A township in a change: how much of it is confirmed."""

    code: str
    name: str
    goes_on_as: str  # its code and name from then on, where they change
    rows: int = 0
    confirmed: int = 0
    unsure: int = 0
    begins: int = 0

    @property
    def left(self) -> int:
        return self.rows - self.confirmed


def towns(change: Change) -> list[Town]:
    """The townships that a change touches, in order of their codes."""
    names = town_names(change.effective_on, change) | dict(change.towns.values())
    found: dict[str, Town] = {}

    def town(code: str) -> Town:
        to = change.towns.get(code)
        goes_on_as = f"{to[1]}（{to[0]}）" if to else ""
        return found.setdefault(code, Town(code, names.get(code, code), goes_on_as))

    for code, way, confirmed_at in change.successions.values_list("code", "way", "confirmed_at").order_by():
        one = town(code[:TOWN_DIGITS])
        one.rows += 1
        one.confirmed += confirmed_at is not None
        one.unsure += way not in Way.SURE and confirmed_at is None
    was = {to[0]: code for code, to in change.towns.items()}
    for place in begins(change):
        town(was.get(place.township, place.township)).begins += 1
    return [found[code] for code in sorted(found)]


def begins(change: Change) -> list[Place]:
    """The codes that are new."""
    known = {code for code, _ in change.before}
    return [one for one in change.places_after if one.code not in known]


def renames(change: Change) -> list[tuple[Place, Place]]:
    """The codes that stay, under another name."""
    now = {one.code: one for one in change.places_after}
    return [(one, now[one.code]) for one in change.places_before if one.code in now and now[one.code] != one]


def rows_of(change: Change, town: str, only: str = "") -> QuerySet[Succession]:
    """The rows of a township, all or those of one kind: unsure, or left to be confirmed."""
    found = change.successions.filter(code__startswith=town)
    if only == "unsure":
        return found.filter(UNSURE)
    return found.filter(confirmed_at=None) if only == "left" else found


def choices(change: Change, town: str) -> list[Place]:
    """The villages of the township after the change, in order of their codes: what a row may name."""
    here = change.towns.get(town, [town])[0]
    return [one for one in change.places_after if one.township == here]


def choices_for(row: Succession, among: Iterable[Place], new: Collection[str]) -> list[Place]:
    """The same for one row: the proposed one first, then the new ones, those with the nearest code first."""
    near = neighbours(row.code, list(among))
    return sorted(near, key=lambda one: (one.code != row.proposed, one.code not in new))
