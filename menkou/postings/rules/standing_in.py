"""替班: whether whoever is on B can act for whoever is on A, as the district's rule says (`StandIn`), as arrays.

Part of it is about B alone (`able_b`), part of it about the two together: a row for each village in a programme, a
question for each two people anywhere else (`acts`).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from menkou.postings.rules.district import District

Bools = npt.NDArray[np.bool_]
Row = list[tuple[int, float]]  # of a programme: variables and weights
Chosen = Sequence[tuple[int, int]]  # (adviser, variable)


class StandingIn:
    """One district's rule; with none, `is_on` is false and everybody can act for everybody."""

    def __init__(self, district: District) -> None:
        self.district, self.rule = district, district.stand_in
        self.is_on = bool(self.rule.kinds or self.rule.knows)
        self.kind = [one.kind for one in district.advisers]

    @cached_property
    def pairs(self) -> list[tuple[Bools, Bools]]:
        """For each set of kinds: whose A-posts only those kinds can stand in for, and who is of those kinds."""
        found = []
        for able in dict.fromkeys(self.rule.kinds.values()):
            covered = [of in self.rule.kinds and self.rule.kinds[of] == able for of in self.kind]
            found.append((np.array(covered, bool), np.array([of in able for of in self.kind], bool)))
        return found

    @cached_property
    def kinds(self) -> Bools:
        """[a, b]: whether b is of a kind that can act for a."""
        acts = np.ones((len(self.kind), len(self.kind)), bool)
        for covered, able in self.pairs:
            acts[np.ix_(covered, ~able)] = False
        return acts

    @cached_property
    def knowing(self) -> Bools:
        """[adviser, village]: who knows something of what the village needs most; everybody, where it needs nothing."""
        known = np.ones((len(self.kind), len(self.district.villages)), bool)
        needs = [one.needs for one in self.district.villages]
        for some in set(needs) - {frozenset()}:
            needing = np.array([one == some for one in needs], bool)
            ignorant = np.array([not one.skills & some for one in self.district.advisers], bool)
            known[np.ix_(ignorant, needing)] = False
        return known

    @cached_property
    def able_b(self) -> Bools:
        """[adviser, village]: who can be B for anybody at all there."""
        able = np.broadcast_to(self.kind_of_b[:, np.newaxis], (len(self.kind), len(self.district.villages)))
        return able & self.knowing if self.rule.knows == "B" else able

    @cached_property
    def kind_of_b(self) -> Bools:
        """Who is of a kind that can act for somebody who may be on A."""
        as_a = np.array([self.district.cap_a(one) > 0 for one in self.district.advisers], bool)
        return self.kinds[as_a].any(axis=0) if as_a.any() else np.ones(len(self.kind), bool)

    def acts(self, a: int, b: int, village: int) -> bool:
        """Whether this B can act for this A there."""
        return self.why_not(a, b, village) == ""

    def why_not(self, a: int, b: int, village: int) -> str:
        """Why not, as a key of wording.UNABLE; nothing where this B can."""
        if not self.is_on:
            return ""
        if not self.kinds[a, b]:
            return "kind"
        if not self.rule.knows or self.knowing[b, village]:
            return ""
        return "" if self.rule.knows == "one" and self.knowing[a, village] else "unknowing"

    def rows(self, as_a: Chosen, as_b: Chosen, village: int) -> Iterable[Row]:
        """Rows of a programme, each at least nothing: who may be chosen for A and for B of one village, together."""
        for covered, able in self.pairs:
            needing = [(x, -1.0) for who, x in as_a if covered[who]]
            if needing and not all(able[who] for who, _ in as_b):
                yield needing + [(x, 1.0) for who, x in as_b if able[who]]
        if self.rule.knows and not self.knowing[:, village].all():
            knowing_a = as_a if self.rule.knows == "one" else []
            known = [(x, 1.0) for who, x in (*knowing_a, *as_b) if self.knowing[who, village]]
            yield known + [(x, -1.0) for _, x in as_a]  # one A is chosen, so one at least of these knows


def by_village(a: Mapping[Any, int], b: Mapping[Any, int]) -> dict[int, tuple[list, list]]:
    """Variables keyed by (adviser, village), as what may be chosen for A and for B of each village."""
    at: dict[int, tuple[list, list]] = {}
    for which, posts in enumerate((a, b)):
        for (adviser, village), variable in posts.items():
            at.setdefault(village, ([], []))[which].append((adviser, variable))
    return at
