"""送达: how far a notice has come, in groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import Count, QuerySet

from menkou.broadcasts.models import Delivery, Notice
from menkou.broadcasts.queries import seen_by
from menkou.core.actors import Actor
from menkou.groups.models import Group

State = Delivery.State


@dataclass(frozen=True)
class Progress:
    """How far a notice has come, in groups."""

    total: int
    there: int
    under_way: int
    failed: int
    cancelled: int

    @property
    def missing(self) -> int:
        return self.under_way + self.failed


def progress_of(notices: Iterable[Notice]) -> dict[UUID, Progress]:
    """Of each of these, in one statement."""
    counted: dict[UUID, dict[str, int]] = {one.pk: {} for one in notices}
    rows = Delivery.objects.filter(notice__in=list(counted)).order_by().values_list("notice", "state")
    for notice, state, number in rows.annotate(Count("pk")):
        counted[notice][state] = number
    return {pk: _progress(states) for pk, states in counted.items()}


def by_level(notice: Notice, by: Actor) -> list[tuple[str, Progress]]:
    """三级: of each level that somebody sees groups of, in words, how far it has come there."""
    counted: dict[str, dict[str, int]] = {}
    rows = Delivery.objects.filter(seen_by(by), notice=notice).order_by().values_list("group__level", "state")
    for level, state, number in rows.annotate(Count("pk")):
        counted.setdefault(level, {})[state] = number
    return [(str(one.label), _progress(counted[one])) for one in Group.Level if one in counted]


def in_all(notices: QuerySet[Notice], by: Actor) -> Progress:
    """Of many together, in the groups that somebody sees; in one statement."""
    rows = Delivery.objects.filter(seen_by(by), notice__in=notices.order_by().values("pk")).order_by()
    return _progress(dict(rows.values_list("state").annotate(Count("pk"))))


def together(parts: Iterable[Progress]) -> Progress:
    """The same of all levels."""
    shown = list(parts)
    return Progress(*(sum(getattr(one, field.name) for one in shown) for field in fields(Progress)))


def with_progress(notices: Iterable[Notice]) -> list[tuple[Notice, Progress]]:
    """Each with how far it has come, in the same order."""
    shown = list(notices)
    told = progress_of(shown)
    return [(one, told[one.pk]) for one in shown]


def _progress(by_state: Mapping[str, int]) -> Progress:
    there = sum(by_state.get(one, 0) for one in Delivery.THERE)
    under_way = by_state.get(State.WAITING, 0) + by_state.get(State.TASK, 0)
    failed, cancelled = by_state.get(State.FAILED, 0), by_state.get(State.CANCELLED, 0)
    return Progress(sum(by_state.values()), there, under_way, failed, cancelled)
