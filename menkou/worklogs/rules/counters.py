"""八项数 and the fields of weekly and quarterly reports (domain.md 6.2, 11): each is counted from entries by one line.

A counter says of which kinds it counts what: the entries themselves, or the people or items that they tell of, and how
much an entry is worth that tells nothing. What an entry is not worth anything to is not among the counter's rows, so
that a number and the rows behind it are the same.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from menkou.worklogs.rules.kinds import CONSULTATION


class Tally(NamedTuple):
    """Entries of one kind, added up: how many, their minutes, what they tell of, and how many tell nothing of it."""

    entries: int = 0
    minutes: int = 0
    people: int = 0
    without_people: int = 0
    items: int = 0
    without_items: int = 0


class Counter(NamedTuple):
    """A number with a name: of some kinds, the entries, people or items, and the worth of an entry that tells none."""

    key: str
    title: str
    unit: str
    kinds: tuple[str, ...]
    what: str = "entries"
    untold: int = 0

    def of(self, tallies: Mapping[str, Tally]) -> int:
        """The number."""
        return sum(self._one(tallies[kind]) for kind in self.kinds if kind in tallies)

    def _one(self, tally: Tally) -> int:
        told: int = getattr(tally, self.what)
        return told if self.what == "entries" else told + self.untold * getattr(tally, f"without_{self.what}")

    @property
    def only_told(self) -> str:
        """The column that has to be filled in for an entry to be among the rows; empty where every entry is."""
        return "" if self.what == "entries" or self.untold else self.what

    @property
    def counts_consultations(self) -> bool:
        return CONSULTATION in self.kinds


ALL_BUT_CONSULTATIONS: Final = (
    *("drafting", "mediation", "contract_review", "village_rules", "legal_opinion", "meeting", "lecture"),
    *("publicity", "materials", "case_push", "training", "election", "legal_aid", "petition", "screening"),
    *("checkup", "duty", "other"),
)
HANDED_OUT: Final = ("materials", "publicity", "lecture")

COUNTERS8: Final = (
    Counter("lectures", "法治讲座", "人次", ("lecture",), "people"),
    Counter("consultations", "法律咨询", "次", (CONSULTATION,), "people", 1),
    Counter("mediations", "调解纠纷", "次", ("mediation",)),
    Counter("trained", "培训骨干", "人", ("training",), "people"),
    Counter("handed-out", "发放资料", "份", HANDED_OUT, "items"),
    Counter("legal-aid", "法律援助", "次", ("legal_aid",)),
    Counter("drafted", "代写文书", "份", ("drafting",), "items", 1),
    Counter("rules", "完善村居制度", "个", ("village_rules",), "items", 1),
)
REPORT: Final = (
    Counter("services", "咨询以外的服务", "次", ALL_BUT_CONSULTATIONS),
    Counter("lectures-given", "法治讲座", "场", ("lecture",)),
    Counter("publicity", "普法宣传", "次", ("publicity",)),
    Counter("cases", "以案释法推送", "篇", ("case_push",), "items", 1),
    Counter("trainings", "培训法律明白人", "场", ("training",)),
    Counter("contracts", "审查合同", "份", ("contract_review",), "items", 1),
    Counter("opinions", "出具法律意见", "份", ("legal_opinion",), "items", 1),
    Counter("meetings", "列席会议", "次", ("meeting",)),
    Counter("elections", "选举指导", "次", ("election",)),
    Counter("disputes", "排查矛盾纠纷", "件", ("screening",), "items", 1),
    Counter("checkups", "法律体检", "次", ("checkup",)),
    Counter("petitions", "参与信访接待", "次", ("petition",)),
    Counter("duties", "值班", "次", ("duty",)),
)
ALL: Final = {one.key: one for one in (*COUNTERS8, *REPORT)}


def hours(tallies: Mapping[str, Tally], kinds: Iterable[str] = ALL_BUT_CONSULTATIONS) -> float:
    """服务时长, in hours to a tenth."""
    return round(sum(tallies[kind].minutes for kind in kinds if kind in tallies) / 60, 1)
