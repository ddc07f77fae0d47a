"""派驻方案: draw up who stands on the A-post and the B-post of every village of a district.

    proposal = draw_up(District(villages, advisers, institutions, Caps(a=6, all=12)))

The rules that no plan breaks are those of `checker`; what makes one plan better than another is in `frame`. A small
district is solved whole. A larger one gets a quick plan in stages: institutions are paired with townships, advisers put
on posts, posts exchanged while that helps. Meanwhile a process of its own solves the relaxation of the whole district:
a bound on all plans, and what a better plan is likely made of (`likely`). The time that is left goes into a few
townships after another (`neighbourhoods`), also beginning with today's posts where they cost less. With a plan to go on
from there are no stages. `Proposal.bound_covers` says what the bound speaks of. One seed gives one plan as long as the
clock does not cut a stage short.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from menkou.postings.rules.bounding import Bounder
from menkou.postings.rules.clashes import certain_clashes
from menkou.postings.rules.district import (
    Adviser,
    Caps,
    District,
    Infeasible,
    Institution,
    Pairing,
    Progress,
    Proposal,
    Undecided,
    Village,
)
from menkou.postings.rules.exchanging import Exchange
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.likely import Likely, planned
from menkou.postings.rules.neighbourhoods import Neighbourhoods, plan_of, serving
from menkou.postings.rules.pairing import pair_up
from menkou.postings.rules.posting import Pair, Posting
from menkou.postings.rules.reasons import reasons
from menkou.postings.rules.rounding import first_plan
from menkou.postings.rules.seats import Held
from menkou.postings.rules.shortfall import remaining_clashes

__all__ = [
    "Adviser",
    "Caps",
    "District",
    "Infeasible",
    "Institution",
    "Pairing",
    "Progress",
    "Proposal",
    "Undecided",
    "Village",
    "draw_up",
]

SOLVED_WHOLE = 400  # advisers times villages, up to which nothing needs stages
LARGEST = 30_000  # beyond, to solve it whole is no way out where stages found nothing
WHOLE_GAP = 0.005
QUICKLY = 0.3  # of the time, for a first plan, where another process finds out what a better one is made of
QUICK = 12.0  # seconds: more for it would only keep the better one waiting
FOR_A_BOUND = 20.0  # seconds for that of a plan's own pairs; nobody is heard meanwhile
LEAST_WHEN_STOPPED = 4.0  # seconds for the same, where somebody waits who said stop
LONGEST_WHOLE = 20.0  # seconds for a small district at once, for the same reason

NOBODY_YET: Held = {}

Told = Callable[[Progress], bool]


@dataclass(frozen=True)
class _Found:
    """A plan, the bound of all plans of the district where it is known, and that of the plans with the same pairs."""

    posts: dict[int, tuple[int, int]]
    bound: float | None = None
    given_pairs: float | None = None


class Stopped(Exception):
    """Whoever is told how far the planner has come said to stop, with no plan found yet."""


class _Run:
    """One search: its frame, its clock, and whoever is told how far it has come."""

    def __init__(self, district: District, seconds: float, seed: int, progress: Told | None, start: Held) -> None:
        self.frame, self.start = Frame(district), plan_of(district, start)
        self.begun = time.monotonic()
        self.seconds, self.seed, self.progress = seconds, seed, progress
        self.until = self.begun + seconds
        self.stopped, self.bounder = False, None  # type: bool, Bounder | None

    def tell(self, step: Progress) -> bool:
        """Whether to stop. What no plan can be below is told as soon as it is known."""
        if step.bound is None and self.bounder is not None:
            step = replace(step, bound=self.bounder.best)
        return self.progress is not None and self.progress(step)

    def go_on(self, step: Progress) -> None:
        """Raises Stopped where whoever is told says stop and no plan is known; with one, nothing more is looked for."""
        if not self.tell(step):
            return
        self.stopped = True
        if self.start is None:
            raise Stopped

    def found(self) -> _Found | None:
        """A plan and its bounds."""
        size = self.frame.advisers * self.frame.villages
        self.go_on(Progress("first_plan" if size <= SOLVED_WHOLE else "pairing"))
        whole = self.begun + min(self.seconds / 2, LONGEST_WHOLE)
        if size <= SOLVED_WHOLE and not self.stopped and (found := self._whole(whole)):
            return found
        bounder = self.bounder = Bounder(self.frame, until=self.until)
        try:
            if found := self._warm() or self._first(bounder):
                return self._bounded(self._improved(self._guided(found, bounder), bounder.likely), bounder)
        finally:
            bounder.end()
        if clashes := remaining_clashes(self.frame.district, seconds=max(10.0, self.seconds / 2), seed=self.seed):
            raise Infeasible(clashes)
        if size > LARGEST:
            return None
        self.go_on(Progress("first_plan"))
        return self._whole(max(self.until, time.monotonic() + self.seconds / 2))

    def _whole(self, until: float) -> _Found | None:
        """The whole district at once. The bound is the solver's own, where it has come to one."""
        frame = self.frame
        pairs = [(one, town) for one in range(frame.institutions) for town in range(frame.townships)]
        programme = Posting(frame, [pair for pair in pairs if len(frame.members[pair[0]])], settled=False)
        answer = programme.programme.solve(seconds=until - time.monotonic(), gap=WHOLE_GAP, seed=self.seed)
        bound = max(answer.bound, programme.programme.least)
        return _Found(programme.posts(answer), bound) if answer.is_there else None

    def _warm(self) -> _Found | None:
        """The plan to go on from, where there is one: nothing needs to be found first."""
        return None if self.start is None else _Found(self.start)

    def _first(self, bounder: Bounder) -> _Found | None:
        """A quick plan where another process finds out more meanwhile; on a busy machine that may take all the time."""
        quick = min(QUICK, QUICKLY * self.seconds)
        for seconds in (quick, self.seconds) if bounder.is_at_work else (self.seconds,):
            if found := self._staged(seconds):
                return found
        return None

    def _staged(self, seconds: float) -> _Found | None:
        """Pairs first, then posts, then exchanges, in so many seconds. The bound is that of the posts, given the pairs."""
        frame, until = self.frame, self.begun + seconds
        pairs = pair_up(frame, seconds=(until - time.monotonic()) / 3, seed=self.seed)
        if pairs is None:
            return None
        self.go_on(Progress("first_plan"))
        first = first_plan(frame, pairs, until=until, seed=self.seed)
        if first is None:
            return None
        posts, bound = first

        def stop(plan: dict[int, tuple[int, int]]) -> bool:
            self.stopped = self.tell(Progress("exchanging", frame.value(plan)))
            return self.stopped

        told = None if self.progress is None else stop
        exchange = Exchange(frame, pairs, posts)
        return _Found(exchange.run(until=max(until, time.monotonic() + self.seconds / 10), stop=told), None, bound)

    def _guided(self, found: _Found, bounder: Bounder) -> _Found:
        """The better of this plan and one made of what the relaxation of the whole district shows to be likely."""
        if bounder.likely is None and bounder.is_at_work:
            found = self._improved(found, None, meanwhile=lambda: bounder.likely is not None)
            if not self.stopped:  # nothing better was to be had nearby: what is likely may still come
                bounder.bound(stop=self._stopping(Progress("improving", self.frame.value(found.posts))))
        if bounder.likely is None or self.stopped:
            return found
        stop = self._stopping(Progress("pairing", self.frame.value(found.posts)))
        plan = None if stop() else planned(self.frame, bounder.likely, until=self.until, seed=self.seed, stop=stop)
        return found if plan is None else self.better(found, plan)

    def _stopping(self, step: Progress) -> Callable[[], bool]:
        """Asks with this step whether to stop, and remembers that somebody said so."""

        def stop() -> bool:
            self.stopped = self.stopped or self.tell(step)
            return self.stopped

        return stop

    def _improved(self, found: _Found, likely: Likely | None, meanwhile: Callable[[], bool] = lambda: False) -> _Found:
        """Townships drawn up anew as long as there is time, or nothing better to do; from this plan or today's posts."""
        frame, today = self.frame, plan_of(self.frame.district, self.frame.today)
        if self.stopped:
            return found
        start = min((found.posts, today), key=frame.value) if today else found.posts

        def stop(plan: dict[int, tuple[int, int]]) -> bool:
            self.stopped = self.tell(Progress("improving", frame.value(plan)))
            return self.stopped or meanwhile()

        neighbourhoods = Neighbourhoods(frame, start, seed=self.seed, likely=likely)
        return self.better(found, neighbourhoods.run(until=self.until, stop=stop))

    def better(self, found: _Found, plan: dict[int, tuple[int, int]]) -> _Found:
        """The cheaper of the two. What is proven of a plan's own pairs does not hold for others'."""
        if self.frame.value(plan) >= self.frame.value(found.posts):
            return found
        is_same = serving(self.frame, plan) == serving(self.frame, found.posts)
        return _Found(plan, found.bound, found.given_pairs if is_same else None)

    def _bounded(self, found: _Found, bounder: Bounder) -> _Found:
        """With the bound of the whole district, if it comes in time, and that of the plans with the same pairs."""
        if self.stopped and bounder.best is None and found.given_pairs is not None:
            return found
        bound = bounder.bound(stop=self._stopping(Progress("bounding", self.frame.value(found.posts))))
        given_pairs = found.given_pairs
        if given_pairs is None and not (self.stopped and bound is not None):
            programme = Posting(self.frame, serving(self.frame, found.posts), relaxed=True).programme
            own = programme.relaxed(seconds=LEAST_WHEN_STOPPED if self.stopped else FOR_A_BOUND)
            given_pairs = programme.least if own is None else own.bound
        return replace(found, bound=bounder.best, given_pairs=given_pairs)  # it may have come meanwhile


def draw_up(
    district: District,
    *,
    seconds: float = 30,
    seed: int = 1,
    progress: Told | None = None,
    start: Held = NOBODY_YET,
) -> Proposal:
    """Draw up a plan. Raises Infeasible with what clashes, or Undecided where the seconds were too few.

    `start` are posts to go on from, by key: where they are a whole plan that breaks no rule, the answer costs no more.

    `progress` is called at each stage and now and then while posts are exchanged; where it answers True, the best plan
    known by then is the answer, and Undecided if there is none.
    """
    if clashes := certain_clashes(district):
        raise Infeasible(clashes)
    run = _Run(district, seconds, seed, progress, start)
    try:
        found = run.found()
    except Stopped:
        raise Undecided from None
    if found is None:
        raise Undecided
    if run.start is not None:
        found = run.better(found, run.start)
    proposal = _proposal(run.frame, found, time.monotonic() - run.begun)
    run.tell(Progress("done", proposal.value, proposal.bound))
    return proposal


def _proposal(frame: Frame, found: _Found, seconds: float) -> Proposal:
    posts, district = found.posts, frame.district
    terms = frame.terms(posts)
    value = round(sum(terms.values()), 3)
    given_pairs = None if found.given_pairs is None else round(min(found.given_pairs, value), 3)
    bound = given_pairs if found.bound is None else round(min(found.bound, value), 3)
    assert bound is not None
    named = {
        district.villages[village].key: (district.advisers[a].key, district.advisers[b].key)
        for village, (a, b) in sorted(posts.items())
    }
    return Proposal(
        posts=named,
        pairings=_pairings(frame, posts),
        value=value,
        bound=bound,
        gap=(value - bound) / value if value else 0.0,
        bound_covers="pairings" if found.bound is None else "district",
        seconds=round(seconds, 2),
        terms=terms,
        reasons=reasons(frame, posts),
        unmet_wishes=tuple(wish for wish, village in frame.wishes if frame.is_unmet(wish, posts[village])),
        bound_given_pairs=given_pairs,
    )


def _pairings(frame: Frame, posts: dict[int, tuple[int, int]]) -> tuple[Pairing, ...]:
    """Who serves where; in each township the firm and the office with most posts lead."""
    here: dict[Pair, int] = {}
    for village, both in posts.items():
        for who in both:
            pair = int(frame.institution_of[who]), int(frame.township_of[village])
            here[pair] = here.get(pair, 0) + 1
    leaders = {
        max((pair for pair in here if pair[1] == town and pair[0] in kind), key=lambda pair: (here[pair], -pair[0]))
        for town in range(frame.townships)
        for kind in frame.of_kind.values()
    }
    district = frame.district
    return tuple(
        Pairing(district.townships[town], district.institutions[one].key, (one, town) in leaders)
        for one, town in sorted(here, key=lambda pair: (pair[1], pair[0]))
    )
