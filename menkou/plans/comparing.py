"""Two versions side by side, or one beside today's posts: what changes where, what each change costs, who carries what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.errors import NOT_FOUND, Absent
from menkou.plans import queries
from menkou.plans.models import POSTS, Version
from menkou.plans.reading import Held, Reading
from menkou.postings import planning
from menkou.postings.rules import wording

if TYPE_CHECKING:
    from menkou.postings.rules import comparing as rules

TODAY = "today"
A_PAGE = 50
MOST_BROKEN = 10  # rules of either side, in words


@dataclass(frozen=True)
class Side:
    """One of the two: a version, or what holds today."""

    version: Version | None
    posts: Held

    @property
    def asked(self) -> str:
        return str(self.version.number) if self.version else TODAY

    @property
    def name(self) -> str:
        return f"方案 {self.version.number}" if self.version else "现在的岗位"


@dataclass(frozen=True)
class Moved:
    """A post that goes from one person to another; the words of either may be 空缺."""

    post: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A village that changes hands, and what the whole plan costs more by this change alone."""

    code: str
    name: str
    township: str
    moved: tuple[Moved, ...]
    more: float

    @property
    def price(self) -> str:
        return wording.difference(self.more)


@dataclass(frozen=True)
class Shift:
    """What somebody carries on either side."""

    name: str
    note: str
    one: "rules.Load"
    other: "rules.Load"

    @property
    def more(self) -> float:
        return self.other.work - self.one.work


class Comparison:
    """`other` in the place of `one`, in the district as `other` finds it on its first day."""

    def __init__(self, one: Side, other: Side) -> None:
        from menkou.postings.rules import comparing as rules  # with numpy, which few pages need

        self.one, self.other = one, other
        start = other.version or one.version
        self.read = Reading(planning.told(start.starts_on if start else None), other.posts, one.posts)
        self.told = rules.compare(self.read.district, one.posts, other.posts)

    @property
    def posts(self) -> dict[str, int]:
        """How many A- and how many B-posts change."""
        return {post: sum(post in change.posts for change in self.told.changes) for post in POSTS}

    @property
    def broken(self) -> list[tuple[str, list[str]]]:
        """Which rules either side would break by then: why a plan may cost more than what holds today."""
        from menkou.postings.rules.checker import broken_rules

        told = [(side.name, broken_rules(self.read.district, side.posts)) for side in (self.one, self.other)]
        return [(name, words) for name, words in told if words]

    @property
    def total(self) -> str:
        return wording.difference(self.told.costs_more)

    @property
    def terms(self) -> list[tuple[str, float, float]]:
        """Each term on either side; the sum last."""
        one, other = self.told.one, self.told.other
        rows = [(wording.TERMS[name], one[name], other[name]) for name in one]
        return [*rows, ("合计", sum(one.values()), sum(other.values()))]

    def changes(self, start: int = 0, end: int | None = None) -> list[Change]:
        """Some of the villages that change: each price is a reckoning of the whole plan."""
        price = self._pricer()
        return [self._change(one, price(one)) for one in self.told.changes[start:end]]

    @cached_property
    def people(self) -> list[Shift]:
        """Whose work changes, by how much it does."""
        of = self.read.people
        shifts = [
            Shift(of[key].name, self.read.institutions[of[key].institution].name, one, other)
            for key, (one, other) in self.told.advisers.items()
        ]
        return _changed(shifts)

    @cached_property
    def houses(self) -> list[Shift]:
        of = self.read.institutions
        return _changed([Shift(of[key].name, "", one, other) for key, (one, other) in self.told.institutions.items()])

    def _pricer(self) -> Callable[["rules.Change"], float]:
        from menkou.postings.rules.seats import seats

        frame, held = self.read.frame, dict(seats(self.read.frame, self.one.posts))
        base = sum(frame.terms(held).values())

        def price(change: "rules.Change") -> float:
            if change.village not in frame.village_at:
                return 0.0
            at = frame.village_at[change.village]
            after = seats(frame, {change.village: change.after})[at]
            return sum(frame.terms(held | {at: after}).values()) - base

        return price

    def _change(self, one: "rules.Change", more: float) -> Change:
        row = self.read.by_code.get(one.village)
        moved = [
            Moved(post, self._who(before), self._who(after))
            for post, before, after in zip(POSTS, one.before, one.after, strict=True)
            if before != after
        ]
        name, township = (row.village.name, row.township) if row else (one.village, "已不在本区")
        return Change(one.village, name, township, tuple(moved), more)

    def _who(self, key: str | None) -> str:
        if key is None:
            return "空缺"
        person = self.read.people.get(key)
        return f"{person.name}（{self.read.institutions[person.institution].name}）" if person else "已不在名册的人"


def _changed(shifts: list[Shift]) -> list[Shift]:
    found = [one for one in shifts if (one.one.a, one.one.b) != (one.other.a, one.other.b) or round(one.more, 2)]
    return sorted(found, key=lambda one: (-abs(one.more), one.name))


def asked(request) -> tuple[Side, Side]:
    """The two that the address names; the second is today's posts, or the first is, where it names one."""
    return _side(request, "one"), _side(request, "other")


def _side(request, name: str) -> Side:
    said = request.GET.get(name, TODAY)
    if said == TODAY:
        return Side(None, queries.posts_on())
    if not said.isdecimal() or len(said) > 9:
        raise Absent(NOT_FOUND)
    version = queries.version_for(request.actor, int(said))
    return Side(version, {code: (a, b) for code, (a, b) in version.posts.items()})


@require_safe
@staff(*queries.READ_ALL)
def compare(request):
    """对比: counts, terms, villages that change, loads; what is compared stands in the address."""
    one, other = asked(request)
    found = Comparison(one, other)
    page = Paginator(found.told.changes, A_PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if page.object_list else 0
    pair = urlencode({"one": one.asked, "other": other.asked})
    facts = {
        "one": one,
        "other": other,
        "found": found,
        "figures": _figures(found),
        "broken": [(name, words[:MOST_BROKEN], len(words)) for name, words in found.broken],
        "page": page,
        "terms": [(w, wording.points(a), wording.points(b), wording.difference(b - a)) for w, a, b in found.terms],
        "changes": found.changes(start, start + len(page.object_list)),
        "choices": [(TODAY, "现在的岗位"), *_choices(request.actor)],
        "pair": pair,
        "query": f"{pair}&",
    }
    return render(request, "plans/compare.html", facts)


def _figures(found: Comparison) -> list[dict]:
    return [
        {"label": "换人的村", "value": len(found.told.changes)},
        {"label": "换人的A岗", "value": found.posts["A"]},
        {"label": "换人的B岗", "value": found.posts["B"]},
        {"label": "工作量变了的顾问", "value": len(found.people)},
        {"label": f"{found.other.name}的代价", "value": found.total, "note": f"和{found.one.name}比"},
    ]


def _choices(by) -> list[tuple[str, str]]:
    ready = queries.listed(by).exclude(value=None)[:50]
    return [(str(one.number), f"方案 {one.number}（{one.get_state_display()}）") for one in ready]
