"""Which village goes on where, when the district's list of villages changes.

Two lists say which codes end and begin; they do not say which village went into which. So this is a proposal: for each
code that ends, one successor within the township, by the name or by the order of the codes, with how it was found.
A person confirms it. The first nine digits of a code are its township.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

COMMITTEE: Final = re.compile("(居民委员会|村民委员会|居委会|村委会|委员会)$")
ENDINGS: Final = ("社区", "新村", "小区", "村", "类似")
SIDES: Final = "东西南北前后中大小新"  # 前谷村 and 后谷村 are two sides of 谷村
ORDERS: Final = "一二三四五六七八九十东西"
COMMON: Final = set("东西南北前后中大小新村庄家店楼庙河桥院苑寨屯王官")  # in too many names to tell one from another
TOWN_DIGITS: Final = 9
LAST: Final = "~"  # after every code


@dataclass(frozen=True)
class Place:
    """A village as a list has it."""

    code: str
    name: str

    @property
    def township(self) -> str:
        return self.code[:TOWN_DIGITS]


class Way:
    """How a successor was found; the first two can be relied on, the others a person looks at."""

    SAME_NAME = "same_name"
    PART_OF_NAME = "part_of_name"
    LIKE_NAME = "like_name"
    ORDER = "order"
    NONE = ""
    SURE = (SAME_NAME, PART_OF_NAME)
    BEST_FIRST = (SAME_NAME, PART_OF_NAME, LIKE_NAME, ORDER, NONE)


@dataclass(frozen=True)
class Proposal:
    """A village that ends, and where it probably goes on; no successor where nothing can be told."""

    ended: Place
    successor: str
    way: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two lists."""

    ends: tuple[Proposal, ...]
    begins: tuple[Place, ...]
    renames: tuple[tuple[Place, Place], ...]
    townships: Mapping[str, str]  # codes of townships that end, and under which code each goes on


def compare(before: Iterable[Place], after: Iterable[Place]) -> Comparison:
    """Every code that ends has a proposal; the lists are in any order."""
    old, new = ({one.code: one for one in places} for places in (before, after))
    ending = [old[code] for code in sorted(old.keys() - new.keys())]
    begins = tuple(new[code] for code in sorted(new.keys() - old.keys()))
    townships = _townships(ending, new)
    proposals: list[Proposal] = []
    for town in sorted({one.township for one in ending}):
        here = townships.get(town, town)
        proposals += _propose(
            [one for one in ending if one.township == town],
            [one for one in begins if one.township == here],
            [one for one in new.values() if one.township == here and one.code in old],
        )
    renames = tuple((old[c], new[c]) for c in sorted(old.keys() & new.keys()) if old[c].name != new[c].name)
    return Comparison(tuple(proposals), begins, renames, townships)


def stem(name: str) -> str:
    """What is left of a name without the words for what it is: 北关 of 北关村委会 and of 北关社区居委会."""
    left = COMMITTEE.sub("", name) or name
    shorter = left
    for ending in (*ENDINGS, *ENDINGS):  # 桃源区类似社区 has two of them
        if shorter.endswith(ending) and len(shorter) > len(ending):
            shorter = shorter.removesuffix(ending)
    return shorter


def kind(name: str) -> str:
    """Village or community, as the full name says."""
    return "community" if name.endswith(("居委会", "居民委员会")) or "社区" in name else "village"


def neighbours(code: str, choices: Sequence[Place]) -> list[Place]:
    """The places that a person may choose from, those with the nearest code first."""
    return sorted(choices, key=lambda one: (one.township != code[:TOWN_DIGITS], abs(int(one.code) - int(code))))


def closest(heirs: Iterable[tuple[str, str, int]]) -> str:
    """Of the villages that went into one: whose name it bears, then the largest, then the first code.

    Each is given as code, way and number of residents.
    """
    return min(heirs, key=lambda one: (Way.BEST_FIRST.index(one[1]), -one[2], one[0]))[0]


def _townships(ending: Sequence[Place], new: Mapping[str, Place]) -> dict[str, str]:
    """A township all of whose codes have gone goes on where most of its villages' names are found again."""
    found = {}
    still = {code[:TOWN_DIGITS] for code in new}
    for town in sorted({one.township for one in ending} - still):
        stems = {stem(one.name) for one in ending if one.township == town}
        counted = Counter(one.township for one in new.values() if stem(one.name) in stems)
        if counted:
            found[town] = max(sorted(counted), key=lambda code: counted[code])
    return found


def _propose(ending: Sequence[Place], begun: Sequence[Place], kept: Sequence[Place]) -> list[Proposal]:
    found = {one.code: _by_name(one, begun, kept) for one in ending}
    told = {code: successor for code, (successor, _) in found.items() if successor}
    left = [one.code for one in ending if one.code not in told]
    for group, after, until in _unclaimed(begun, told):
        between = [code for code in left if after < code < until] or left
        for number, code in enumerate(between):  # both in order of their codes, in equal shares
            found[code] = (group[number * len(group) // len(between)], Way.ORDER)
        left = [code for code in left if code not in between]
    for code in left if told else ():  # no trace of its own: where the village with the nearest code goes
        near = min(told, key=lambda other: (abs(int(other) - int(code)), other))
        found[code] = (told[near], Way.ORDER)
    return [Proposal(one, *found[one.code]) for one in ending]


def _unclaimed(begun: Sequence[Place], told: Mapping[str, str]) -> list[tuple[list[str], str, str]]:
    """New villages whose names tell nothing, where they stand together; and between which old codes they would be.

    New codes are given in the order of the old ones, so what stands before and after them, and is known, says so.
    """
    went: dict[str, list[str]] = defaultdict(list)
    for code, successor in told.items():
        went[successor].append(code)
    groups: list[tuple[list[str], str, str]] = []
    after = ""
    for claimed, some in groupby((one.code for one in begun), key=lambda code: code in went):
        codes = list(some)
        if claimed:
            first, after = min(went[codes[0]]), max(went[codes[-1]])
            if groups and groups[-1][1] < first and not groups[-1][2]:
                groups[-1] = (*groups[-1][:2], first)
        else:
            groups.append((codes, after, ""))
    return [(codes, low, high or LAST) for codes, low, high in groups]


def _by_name(one: Place, begun: Sequence[Place], kept: Sequence[Place]) -> tuple[str, str]:
    own = stem(one.name)
    ways = (
        (Way.SAME_NAME, lambda other: len(own) if stem(other.name) == own else 0, (*begun, *kept)),
        (Way.PART_OF_NAME, lambda other: _shared_part(own, stem(other.name)), begun),
        (Way.LIKE_NAME, lambda other: _likeness(own, stem(other.name)), begun),
        (Way.LIKE_NAME, lambda other: _shared_part(own, stem(other.name)), kept),  # may be its other side, and no more
    )
    for way, score, choices in ways:
        scores: dict[int, list[Place]] = defaultdict(list)
        for other in choices:
            scores[score(other)].append(other)
        if best := max(scores, default=0):
            return min(scores[best], key=lambda other: abs(int(other.code) - int(one.code))).code, way
    return "", Way.NONE


def _shared_part(own: str, other: str) -> int:
    """How much of the name the other bears, where one is within the other or both are sides of the same."""
    if len(short := min(own, other, key=len)) > 1 and (own in other or other in own):
        return len(short)
    return len(other) if _core(own) == _core(other) else 0


def _core(name: str) -> str:
    """谷 of 前谷, 高吴桥 of 高吴桥一."""
    core = name[1:] if name[0] in SIDES and len(name) > 1 else name
    return core[:-1] if len(core) > 1 and core[-1] in ORDERS else core


def _likeness(own: str, other: str) -> int:
    """How many characters both names have that few others have."""
    return len(set(own) & set(other) - COMMON)
