"""地方规则 as they hold today, with what they rest on, what is set ahead, and all that they have been."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from menkou.core import clock
from menkou.places.models import Rule
from menkou.places.rules.bounds import span
from menkou.places.rules.defaults import DEFAULTS, TELEPHONES
from menkou.places.rules.texts import TEXTS
from menkou.rulebook.wording import AREAS, Area, Named

SHIPPED: dict[str, int | str] = {**DEFAULTS, **TELEPHONES, **TEXTS}


class Row(NamedTuple):
    """One value that a district has set."""

    pk: UUID
    value: str
    first: date
    last: date | None
    source: str
    when: str  # before, now, ahead, back: taken back before its day

    @property
    def is_ahead(self) -> bool:
        return self.when == "ahead"

    @property
    def until(self) -> str:
        """Its last day, in words where it never had one."""
        return "收回了，没有用过" if self.when == "back" else f"{self.last or ''}"


class Told(NamedTuple):
    """A rule: what holds today, and the district's own rows, the latest first."""

    key: str
    named: Named
    value: int | str
    since: date | None  # none where the shipped value holds
    source: str
    rows: list[Row]

    @property
    def said(self) -> str:
        """The value as people read it."""
        return self.named.said(self.value)

    @property
    def shipped(self) -> str:
        """系统默认, as people read it."""
        return self.named.said(SHIPPED[self.key])

    @property
    def ahead(self) -> list[Row]:
        """What is set already and holds later, the next first."""
        return [row for row in reversed(self.rows) if row.is_ahead]


def areas(keys: Iterable[str] = AREAS, wanted: str = "") -> list[tuple[str, Area, list[Told]]]:
    """The rules of these areas in which all the words stand that somebody looks for; one question for all."""
    chosen = {key: AREAS[key] for key in keys}
    own: dict[str, list[Rule]] = defaultdict(list)
    for one in _own(chosen):
        own[one.key].append(one)
    found = []
    for word, area in chosen.items():
        told = [_told(key, named, own[key]) for key, named in area.rules.items()]
        if fitting := [one for one in told if _fits(one, area.title, wanted.split())]:
            found.append((word, area, fitting))
    return found


def rule_for(keys: Iterable[str], pk: UUID) -> Rule:
    """How a page gets hold of one that was set, in its areas."""
    return _own({key: AREAS[key] for key in keys}).get(pk=pk)


def _own(areas: Mapping[str, Area]) -> QuerySet[Rule]:
    keys = [key for area in areas.values() for key in area.rules]
    return Rule.objects.filter(key__in=keys).order_by("-valid_from", "-id")


def rules(keys: Iterable[str] = AREAS) -> list[Told]:
    """The same, one after another."""
    return [one for _, _, told in areas(keys) for one in told]


def bounds(key: str) -> str:
    """Between what a number may be, in words; empty for words, telephones and choices."""
    if key not in DEFAULTS:
        return ""
    least, most = span(key)
    return f"{least} 到 {most} 的整数。"


def _told(key: str, named: Named, own: list[Rule]) -> Told:
    today = clock.today()
    rows = [
        Row(one.pk, named.said(one.value), one.valid_from, _last(one), one.source, _when(one, today)) for one in own
    ]
    for one, row in zip(own, rows, strict=True):
        if row.when == "now":
            return Told(key, named, one.value, one.valid_from, one.source, rows)
    return Told(key, named, SHIPPED[key], None, named.source, rows)


def _last(one: Rule) -> date | None:
    return one.valid_until - timedelta(days=1) if one.valid_until else None


def _when(one: Rule, today: date) -> str:
    if one.is_taken_back:
        return "back"
    if one.valid_from > today:
        return "ahead"
    return "before" if one.valid_until and one.valid_until <= today else "now"


def _fits(one: Told, title: str, words: list[str]) -> bool:
    there = " ".join([one.named.words, one.named.unit, one.said, one.source, one.named.more, title, one.key])
    return all(word in there for word in words)
