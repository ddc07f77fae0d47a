"""Facts that hold from a day until a day, each with its source, and what PostgreSQL promises about them."""

from datetime import date
from typing import ClassVar, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, QuerySet

from menkou.core import clock
from menkou.core.models import DistrictOwned

M = TypeVar("M", bound=models.Model)


class DateSpan(Func):
    """[from, until) as a range; no end means for good."""

    function = "daterange"
    output_field = DateRangeField()


class Dated(DistrictOwned):
    """A fact with its days and its source. Of the rows that agree in `ABOUT`, one holds at a time."""

    ABOUT: ClassVar[tuple[str, ...]] = ()

    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    source = models.CharField("依据", max_length=200)

    class Meta(DistrictOwned.Meta):
        abstract = True


def ends_after_it_began(what: str) -> models.CheckConstraint:
    """A span of at least one day."""
    return models.CheckConstraint(
        name=f"{what}_ends_after_it_began", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
    )


def once_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows of a district that agree in these fields hold on one day; rows without one of them agree with none."""
    keys = [(field, RangeOperators.EQUAL) for field in ("district", *fields)]
    return ExclusionConstraint(
        name=name, expressions=[*keys, (DateSpan("valid_from", "valid_until"), RangeOperators.OVERLAPS)]
    )


def one_of(name: str, one: str, other: str) -> models.CheckConstraint:
    """Exactly one of two fields is filled in."""
    either = Q(**{f"{one}__isnull": True, f"{other}__isnull": False})
    return models.CheckConstraint(
        name=name, condition=either | Q(**{f"{one}__isnull": False, f"{other}__isnull": True})
    )


def holding(rows: QuerySet[M], on: date | None = None) -> QuerySet[M]:
    """Those that hold on a day, today if none is named."""
    on = on or clock.today()
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


def overlapping(rows: QuerySet[M], first: date, after_last: date) -> QuerySet[M]:
    """Those that hold on at least one day from a day until before another."""
    return rows.filter(Q(valid_until=None) | Q(valid_until__gt=first), valid_from__lt=after_last)
