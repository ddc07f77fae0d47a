"""修补: a plan kept true when people leave or rules change: as few villages as possible change hands.

    repair(district, {"370812001001": ("a", None), ...}).changed

First in order is the number of villages that change, then the number of posts that do, then what the plan costs. What
must change is in `needing`. If it can be done with those villages alone, fewer cannot do. If it cannot, the programme
counts over all villages: first with the institutions where they serve now, then with any of them anywhere.
"""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import numpy as np

from menkou.postings.rules.clashes import certain_clashes
from menkou.postings.rules.district import District, Infeasible, Post, Repair, Undecided
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.needing import needs
from menkou.postings.rules.planner import draw_up
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.seats import Held, seats
from menkou.postings.rules.solver import Variable

NEW_HANDS = 20_000.0  # points for a post that changes without need: more than any road
CLOSE = 1e-3
LARGEST = 20_000  # villages times advisers, up to which every choice is looked at
LEAST = 10.0  # seconds for a plan drawn up anew
FEW = 60  # villages, up to which it is weighed which of them change, and not only how

POSTS: tuple[Post, Post] = ("A", "B")
Plan = dict[int, tuple[int, int]]


def repair(district: District, posts: Held, *, seconds: float = 10, seed: int = 1, anew: bool = True) -> Repair:
    """The plan with the fewest changed villages. `posts` are those of today, None where vacant.

    Where a few changes will not do, a plan is drawn up `anew`, which takes ten seconds and more.
    Raises Infeasible with what clashes where no plan obeys every rule, or Undecided where the seconds were too few.
    """
    begun = time.monotonic()
    if clashes := certain_clashes(district):
        raise Infeasible(clashes)
    frame = Frame(district)
    mending = _Mending(frame, posts, until=begun + seconds, seed=seed, anew=anew)
    plan, proven = mending.mended()
    named = {
        district.villages[village].key: (district.advisers[a].key, district.advisers[b].key)
        for village, (a, b) in sorted(plan.items())
    }
    whole = all(None not in both for both in mending.seats.values())
    return Repair(
        posts=named,
        changed=tuple(one for one, both in named.items() if both != tuple(posts.get(one, ()))),
        proven=proven,
        value=round(frame.value(plan), 3),
        before=round(frame.value(mending.seats), 3) if whole else None,
        seconds=round(time.monotonic() - begun, 2),
    )


class _Mending:
    """One plan, what must change in it, and the search for what is enough."""

    def __init__(self, frame: Frame, posts: Held, *, until: float, seed: int, anew: bool) -> None:
        self.frame, self.until, self.seed, self.anew = frame, until, seed, anew
        self.seats = seats(frame, posts)
        self.needs = needs(frame, self.seats)
        self.costs = frame.cost_a.copy(), frame.cost_b.copy()
        for village, both in self.needs.staying.items():
            for costs, who in zip(self.costs, both, strict=True):
                if who is not None:
                    costs[np.arange(frame.advisers) != who, village] += NEW_HANDS
        staffed = [one for one in range(frame.institutions) if len(frame.members[one])]
        self.pairs = {(one, town) for one in staffed for town in range(frame.townships)}

    def mended(self) -> tuple[Plan, bool]:
        """The plan, and whether fewer changed villages cannot do."""
        involved = self.needs.involved
        if not involved:
            return self.seats, True  # type: ignore[return-value]
        if len(self.needs.must) == self.frame.villages:
            return self._anew(), True
        fewest = self.needs.fewest(seconds=self._left() / 4, seed=self.seed)
        plan, decided = self._cheapest(involved, fewest, share=0.4)
        if plan is not None:
            return plan, True
        best, proven = self._wider(fewest, decided)
        if best is None:
            best = self._anew()
            proven = self._count(best) == fewest
        changed = {village for village, both in best.items() if both != self.seats[village]}
        among = range(self.frame.villages) if self.frame.villages <= FEW else changed
        return self._cheapest(among, len(changed), share=1.0)[0] or best, proven

    def _wider(self, fewest: int, decided: bool) -> tuple[Plan | None, bool]:
        """With more of those involved, then with any village where institutions serve now, then with any of them anywhere.

        `decided`: that the fewest will not do, so that one more is the least.
        """
        best: Plan | None = None
        least, everywhere = fewest + 1 if decided else fewest, frozenset(range(self.frame.villages))
        ways = [(everywhere, self._near())]
        if self.needs.groups and self._is_small(self.needs.involved):
            ways.insert(0, (self.needs.involved, self.pairs))
        if self._is_small(everywhere):
            ways.append((everywhere, self.pairs))
        for free, pairs in ways:
            found, complete = self._fewest(free, pairs)
            if found is not None and (best is None or self._count(found) < self._count(best)):
                best = found
            whole = complete and free == everywhere and pairs == self.pairs
            if best is not None and (whole or self._count(best) <= least):
                return best, True
        return best, False

    def _anew(self) -> Plan:
        """A plan drawn up afresh that holds on to everybody as dearly as it can: lawful, but perhaps not the fewest.

        Raises Undecided where none was asked for.
        """
        if not self.anew:
            raise Undecided
        district = self.frame.district
        held = {
            (district.villages[village].key, post): district.advisers[who].key
            for village, both in self.needs.staying.items()
            for post, who in zip(POSTS, both, strict=True)
            if who is not None
        }
        dear = replace(district.weights, change_a=NEW_HANDS, change_b=NEW_HANDS)
        plan = draw_up(
            replace(district, incumbents=held, weights=dear), seconds=max(LEAST, self._left()), seed=self.seed
        )
        return self._by_position(plan.posts)

    def _by_position(self, posts: Mapping[str, tuple[str, str]]) -> Plan:
        at, who = self.frame.village_at, self.frame.adviser_at
        return {at[village]: (who[a], who[b]) for village, (a, b) in posts.items()}

    def _is_small(self, free: Collection[int]) -> bool:
        return len(free) * self.frame.advisers <= LARGEST

    def _left(self) -> float:
        return self.until - time.monotonic()

    def _count(self, plan: Plan) -> int:
        return sum(both != self.seats[village] for village, both in plan.items())

    def _near(self) -> set[Pair]:
        """Where institutions serve now; if few villages are involved, every institution in their townships too."""
        serving = {
            (int(self.frame.institution_of[who]), int(self.frame.township_of[village]))
            for village, both in self.needs.staying.items()
            for who in both
            if who is not None
        }
        if self._is_small(self.needs.involved):
            towns = {int(self.frame.township_of[village]) for village in self.needs.involved}
            serving |= {pair for pair in self.pairs if pair[1] in towns}
        return (serving | self.frame.sure) & self.pairs

    def _cheapest(self, free: Collection[int], most: int, *, share: float) -> tuple[Plan | None, bool]:
        """The cheapest plan that changes none but the free villages, and at most so many; and whether none is a no."""
        small = self._is_small(free)
        posting = self._posting(free, self.pairs if small else self._near(), weighed=True)
        changed = self._changes(posting, free)
        posting.programme.at_most([(x, 1) for x in changed], most - len(self.needs.must & set(free)))
        answer = posting.programme.solve(seconds=self._left() * share, gap=CLOSE, seed=self.seed)
        if answer.status == "solved":
            return posting.posts(answer), True
        return None, small and answer.status == "infeasible"

    def _fewest(self, free: Collection[int], pairs: Iterable[Pair]) -> tuple[Plan | None, bool]:
        """A plan that changes the fewest of the free villages and no other, with these pairs; and whether it is sure."""
        posting = self._posting(free, pairs, weighed=False)
        posting.programme.minimise([(x, 1) for x in self._changes(posting, free)])
        answer = posting.programme.solve(seconds=self._left() * 0.5, slack=0.5, seed=self.seed)  # steps are whole
        return (posting.posts(answer) if answer.status == "solved" else None), answer.status != "out_of_time"

    def _posting(self, free: Collection[int], pairs: Iterable[Pair], *, weighed: bool) -> Posting:
        kept = {village: both for village, both in self.seats.items() if village not in free}
        return Posting(self.frame, pairs, settled=False, held=kept, costs=self.costs, weighed=weighed)  # type: ignore[arg-type]

    def _changes(self, posting: Posting, free: Collection[int]) -> list[Variable]:
        """One yes-or-no for each free village that may stay as it is: whether it changes."""
        changes = []
        for village in sorted(set(free) - self.needs.must):
            a, b = self.seats[village]
            change = posting.programme.choice()
            posting.programme.at_least([(posting.a[a, village], 1), (change, 1)], 1)  # type: ignore[index]
            posting.programme.at_least([(posting.b[b, village], 1), (change, 1)], 1)  # type: ignore[index]
            changes.append(change)
        return changes
