"""Each district's totals, by the functions of reports and of the workbench, over many districts in the same few questions."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from menkou.core.actors import Actor, Role
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.few import consultations, running
from menkou.oversight.rules import small
from menkou.places import queries as places
from menkou.places.models import District
from menkou.places.rules.defaults import DEFAULTS
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.counters import COUNTERS8, hours
from menkou.worklogs.rules.periods import Period, quarters_around

CITY = Actor(None, "市局", frozenset({(Role.AUDITOR, None)}))  # counts all of each district, and may do nothing
FEWEST = "fewest_in_a_list"


class Row(NamedTuple):
    """A district, its villages, those with some service, its hours, and the eight."""

    district: District
    villages: int
    served: int
    hours: float
    eight: tuple[int | str, ...]


def rows(districts: Sequence[District], period: Period) -> list[Row]:
    """In the order of their codes; asked while they are overseen, in as many statements for a hundred as for one."""
    done = serving.villages_served(numbers.Month(period.first, period.after_last))
    served = Count("pk", filter=Q(pk__in=done))
    counted = numbers.villages_of(CITY).order_by().values("district_id").annotate(villages=Count("pk"), served=served)
    villages = {one["district_id"]: (one["villages"], one["served"]) for one in counted}
    tallies = ledger.tallied_by(ledger.counted(CITY, Chosen(period)), "district_id")
    months, fewest = _months(period), places.own_rules(FEWEST)
    found = []
    for one in districts:
        said = small.whole(
            months.get(one.pk, {}),
            period.first,
            period.after_last,
            running(),
            fewest.get(one.pk, DEFAULTS[FEWEST]),
        )
        own = tallies.get(one.pk, {})
        eight = tuple(said if counter.counts_consultations else counter.of(own) for counter in COUNTERS8)
        found.append(Row(one, *villages.get(one.pk, (0, 0)), hours(own), eight))
    return found


def _months(period: Period) -> dict[int, dict[date, int]]:
    """法律咨询 of each district by month, as its own ledger counts them."""
    entries = consultations(CITY, Chosen(quarters_around(period)))
    rows_ = entries.values_list("district_id", TruncMonth("done_on")).annotate(worth=Sum(Coalesce("people", 1)))
    found: dict[int, dict[date, int]] = {}
    for district, month, worth in rows_:
        found.setdefault(district, {})[month] = worth
    return found
