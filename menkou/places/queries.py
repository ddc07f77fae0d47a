"""What can be seen of places. They are public; only staff lists ask who is asking."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from menkou.core import clock
from menkou.core.memory import remembered
from menkou.places.models import CalendarDay, District, FormerName, JudicialOffice, Rule, Township, Village, as_said
from menkou.places.rules.defaults import DEFAULTS

LONGEST_BREAK = timedelta(days=40)  # further than any holiday reaches


def districts() -> QuerySet[District]:
    return District.objects.order_by("code")


@remembered
def district_called(slug: str) -> District | None:
    return District.objects.filter(slug=slug).first()


def townships() -> QuerySet[Township]:
    return Township.objects.all()


def villages(on: date | None = None) -> QuerySet[Village]:
    """Those that exist on a day, today if none is named."""
    on = on or clock.today()
    ended = Village.objects.filter(valid_until__lte=on).values("pk")
    return Village.objects.filter(valid_from__lte=on).exclude(pk__in=ended).select_related("township")


@remembered
def village_with(code: str) -> Village:
    """The village that a printed code leads to: the successor where the village has been merged.

    Raises Village.DoesNotExist.
    """
    village = Village.objects.select_related("township").get(code=code)
    for _ in range(10):  # a chain of mergers ends; a ring in the rows must not hang a page
        if village.successor_id is None:
            break
        village = Village.objects.select_related("township").get(pk=village.successor_id)
    return village


def village_printed(code: str) -> Village:
    """The village whose code it is, merged or not. Raises Village.DoesNotExist."""
    return Village.objects.select_related("township").get(code=code)


def codes_of(village: Village) -> list[str]:
    """Its own code, and those of the villages that have been merged into it."""
    merged = [one for one, heir in heirs().items() if heir == village.pk]
    return [village.code, *Village.objects.filter(pk__in=merged).values_list("code", flat=True)]


def heirs() -> dict[UUID, UUID]:
    """For each village that has been merged, the one that goes on for it now."""
    merged = Village.objects.exclude(successor=None)
    successors = dict(merged.values_list("pk", "successor_id").order_by())
    return {one: _last(one, successors) for one in successors}


def _last(village_id: UUID, successors: dict[UUID, UUID]) -> UUID:
    for _ in successors:
        if village_id not in successors:
            break
        village_id = successors[village_id]
    return village_id


def called_on(village: Village, day: date) -> str:
    """A village's name on a day of the past, as people said it."""
    names = _former_names().get(village.pk, ())
    return next((said for until, said in names if day < until), village.short_name)


@remembered
def _former_names() -> dict[UUID, list[tuple[date, str]]]:
    found: dict[UUID, list[tuple[date, str]]] = {}
    rows = FormerName.objects.exclude(village=None).values_list("village_id", "valid_until", "name", "village__kind")
    for village_id, until, name, kind in rows:
        found.setdefault(village_id, []).append((until, as_said(name, kind)))
    return found


def offices_of(township_ids: Iterable[UUID]) -> QuerySet[JudicialOffice]:
    return JudicialOffice.objects.filter(township__in=set(township_ids))


def office_of(township: Township) -> JudicialOffice | None:
    return JudicialOffice.objects.filter(township=township).first()


def rules(on: date | None = None) -> dict[str, int]:
    """All rules in force on a day: the district's own over the shipped defaults."""
    return {**DEFAULTS, **_own_rules(on or clock.today())}


@remembered
def _own_rules(on: date) -> dict[str, int]:
    began = Rule.objects.filter(valid_from__lte=on)
    own = began.filter(valid_until=None) | began.filter(valid_until__gt=on)
    return dict(own.values_list("key", "value"))


def due(asked_at: datetime, working_days: int) -> datetime:
    """The instant by which something is due, by the district's calendar; weekends count where it says nothing."""
    return clock.after_working_days(asked_at, working_days, working_day_test(asked_at.date()))


def working_day_test(start: date) -> Callable[[date], bool]:
    """Whether a day near the start is worked, from one read of the calendar."""
    known = _calendar_from(start)
    return lambda day: known.get(day, clock.is_weekday(day))


@remembered
def _calendar_from(start: date) -> dict[date, bool]:
    rows = CalendarDay.objects.filter(day__range=(start - timedelta(days=1), start + LONGEST_BREAK))
    return dict(rows.values_list("day", "is_working"))
