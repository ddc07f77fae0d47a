"""The programme that puts advisers on posts: who stands where, given which institutions may serve which township.

With all pairs and nothing held it is the whole district's problem. With the pairs of a pairing stage, or with some
villages held as they are, it is a part of it that solves quickly (compare whole plans by `Frame.value`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from menkou.postings.rules.carrying import Carrying, Mine
from menkou.postings.rules.frame import Bools, Floats, Frame, Posts
from menkou.postings.rules.solver import Answer, Programme, Variable
from menkou.postings.rules.standing_in import by_village

Pair = tuple[int, int]  # (institution, township)
Row = list[tuple[Variable, float]]


def within_limits(programme: Programme, frame: Frame, serves: Mapping[Pair, Variable]) -> None:
    """At most so many institutions in one township, and townships of one institution, as the district's caps say."""
    caps = frame.district.caps
    for side, most in ((1, caps.institutions), (0, caps.townships)):
        if most:
            rows: dict[int, Row] = defaultdict(list)
            for pair, variable in serves.items():
                rows[pair[side]].append((variable, 1))
            for row in rows.values():
                programme.at_most(row, most)


class Posting:
    """A programme over all villages but those that stay as `held` has them. With `settled`, every pair is kept.

    `strict` keeps institutions apart wherever that is cheaper, `weighed` counts the work above a fair share, and `costs`
    are other prices for the A-posts and B-posts than the frame's. With `parted`, a post may be split between people, but
    a pair is whole. `among` says who is thought of for the A-posts and B-posts; else whoever is allowed.
    """

    def __init__(
        self,
        frame: Frame,
        pairs: Iterable[Pair],
        *,
        settled: bool = True,
        strict: bool = False,
        weighed: bool = True,
        held: Posts | None = None,
        relaxed: bool = False,
        costs: tuple[Floats, Floats] | None = None,
        parted: bool = False,
        among: tuple[Bools, Bools] | None = None,
    ) -> None:
        self.frame = frame
        self.held: Posts = held or {}
        self.pairs = sorted(pairs)
        self.settled, self.strict, self.weighed, self.relaxed = settled, strict, weighed, relaxed
        self.costs, self.parted = costs or (frame.cost_a, frame.cost_b), parted
        self.may = (frame.allowed_a, frame.allowed_b) if among is None else among
        self.programme = Programme(relaxed=relaxed)
        self.a: dict[Pair, Variable] = {}  # keyed by (adviser, village)
        self.b: dict[Pair, Variable] = {}
        self.used = self._pairs_in(self.held)
        self._pair_variables()
        self._post_variables()
        self._one_adviser_on_each_post()
        self._different_people_and_houses()
        self._able_to_stand_in()
        self._within_caps_and_fair()
        self._every_township_is_led()
        if not settled:
            within_limits(self.programme, frame, self.serves)

    def _pairs_in(self, posts: Posts) -> set[Pair]:
        institution, township = self.frame.institution_of, self.frame.township_of
        return {(int(institution[who]), int(township[v])) for v, both in posts.items() for who in both}

    def _pair_variables(self) -> None:
        self._sure = set(self.pairs) if self.settled else self.used | self.frame.sure
        self.serves = {
            pair: self.programme.choice(self.frame.pairing[pair], at_least=1.0 if pair in self._sure else 0.0)
            for pair in self.pairs
        }

    def _post_variables(self) -> None:
        frame = self.frame
        for institution, township in self.pairs:
            for village in frame.villages_of[township]:
                if village in self.held:
                    continue
                for adviser in frame.members[institution]:
                    key = int(adviser), int(village)
                    for posts, may, costs in zip((self.a, self.b), self.may, self.costs, strict=True):
                        if may[key]:
                            posts[key] = self._post(float(costs[key]))

    def _post(self, cost: float) -> Variable:
        return self.programme.amount(1.0, cost) if self.parted else self.programme.choice(cost)

    def _one_adviser_on_each_post(self) -> None:
        for posts in (self.a, self.b):
            at: dict[int, list[tuple[Variable, float]]] = defaultdict(list)
            for (_, village), variable in posts.items():
                at[village].append((variable, 1))
            for village in range(self.frame.villages):
                if village not in self.held:
                    self.programme.exactly(at[village], 1)

    def _different_people_and_houses(self) -> None:
        """One person never holds both posts; one institution does at a price (`strict`: never, if there is a price)."""
        both: dict[Pair, tuple[Row, Row]] = defaultdict(lambda: ([], []))
        for which, posts in enumerate((self.a, self.b)):
            for (adviser, village), variable in posts.items():
                both[int(self.frame.institution_of[adviser]), village][which].append((variable, 1))
        for key in sorted(self.a.keys() & self.b.keys()):
            apart = self.frame.together[self.frame.institution_of[key[0]], key[1]] > 0
            if not (apart and (self.strict or self.relaxed)):
                self.programme.at_most([(self.a[key], 1), (self.b[key], 1)], 1)
        for (institution, village), (as_a, as_b) in sorted(both.items()):
            serves = self.serves[institution, int(self.frame.township_of[village])]
            price = float(self.frame.together[institution, village])
            same_house = self.programme.amount(0 if self.strict and price > 0 else 1, price)
            self.programme.at_most([*as_a, *as_b, (serves, -1), (same_house, -1)], 0)
            if price < 0:
                self.programme.at_most([(same_house, 1), *((x, -1) for x, _ in as_a)], 0)
                self.programme.at_most([(same_house, 1), *((x, -1) for x, _ in as_b)], 0)

    def _able_to_stand_in(self) -> None:
        """B can act for A, where the district has a rule on that."""
        rule = self.frame.standing_in
        if rule.is_on:
            for village, (as_a, as_b) in sorted(by_village(self.a, self.b).items()):
                for row in rule.rows(as_a, as_b, village):
                    self.programme.at_least(row, 0)

    def _within_caps_and_fair(self) -> None:
        carrying = Carrying(self.frame, self.programme, self.held)
        for adviser, mine in self._by_adviser().items():
            carrying.caps(adviser, mine)
            carrying.shares(adviser, mine, self._open, weighed=self.weighed)

    @property
    def _open(self) -> dict[Pair, Variable]:
        """Pairs of which it is open whether they serve."""
        return {} if self.settled else {pair: x for pair, x in self.serves.items() if pair not in self._sure}

    def _by_adviser(self) -> dict[int, Mine]:
        mine: dict[int, Mine] = defaultdict(lambda: ([], []))
        for which, posts in enumerate((self.a, self.b)):
            for (adviser, village), variable in posts.items():
                mine[adviser][which].append((village, variable))
        return mine

    def _every_township_is_led(self) -> None:
        """A firm and an office in each township; who is paired holds a post; an office holds one at home."""
        frame = self.frame
        posts: dict[Pair, list[tuple[Variable, float]]] = defaultdict(list)
        for chosen in (self.a, self.b):
            for (adviser, village), variable in chosen.items():
                posts[int(frame.institution_of[adviser]), int(frame.township_of[village])].append((variable, 1))
        for (institution, township), serves in self.serves.items():
            if (institution, township) in self.used:
                continue
            here = posts[institution, township]
            most = min(2 * len(frame.villages_of[township]), int(frame.cap_all[frame.members[institution]].sum()))
            self.programme.at_least([*here, (serves, -1)], 0)
            self.programme.at_most([*here, (serves, -most)], 0)
        for members in frame.of_kind.values():
            for township in range(frame.townships):
                serving = [(self.serves[one, township], 1) for one in members if (one, township) in self.serves]
                self.programme.at_least(serving, 1)

    def posts(self, answer: Answer) -> dict[int, tuple[int, int]]:
        """The whole plan: what was held, and what the answer chose."""
        chosen = {"a": {}, "b": {}}  # type: dict[str, dict[int, int]]
        for name, variables in (("a", self.a), ("b", self.b)):
            for (adviser, village), variable in variables.items():
                if answer.takes(variable):
                    chosen[name][village] = adviser
        return {**self.held, **{v: (a, chosen["b"][v]) for v, a in chosen["a"].items()}}
