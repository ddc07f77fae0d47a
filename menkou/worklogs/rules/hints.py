"""请看一看: what in a log is worth a question. A hint says what was seen and shows its rows; it proves nothing.

Nobody is scored or ranked by hints, and nothing follows from one. Each wants a minimum of rows, below which chance says
more than the log does.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import combinations, pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Final, NamedTuple, TypeVar
from uuid import UUID

from menkou.worklogs.rules.periods import Period

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
SHINGLE: Final = 4  # letters in a piece of a text, and in the shortest text that is looked at
SHORTEST: Final = 12
EARTH_KM: Final = 6371


class Bars(NamedTuple):
    """From where on something is worth a question: the district's own rules (places.rules.defaults)."""

    fewest_entries: int  # of one adviser, below which no share is looked at
    last_days: int  # of a period, and how many of a hundred entries were put down in them or later
    heaped_percent: int
    late_days: int  # after which an entry was put down late, and how many of a hundred are
    late_percent: int
    alike_percent: int  # of their pieces that two texts share, and how many such texts
    fewest_alike: int
    camped_percent: int  # in one village, of somebody who serves so many
    fewest_villages: int
    soonest_minutes: int  # from a village to any other, and how fast anybody drives there
    km_an_hour: int

    @classmethod
    def of(cls, rules: Mapping[str, int]) -> "Bars":
        """As a district's rules have them."""
        return cls(*(rules[f"hint_{name}"] for name in cls._fields))


class Work(NamedTuple):
    """An entry, as far as a hint looks at it."""

    id: UUID
    author: UUID
    village: UUID
    done_on: date
    recorded_on: date
    text: str = ""
    is_on_the_spot: bool = True


class Shown(NamedTuple):
    """A photo beside an entry."""

    entry: UUID
    author: UUID
    village: UUID
    done_on: date
    digest: bytes


class Stay(NamedTuple):
    """A visit: who was where from when until when; in doubt where another one was at the same time."""

    id: UUID
    author: UUID
    village: UUID
    came: datetime
    left: datetime
    place: tuple[float, float] | None = None  # longitude and latitude, where the adviser gave them
    is_doubted: bool = False


class Hint(NamedTuple):
    """What was seen of one adviser, the day of its last row, and the rows."""

    kind: str
    author: UUID
    on: date
    words: str
    rows: tuple[UUID, ...]

    @property
    def key(self) -> bytes:
        """The same as long as its rows are: another row makes another hint."""
        ids = b"".join(sorted(one.bytes for one in self.rows))
        return sha256(self.kind.encode() + self.author.bytes + ids).digest()


def heaped(works: Iterable[Work], period: Period, bars: Bars) -> list[Hint]:
    """Recorded all at once when a period ended: done before its last days, put down in them or later."""
    end = period.after_last.toordinal() - bars.last_days
    return _shares(
        "heaped",
        works,
        lambda one: one.done_on.toordinal() < end <= one.recorded_on.toordinal(),
        bars.fewest_entries,
        bars.heaped_percent,
        f"{period}的 {{all}} 条里，有 {{some}} 条是最后 {bars.last_days} 天或者过后才记的。",
    )


def late(works: Iterable[Work], bars: Bars) -> list[Hint]:
    """Recorded long after it was done."""
    return _shares(
        "late",
        works,
        lambda one: (one.recorded_on - one.done_on).days >= bars.late_days,
        bars.fewest_entries,
        bars.late_percent,
        f"{{all}} 条里，有 {{some}} 条是做完 {bars.late_days} 天以后才记的。",
    )


def camped(works: Iterable[Work], served: Mapping[UUID, int], bars: Bars) -> list[Hint]:
    """Nearly all of it in one village, by somebody who serves several."""
    found = []
    for author, own in _by(works, lambda one: one.author).items():
        there = [one for one in own if one.is_on_the_spot]
        if len(there) < bars.fewest_entries or served.get(author, 0) < bars.fewest_villages:
            continue
        most = max(_by(there, lambda one: one.village).values(), key=lambda some: (len(some), some[0].village.bytes))
        if 100 * len(most) >= bars.camped_percent * len(there):
            words = f"到场做的 {len(there)} 条里，有 {len(most)} 条在同一个村；他服务 {served[author]} 个村。"
            found.append(_hint("camped", most, words))
    return found


def reused(photos: Iterable[Shown]) -> list[Hint]:
    """The same photos beside what was done in different villages or on different days; of the same entries one hint."""
    beside: dict[tuple[Shown, ...], int] = defaultdict(int)
    for same in _by(set(photos), lambda one: one.digest).values():
        if len({(one.village, one.done_on) for one in same}) > 1:
            ordered = sorted(same, key=lambda one: (one.done_on, one.entry.bytes))
            beside[tuple(one._replace(digest=b"") for one in ordered)] += 1
    found = []
    for shown, number in beside.items():
        rows = tuple(one.entry for one in shown)
        which = "同一张照片" if number == 1 else f"同样的 {number} 张照片"
        words = f"{which}放在了 {len(rows)} 条日志里，村或者日子不一样。"
        found.append(Hint("reused", shown[-1].author, shown[-1].done_on, words, rows))
    return found


def alike(works: Iterable[Work], bars: Bars) -> list[Hint]:
    """Nearly the same words for what was done in different villages or on different days."""
    found = []
    for own in _by(works, lambda one: one.author).values():
        pieces = {one: pieces_of(one.text) for one in own}
        for group in _groups({one: some for one, some in pieces.items() if some}, bars.alike_percent):
            if len(group) >= bars.fewest_alike and len({(one.village, one.done_on) for one in group}) > 1:
                words = f"{len(group)} 条日志的内容几乎一样，村或者日子不一样。"
                found.append(_hint("alike", group, words))
    return found


def hurried(stays: Iterable[Stay], bars: Bars) -> list[Hint]:
    """Two villages sooner one after the other than anybody drives; or another one at the same time."""
    found = []
    for own in _by(stays, lambda one: one.author).values():
        rows = sorted(own, key=lambda one: (one.came, one.left, one.id.bytes))
        pairs = [(one, other) for one, other in pairwise(rows) if _is_too_soon(one, other, bars)]
        for one, other in pairs:
            minutes = max(0, round((other.came - one.left).total_seconds() / 60))
            gap = (
                "还没离开一个村，就到了另一个村。"
                if other.came < one.left
                else f"离开一个村 {minutes} 分钟，就到了另一个村。"
            )
            found.append(Hint("hurried", one.author, other.came.date(), gap, (one.id, other.id)))
        paired = {stay.id for pair in pairs for stay in pair}
        for alone in (one for one in rows if one.is_doubted and one.id not in paired):
            words = "同一时间，在别的村也记了到村。"
            found.append(Hint("hurried", alone.author, alone.came.date(), words, (alone.id,)))
    return found


def in_order(hints: Iterable[Hint]) -> list[Hint]:
    """The latest day first, and of a day in no order that says anything of people."""
    return sorted(hints, key=lambda one: (-one.on.toordinal(), one.key))


def pieces_of(text: str) -> frozenset[str]:
    """A text's overlapping pieces without space, punctuation and numbers; nothing of what is too short to tell."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalpha())
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1))


def is_alike(one: frozenset[str], other: frozenset[str], percent: int) -> bool:
    """Whether so many of a hundred pieces of two texts are the same."""
    return 100 * len(one & other) >= percent * len(one | other)


def _groups(pieces: Mapping[Work, frozenset[str]], percent: int) -> list[list[Work]]:
    """Those that are alike, together. Two texts that are alike share one of a few pieces, so only such are compared."""
    shown: dict[frozenset[str], list[Work]] = defaultdict(list)
    for one, some in pieces.items():
        shown[some].append(one)
    seen: dict[str, list[frozenset[str]]] = defaultdict(list)
    for some in shown:
        for piece in sorted(some)[: len(some) - ceil(percent * len(some) / 100) + 1]:
            seen[piece].append(some)
    heads = {some: some for some in shown}
    for near in seen.values():
        for mine, other in combinations(near, 2):
            if is_alike(mine, other, percent):
                heads[_head(heads, other)] = _head(heads, mine)
    return list(_by(pieces, lambda one: _head(heads, pieces[one])).values())


def _head(heads: Mapping[frozenset[str], frozenset[str]], one: frozenset[str]) -> frozenset[str]:
    while heads[one] != one:
        one = heads[one]
    return one


def _is_too_soon(one: Stay, other: Stay, bars: Bars) -> bool:
    """Whether nobody comes from one village to the other in that time; a place is known to a kilometre, so two go off."""
    if one.village == other.village:
        return False
    minutes = (other.came - one.left).total_seconds() / 60
    far = km_between(one.place, other.place) - 2 if one.place and other.place else 0
    return minutes < bars.soonest_minutes or far > bars.km_an_hour * minutes / 60


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies."""
    east, north = (radians(there - here) for here, there in zip(one, other, strict=True))
    bent = sin(north / 2) ** 2 + cos(radians(one[1])) * cos(radians(other[1])) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(min(1, sqrt(bent)))


def _shares(
    kind: str, works: Iterable[Work], is_so: Callable[[Work], bool], fewest: int, percent: int, words: str
) -> list[Hint]:
    """Of each adviser with enough entries, those that are so, where they make up the share."""
    found = []
    for own in _by(works, lambda one: one.author).values():
        some = [one for one in own if is_so(one)]
        if len(own) >= fewest and 100 * len(some) >= percent * len(own):
            found.append(_hint(kind, some, words.format(all=len(own), some=len(some))))
    return found


def _hint(kind: str, works: Sequence[Work], words: str) -> Hint:
    rows = sorted(works, key=lambda one: (one.done_on, one.id.bytes))
    return Hint(kind, rows[-1].author, rows[-1].done_on, words, tuple(one.id for one in rows))


def _by(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for one in rows:
        found[key(one)].append(one)
    return found
