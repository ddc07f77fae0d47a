"""What can be seen of schemes: by the bureau and auditors all of them, drafts and what was dropped as well."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from menkou.assessments import queries
from menkou.assessments.models import Cycle, Scheme, Subject
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.worklogs.rules.periods import Period, ahead_from, back_from

HALVES = 2  # that are offered to begin with, before this one and after it


class Kept(NamedTuple):
    """The schemes of one subject."""

    subject: Subject
    holds: Scheme | None  # for the half-year that runs
    drafts: list[Scheme]
    adopted: list[Scheme]
    dropped: list[Scheme]


def visible_to(by: Actor) -> QuerySet[Scheme]:
    sees = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    found = Scheme.objects.all() if sees else Scheme.objects.none()
    return found.select_related("made_by", "adopted_by", "dropped_by")


def scheme_for(by: Actor, pk: UUID) -> Scheme:
    """How a page gets hold of one."""
    return visible_to(by).get(pk=pk)


def listed(by: Actor) -> list[Kept]:
    """All, under whom they are for: drafts by their last change, adopted ones by their first day, the latest first."""
    found, today = list(visible_to(by).order_by("-valid_from", "-made_at", "-id")), clock.today()
    return [_kept(one, [each for each in found if each.subject == one], today) for one in Subject]


def _kept(subject: Subject, found: list[Scheme], today: date) -> Kept:
    adopted = [one for one in found if one.adopted_at]
    holds = next(
        (one for one in adopted if one.valid_from and one.valid_from <= Period.of(today, "half_year").first), None
    )
    drafts = sorted((one for one in found if not one.adopted_at and not one.dropped_at), key=_changed, reverse=True)
    return Kept(subject, holds, drafts, adopted, [one for one in found if one.dropped_at])


def _changed(scheme: Scheme) -> datetime:
    return scheme.made_at


def comparable(by: Actor, scheme: Scheme) -> list[Scheme]:
    """What it may be held against: others for the same, that nobody dropped."""
    found = visible_to(by).filter(subject=scheme.subject, dropped_at=None).exclude(pk=scheme.pk)
    return list(found.order_by("-adopted_at", "-made_at", "-id"))


def in_force(subject: str) -> Scheme | None:
    """The one by which the last half-year that is over was, or is to be, assessed."""
    return queries.scheme_of(subject, last_half())


def last_half() -> Period:
    """The last half-year that is over."""
    return back_from(clock.today(), "half_year", 2)[1]


def next_half() -> Period:
    """The half-year that has not begun: whom a scheme is for should know it before."""
    return ahead_from(clock.today(), "half_year", 2)[1]


def is_being_asked(half: Period) -> bool:
    """Whether residents are answering about a half-year; nobody is told how, until they are through."""
    found = Cycle.objects.filter(period=half.key, heard_at=None)
    return found.filter(state__in=[Cycle.State.DRAWING, Cycle.State.SCORING]).exists()


def first_days() -> list[Period]:
    """The half-years from which on a scheme may hold, the earliest first."""
    today, count = clock.today(), HALVES + 1
    return [*reversed(back_from(today, "half_year", count)), *ahead_from(today, "half_year", count)[1:]]
