"""What can be seen of places. They are public; only staff lists ask who is asking."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from menkou.core import clock
from menkou.core.memory import remembered
from menkou.places.models import CalendarDay, District, FormerName, JudicialOffice, Rule, Township, Village, as_said
from menkou.places.rules.defaults import DEFAULTS, TELEPHONES
from menkou.places.rules.texts import TEXTS

FURTHEST_DUE = timedelta(days=150)  # further than any deadline reaches, with a holiday and a stopped clock in it


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


def villages_ever(pks: Iterable[UUID]) -> QuerySet[Village]:
    """These villages, ended ones as well."""
    return Village.objects.filter(pk__in=set(pks)).select_related("township")


def villages_within(township: Township) -> QuerySet[Village]:
    """A township's villages, ended ones as well: what was done in one stays what it was."""
    return Village.objects.filter(township=township)


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


@remembered
def heirs_as_shown() -> dict[UUID, UUID]:
    """The same for pages, which ask at every showing; whoever does anything with it asks anew."""
    return heirs()


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
def names_ever(village_id: UUID) -> frozenset[str]:
    """All that people call a village: its names of today and before, and of those that it went into or that went into it."""
    after = heirs()
    last = after.get(village_id, village_id)
    kin = {village_id, last, *(one for one, heir in after.items() if heir == last)}
    today, before = Village.objects.filter(pk__in=kin).values_list("name", "kind"), _former_names()
    names = {said for name, kind in today for said in (name, as_said(name, kind))}
    return frozenset(names | {said for one in kin for _, said in before.get(one, ())})


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
    return {**DEFAULTS, **{key: value for key, value in _own_rules(on or clock.today()).items() if key in DEFAULTS}}


def own_rules(key: str) -> dict[int, Any]:
    """One rule as the districts that are being read have it themselves today, by district."""
    began = Rule.objects.filter(key=key, valid_from__lte=clock.today())
    own = began.filter(valid_until=None) | began.filter(valid_until__gt=clock.today())
    return dict(own.values_list("district_id", "value"))


def telephones(on: date | None = None) -> dict[str, str]:
    """急事打的电话 on a day: the district's own numbers over those of nationwide services."""
    own = _own_rules(on or clock.today())
    return {key: own.get(key, number) for key, number in TELEPHONES.items()}


def texts(on: date | None = None) -> dict[str, str]:
    """Rules that are words, in force on a day: the district's own over the shipped ones."""
    own = _own_rules(on or clock.today())
    return {key: own.get(key, words) for key, words in TEXTS.items()}


@remembered
def _own_rules(on: date) -> dict[str, Any]:
    began = Rule.objects.filter(valid_from__lte=on)
    own = began.filter(valid_until=None) | began.filter(valid_until__gt=on)
    return dict(own.values_list("key", "value"))


def due(asked_at: datetime, working_days: int) -> datetime:
    """The instant by which something is due, by the district's calendar; weekends count where it says nothing."""
    return clock.after_working_days(
        asked_at, working_days, working_day_test(asked_at.astimezone(clock.SHANGHAI).date())
    )


def due_later(due_at: datetime, begun_at: datetime, ended_at: datetime) -> datetime:
    """A deadline moved by the working time between two instants: how long its clock stood still."""
    is_working = working_day_test(min(begun_at, due_at).astimezone(clock.SHANGHAI).date())
    return clock.later_by(due_at, clock.worked_between(begun_at, ended_at, is_working), is_working)


def is_by_weekends(moment: datetime) -> bool:
    """按周末推算: whether no holiday of the moment's year is on record, so that only weekends were counted as off."""
    return moment.astimezone(clock.SHANGHAI).year not in _years_on_record()


NEXT_YEAR_IS_DUE = (11, 1)  # the State Council's notice of the next year's holidays comes out by then


def years_by_weekends(today: date) -> list[int]:
    """Years whose deadlines are only counted by weekends: this one, and from November the next."""
    years = [today.year] + [today.year + 1] * ((today.month, today.day) >= NEXT_YEAR_IS_DUE)
    return [year for year in years if year not in _years_on_record()]


@remembered
def _years_on_record() -> frozenset[int]:
    return frozenset(day.year for day in CalendarDay.objects.dates("day", "year"))


def working_day_test(start: date) -> Callable[[date], bool]:
    """Whether a day near the start is worked, from one read of the calendar."""
    known = _calendar_from(start)
    return lambda day: known.get(day, clock.is_weekday(day))


@remembered
def _calendar_from(start: date) -> dict[date, bool]:
    rows = CalendarDay.objects.filter(day__range=(start - timedelta(days=1), start + FURTHEST_DUE))
    return dict(rows.values_list("day", "is_working"))
