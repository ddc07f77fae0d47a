"""What of a plan cannot stay: the villages that must change, and groups of villages of which some must."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from menkou.postings.rules.frame import Frame
from menkou.postings.rules.seats import Seats
from menkou.postings.rules.solver import Programme

Group = tuple[frozenset[int], int]  # of these villages, at least so many must change


@dataclass(frozen=True)
class Needs:
    """`staying` has the posts that may stay, None where not; `must` the villages where one may not, or not both together.

    `groups` are those whose need the villages in `must` do not meet already.
    """

    staying: Seats
    must: frozenset[int]
    groups: tuple[Group, ...]

    @property
    def involved(self) -> frozenset[int]:
        """Every village that must change or is of a group: a repair of the fewest villages needs no other."""
        return self.must.union(*(villages for villages, _ in self.groups))

    def fewest(self, *, seconds: float, seed: int) -> int:
        """The fewest villages that meet every need: no repair changes fewer."""
        if not self.groups:
            return len(self.must)
        programme = Programme()
        changed = {village: programme.choice(1) for village in sorted(self.involved - self.must)}
        for villages, need in self.groups:
            programme.at_least([(changed[one], 1) for one in sorted(villages - self.must)], need)
        answer = programme.solve(seconds=seconds, seed=seed)
        more = round(answer.value) if answer.status == "solved" else max(need for _, need in self.groups)
        return len(self.must) + more


def needs(frame: Frame, seats: Seats) -> Needs:
    """What the rules ask of a plan's villages, each rule looked at alone."""
    staying = {village: _staying(frame, village, *both) for village, both in seats.items()}
    must = frozenset(village for village, both in staying.items() if None in both or not _acts(frame, village, *both))
    groups = set()
    for villages, need in (*_over_caps(frame, staying), *_townships(frame, staying), *_limits(frame, staying)):
        if (left := need - len(must & villages)) > 0:
            groups.add((frozenset(villages) - must, left))
    return Needs(staying, must, tuple(sorted(groups, key=lambda one: sorted(one[0]))))


def _staying(frame: Frame, village: int, a: int | None, b: int | None) -> tuple[int | None, int | None]:
    if a is not None and not frame.allowed_a[a, village]:
        a = None
    if b is not None and (b == a or not frame.allowed_b[b, village]):
        b = None
    return a, b


def _acts(frame: Frame, village: int, a: int | None, b: int | None) -> bool:
    """Whether B can act for A; where not, either may stay, and not both."""
    return a is None or b is None or frame.standing_in.acts(a, b, village)


def _over_caps(frame: Frame, staying: Seats) -> Iterator[Group]:
    as_a: dict[int, set[int]] = defaultdict(set)
    any_post: dict[int, set[int]] = defaultdict(set)
    for village, (a, b) in staying.items():
        if a is not None:
            as_a[a].add(village)
        for who in {a, b} - {None}:
            any_post[who].add(village)  # type: ignore[index]
    for held, caps in ((as_a, frame.cap_a), (any_post, frame.cap_all)):
        for who, villages in held.items():
            yield frozenset(villages), len(villages) - int(caps[who])


def _serving(frame: Frame, staying: Seats) -> dict[tuple[int, int], set[int]]:
    """The villages by (institution, township)."""
    serving: dict[tuple[int, int], set[int]] = defaultdict(set)
    for village, both in staying.items():
        for who in both:
            if who is not None:
                serving[int(frame.institution_of[who]), int(frame.township_of[village])].add(village)
    return serving


def _townships(frame: Frame, staying: Seats) -> Iterator[Group]:
    """One village at least must change where a firm or an office is missing, or whoever must serve there."""
    serving = _serving(frame, staying)
    wanted: list[tuple[Iterable[int], int]] = [
        (kind, t) for kind in frame.of_kind.values() for t in range(frame.townships)
    ]
    wanted += [([house], town) for house, town in sorted(frame.home)]
    for houses, town in wanted:
        if not any((house, town) in serving for house in houses):
            yield frozenset(np.asarray(frame.villages_of[town]).tolist()), 1


def _limits(frame: Frame, staying: Seats) -> Iterator[Group]:
    """One village at least must change where too many institutions serve, or one serves too many townships."""
    serving, caps = _serving(frame, staying), frame.district.caps
    for side, most in ((1, caps.institutions), (0, caps.townships)):
        for key, count in Counter(pair[side] for pair in serving).items():
            if most and count > most:
                yield frozenset().union(*(villages for pair, villages in serving.items() if pair[side] == key)), 1
