"""What a frame of the big screen shows: totals, and townships by villages served; nothing of persons, nothing few."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.oversight import numbers, serving
from menkou.oversight.ledger.numbers import numbers_of
from menkou.oversight.reporting.answers import answers
from menkou.oversight.reporting.figures import Figure, in_groups
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.rules.periods import Period

SCREEN: Final = Actor(None, "大屏", frozenset({(Role.AUDITOR, None)}))  # counts all of the district, and may do nothing
WIDE: Final = 100  # of a bar


class Town(NamedTuple):
    """A township, its villages that had some service this month, and how long its bar is."""

    name: str
    served: int
    villages: int
    width: float


def frame() -> dict[str, Any]:
    """This month's services, this year's eight, and what was asked in the last month that is over."""
    today = clock.today()
    month, year = Period.of(today, "month"), Period.of(today, "year")
    past = Period.of(month.first - timedelta(days=1), "month")
    towns = list(_towns(numbers.Month(month.first, month.after_last)))
    found = numbers_of(SCREEN, Chosen(year))
    asked = answers(SCREEN, past)
    groups, people = in_groups(SCREEN)
    return {
        "month": month,
        "year": year,
        "past": past,
        "served": sum(one.served for one in towns),
        "villages": sum(one.villages for one in towns),
        "towns": towns,
        "eight": [Figure(one.counter.key, one.counter.title, one.value, one.counter.unit) for one in found.eight],
        "asked": Figure("asked", "新咨询", asked["asked"], "条"),
        "hours": Figure("hours", "首次答复中位数", asked.get("hours", "不列"), "小时"),
        "worked": Figure("hours", "服务时长", round(found.hours), "小时"),
        "groups": Figure("groups", "登记的群", groups, "个"),
        "people": Figure("members", "群里的人", people, "人"),
    }


def _towns(month: numbers.Month) -> Iterator[Town]:
    done = serving.villages_served(month)
    counted: dict[str, tuple[int, int]] = {}
    for village in numbers.villages_of(SCREEN).order_by("township__code"):
        served, all_ = counted.get(village.township.name, (0, 0))
        counted[village.township.name] = (served + (village.pk in done), all_ + 1)
    for name, (served, all_) in counted.items():
        yield Town(name, served, all_, round(WIDE * served / all_, 1))
