"""What stands above a report's table: what was asked and how it was answered, groups and 推送, of all that one oversees."""

from typing import NamedTuple

from django.db.models import F, Sum
from django.urls import reverse

from menkou.core.actors import Actor, Role
from menkou.groups.keeping import queries as groups
from menkou.groups.models import Group
from menkou.oversight import numbers
from menkou.oversight.centre.reports import pushed
from menkou.oversight.reporting.answers import answers
from menkou.oversight.rules import small
from menkou.worklogs.rules.periods import Period

OF_NOBODY = "只算总数，不一条条列，免得看出是谁问的"
NOT_YET = "过完的月份才列"
TOO_FEW = "太少，列出来会看出是谁"
WHY = {small.NOT_YET: NOT_YET, small.BY_MONTHS: "按整月列", small.BY_QUARTERS: "按整季度列", small.UNTOLD: TOO_FEW}
NAMES = {"asked": ("新咨询", "条"), "hours": ("首次答复中位数", "小时"), "timely": ("按时答复", "条")}
NAMES |= {"rated": ("评价", "份"), "happy": ("满意", "份")}


class Figure(NamedTuple):
    """A number with its unit, and the page that opens its rows, or why none does."""

    key: str
    label: str
    number: int | float | str
    unit: str
    url: str = ""
    note: str = ""

    @property
    def value(self) -> str:
        return self.number if isinstance(self.number, str) else f"{self.number} {self.unit}"


def figures(by: Actor, period: Period) -> list[Figure]:
    """The villages there are, what was asked, and what went into groups."""
    villages = numbers.villages_of(by).count()
    found = [Figure("villages", "村（社区）", villages, "个", reverse("oversight:villages"), "今天有的")]
    for key, number in answers(by, period).items():
        note = WHY.get(number, TOO_FEW) if isinstance(number, str) else OF_NOBODY
        found.append(Figure(key, *NAMES[key][:1], number, NAMES[key][1], "", note))
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return found
    sent = pushed(by, period).notices
    found.append(Figure("pushed", "推送", sent, "条", reverse("broadcasts:notices"), "在推送里"))
    count, members = in_groups(by)
    listed = reverse("register:groups")
    return [
        *found,
        Figure("groups", "登记的群", count, "个", listed, "今天登记着的"),
        Figure("members", "群里的人", members, "人", listed, "最近一次记下的"),
    ]


def in_groups(by: Actor) -> tuple[int, int]:
    """How many groups are on the register, and how many people were last counted in them."""
    people = sum((F(kind) for kind in Group.KINDS[1:]), F(Group.KINDS[0]))
    found = groups.visible_to(by).filter(dissolved_on=None).order_by()
    return found.count(), found.aggregate(people=Sum(people, default=0))["people"]
