"""Why these two: what each post of a village costs with whoever holds it, and what the next best would cost more.

    a, b = explain(district, posts, "370812001001")

One village is looked at alone: one post changes hands, every other post of the district stays as it is. So the next
best is the cheapest single change that breaks no rule, and not what a plan drawn up anew would choose; where it costs
less than the holder, the plan as a whole may still be better as it is, or the district has changed since.

What a post costs is the cost of the whole plan (`frame`) with the post held, less the cost with the post vacant, term
by term. An institution that does not serve the township yet would be a change to the whole township: its people count
as unable, though a new plan may bring it in.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from menkou.postings.rules import wording
from menkou.postings.rules.district import Adviser, District, Institution, Post, Weights
from menkou.postings.rules.frame import WORK_A, WORK_B, Frame

NEXT_BEST = 3
POSTS: tuple[Post, Post] = ("A", "B")
Held = Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class Choice:
    """A person on the post: what it costs with them, and how much more than with the holder, if there is one."""

    adviser: Adviser
    institution: Institution
    km: float | None  # None where it is not known of both where they are
    terms: dict[str, float]
    more: dict[str, float]

    @property
    def cost(self) -> float:
        return sum(self.terms.values())

    @property
    def costs_more(self) -> float:
        return sum(self.more.values())


@dataclass(frozen=True)
class Explanation:
    """One post: who holds it, who could take it at the least cost, and why how many could not.

    `able` counts all who could take it, `cheaper` those of them with whom it would cost less than with the holder.
    """

    post: Post
    holder: Choice | None
    next_best: tuple[Choice, ...]
    able: int
    cheaper: int
    unable: dict[str, int]
    weights: Weights = Weights()  # by which the costs were counted
    unmapped: tuple[int, int] = (0, 0)  # villages of the district of which it is not known where they are, of how many


def explain(
    district: District, posts: Held, village: str, paired: Iterable[tuple[str, str]] = (), most: int = NEXT_BEST
) -> tuple[Explanation, Explanation]:
    """The A-post and the B-post of a village. Raises KeyError for a village that is not in the district.

    `posts` may have vacancies (None); `paired` names (township, institution) that belong together beside those that
    the posts show. Posts of villages and people that the district does not know are left out.
    """
    frame = Frame(district)
    at = {one.key: index for index, one in enumerate(district.villages)}
    who = {one.key: index for index, one in enumerate(district.advisers)}
    held = {
        (at[key], post): who[one]
        for key, both in posts.items()
        for post, one in zip(POSTS, both, strict=True)
        if key in at and one in who
    }
    own = district.villages[at[village]].township
    beside = {one for town, one in paired if town == own}
    a, b = (_Vacated(frame, held, at[village], post, beside).explanation(most) for post in POSTS)
    return a, b


class _Vacated:
    """The district with one post vacant: what everybody is measured against."""

    def __init__(
        self, frame: Frame, held: dict[tuple[int, Post], int], village: int, post: Post, beside: set[str]
    ) -> None:
        self.frame, self.village, self.post, self.beside = frame, village, post, beside
        self.town = int(frame.township_of[village])
        self.holder = held.get((village, post))
        self.other = held.get((village, "B" if post == "A" else "A"))
        self.work: Counter[int] = Counter()
        self.a_posts: Counter[int] = Counter()
        self.all_posts: Counter[int] = Counter()
        self.here: Counter[int] = Counter()  # posts of each institution in the township
        for (where, which), one in held.items():
            if (where, which) == (village, post):
                continue
            self.work[one] += (WORK_A if which == "A" else WORK_B) * frame.demand[where]
            self.a_posts[one] += which == "A"
            self.all_posts[one] += 1
            self.here[int(frame.institution_of[one])] += int(frame.township_of[where]) == self.town

    def explanation(self, most: int) -> Explanation:
        """Everybody else in turn: unable for a reason, or able at a cost."""
        held = None if self.holder is None else self._choice(self.holder, None)
        able, unable = [], Counter[str]()
        for one in range(self.frame.advisers):
            if one == self.holder:
                continue
            if reason := self._unable(one):
                unable[reason] += 1
            else:
                able.append(self._choice(one, held))
        able.sort(key=lambda choice: choice.cost)
        counted = {reason: unable[reason] for reason in wording.UNABLE if unable[reason]}
        cheaper = sum(round(choice.costs_more) < 0 for choice in able)
        best, villages = tuple(able[:most]), self.frame.district.villages
        unmapped = sum(not one.is_mapped for one in villages), len(villages)
        return Explanation(self.post, held, best, len(able), cheaper, counted, self.frame.weights, unmapped)

    def _choice(self, one: int, held: Choice | None) -> Choice:
        frame, house = self.frame, int(self.frame.institution_of[one])
        is_a, at, brought_in = self.post == "A", (one, self.village), not self.here[house]
        team = self.other is not None and house == int(frame.institution_of[self.other])
        wanted = bool(frame.one_team[self.village])
        terms = {
            f"travel_{self.post.lower()}": float((frame.travel_a if is_a else frame.travel_b)[at]),
            "pairings": frame.weights.pairing * brought_in,
            "fit": float(frame.fit[house, self.town]) * brought_in,
            "same_house": frame.weights.same_house * (team and not wanted),
            "unfair": self._unfair(one),
            "change": float((frame.change_a if is_a else frame.change_b)[at]),
            "unskilled": float(frame.unskilled[at]),
            "wishes": frame.weights.wish * (self._unmet(one) + (wanted and not team)),
        }
        more = {name: terms[name] - held.terms[name] for name in terms} if held else {}
        adviser, institution = frame.district.advisers[one], frame.district.institutions[house]
        return Choice(adviser, institution, float(frame.km[at]) if frame.is_known[at] else None, terms, more)

    def _unmet(self, one: int) -> float:
        """By weight, the wishes for this village that stay unhonoured with this person and the other post's holder."""
        both = one, self.other
        return sum(
            abs(wish.weight) for wish, at in self.frame.wishes if at == self.village and self.frame.is_unmet(wish, both)
        )

    def _unfair(self, one: int) -> float:
        """What the post adds to the work above this person's fair share."""
        share = self.frame.fair_share[one]
        weight = WORK_A if self.post == "A" else WORK_B
        after = self.work[one] + weight * self.frame.demand[self.village]
        above = max(0.0, after - share) - max(0.0, self.work[one] - share)
        return round(self.frame.weights.unfair * float(above) / self.frame.mean_demand, 3)

    def _unable(self, one: int) -> str:
        """Why this person cannot take the post, as a key of wording.UNABLE; nothing where they can."""
        if one == self.other:
            return "other_post"
        if unable := self.frame.district.advisers[one].unable:
            return unable if unable in wording.UNABLE else "away"
        if not self.frame.allowed[one, self.village]:
            return "conflict"
        if reason := self._locked(one) or self._alone(one):
            return reason
        if not self._serves(int(self.frame.institution_of[one])):
            return "not_paired"
        return self._full(one) or self._lost(int(self.frame.institution_of[one]))

    def _locked(self, one: int) -> str:
        """Whether a lock keeps this post for somebody else, or this person on the village's other post."""
        locked, village = self.frame.district.locked, self.frame.district.villages[self.village].key
        key = self.frame.district.advisers[one].key
        mine, theirs = (locked.get((village, post)) for post in (self.post, "B" if self.post == "A" else "A"))
        return "locked" if (mine is not None and mine != key) or theirs == key else ""

    def _alone(self, one: int) -> str:
        """Whether B could not act for A with this person on the post; of a vacant post nothing is asked."""
        rule, other = self.frame.standing_in, self.other
        if self.post == "B" and rule.is_on and not rule.able_b[one, self.village]:
            return "unknowing" if rule.kind_of_b[one] else "kind_of_b"
        if other is None:
            return ""
        reason = rule.why_not(*((one, other) if self.post == "A" else (other, one)), self.village)
        return f"kind_of_{self.post.lower()}" if reason == "kind" else reason

    def _serves(self, house: int) -> bool:
        holds = self.holder is not None and house == self.frame.institution_of[self.holder]
        return holds or self.here[house] > 0 or self.frame.district.institutions[house].key in self.beside

    def _full(self, one: int) -> str:
        if self.post == "A" and self.frame.cap_a[one] == 0:
            return "never_a"
        if self.post == "A" and self.a_posts[one] >= self.frame.cap_a[one]:
            return "a_full"
        return "full" if self.all_posts[one] >= self.frame.cap_all[one] else ""

    def _lost(self, house: int) -> str:
        """What the township would lose with the last post of the holder's institution, if this one came instead."""
        if self.holder is None:
            return ""
        lost = int(self.frame.institution_of[self.holder])
        if lost == house or self.here[lost]:
            return ""
        kind = self.frame.district.institutions[lost].kind
        others = {*(one for one, posts in self.here.items() if posts), house}
        if not others & set(self.frame.of_kind[kind]):
            return "kind_lost"
        return "home_lost" if (lost, self.town) in self.frame.home else ""
