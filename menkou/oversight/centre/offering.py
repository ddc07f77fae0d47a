"""What 文书中心 offers to somebody: each kind with what it can be made of now, nothing to type."""

from datetime import date
from typing import NamedTuple

from menkou.assessments.papers import orders
from menkou.assessments.papers import queries as assessed
from menkou.core.actors import Actor
from menkou.core.clock import SHANGHAI, in_words
from menkou.oversight.centre.kinds import KINDS, named
from menkou.oversight.numbers import villages_of
from menkou.worklogs.rules.periods import back_from

MOST = 100  # cases and reviews of a list; older ones are behind their own pages
BACK = {"week": 9, "month": 13, "quarter": 5, "half_year": 3}
Options = list[tuple[str, str]]


class Choice(NamedTuple):
    """A kind, and its selects: the word of the address, its label, and what there is."""

    key: str
    title: str
    fields: list[tuple[str, str, Options]]

    @property
    def is_empty(self) -> bool:
        return any(not options for _, _, options in self.fields)


def offered(by: Actor, today: date) -> list[Choice]:
    """In the order of the kinds, those that somebody reads."""
    fields = {
        "circular": [("of", "哪一期考核", [(str(one.pk), str(one)) for one in assessed.cycles_for(by)])],
        **_cases(by),
        "reviewed": [("of", "哪一件复核", _reviews(by))],
        "weekly": [("period", "哪一周", _periods("week", today))],
        "monthly": [("period", "月份", _periods("month", today))],
        "quarterly": [("period", "季度", _periods("quarter", today))],
        "village": [("village", "村（社区）", _villages(by)), ("period", "半年", _periods("half_year", today))],
    }
    return [Choice(key, kind.title, fields[key]) for key, kind in KINDS.items() if kind.is_read_by(by)]


def _periods(window: str, today: date) -> Options:
    return [
        (one.key, f"{one}{'' if one.after_last <= today else '（还没过完）'}")
        for one in back_from(today, window, BACK[window])
    ]


def _cases(by: Actor) -> dict[str, list[tuple[str, str, Options]]]:
    found: dict[str, Options] = {key: [] for key in orders.OF_CASES}
    for case in assessed.cases_for(by)[:MOST]:
        person = f" {case.registration.adviser.name}" if case.registration else ""
        told = f"{in_words(case.told_at.astimezone(SHANGHAI).date())} " if case.told_at else ""
        for key in orders.offered(case):
            found[key].append((str(case.pk), f"{told}{case.institution.name}{person}（{case.get_kind_display()}）"))
    return {named(key): [("of", "哪一件", options)] for key, options in found.items()}


def _reviews(by: Actor) -> Options:
    found = assessed.reviews_for(by)[:MOST]
    return [(str(one.pk), f"{one.sheet.name} {one.item or ''}（{one.get_decision_display()}）") for one in found]


def _villages(by: Actor) -> Options:
    return [(one.code, str(one)) for one in villages_of(by).order_by("code")]
