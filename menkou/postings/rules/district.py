"""What the planner is told about a district, and what it hands back: plain values, no database.

Keys are strings of the caller's choosing (a village's code, an adviser's licence number). Places are kilometres on a
flat map; `demand` says how much work a village makes, in any unit (residents in hundreds, consultations a year).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

InstitutionKind = Literal["law_firm", "legal_service_office"]
Post = Literal["A", "B"]

LAW_FIRM: InstitutionKind = "law_firm"
LEGAL_SERVICE_OFFICE: InstitutionKind = "legal_service_office"

KIND_NAMES: dict[InstitutionKind, str] = {LAW_FIRM: "律师事务所", LEGAL_SERVICE_OFFICE: "法律服务所"}


@dataclass(frozen=True)
class Weights:
    """权重: what each soft wish of a district weighs, in points; one point is a hundred metres of road, once a round."""

    per_km: float = 10.0  # road from where the adviser starts to the village, for the A-post
    b_share: float = 0.3  # of that for the B-post: B comes when A cannot
    pairing: float = 400.0  # an institution brought into a township
    fit: float = 100.0  # a township twice as large as the institution's share, or a quarter as large: see suiting
    same_house: float = 1000.0  # A and B of one institution, where no team was wished for
    unfair: float = 300.0  # work of one average village above an adviser's fair share
    change_a: float = 150.0  # an A-post that goes to somebody new
    change_b: float = 50.0
    unskilled: float = 100.0  # none of the two knows what the village needs most
    wish: float = 200.0  # a wish of weight 1 that is not honoured


@dataclass(frozen=True)
class Village:
    """村居: needs one adviser on the A-post and another on the B-post."""

    key: str
    township: str
    x_km: float
    y_km: float
    demand: float = 1.0
    name: str = ""
    needs: frozenset[str] = frozenset()  # specialities (擅长), by key
    one_team: bool = False  # its two are wished to be of one institution
    is_mapped: bool = True  # else the place is only taken for it, and no distance is told


@dataclass(frozen=True)
class Wish:
    """双向选择: a village wishes for an adviser or an institution, or an adviser for a village.

    `weight` below zero: rather not. Exactly one of `adviser` and `institution` is named.
    """

    village: str
    adviser: str | None = None
    institution: str | None = None
    weight: float = 1.0
    key: str = ""


@dataclass(frozen=True)
class Institution:
    """执业机构: a law firm, or a legal service office with the township it is at home in."""

    key: str
    kind: InstitutionKind
    home: str | None = None
    name: str = ""
    headcount: int = 0  # people it declares; 0: as many as it has in the district
    share: float | None = None  # of the district's villages it agreed to take, 0 to 1; None: none agreed


@dataclass(frozen=True)
class Adviser:
    """法律顾问: a person of one institution, where they start from, and how much they can carry."""

    key: str
    institution: str
    x_km: float
    y_km: float
    kind: str = "lawyer"
    cap_a: int = 6
    cap_all: int = 12
    name: str = ""
    skills: frozenset[str] = frozenset()
    unable: str = ""  # why this person may hold no post in this term, as a key of wording.UNABLE: licence, away
    is_mapped: bool = True  # whether it is known where they start from


@dataclass(frozen=True)
class Caps:
    """The most A-posts, and posts in all, that any one adviser may hold: a district's rule, so the caller names it."""

    a: int
    all: int
    institutions: int = 0  # the most institutions in one township; 0: as many as it takes
    townships: int = 0  # the most townships of one institution; 0: as many as it takes


@dataclass(frozen=True)
class StandIn:
    """替班: what B must be to act for A, as the district's rule says. The two off: anybody can act for anybody.

    `kinds` maps an A's kind to the kinds of B that can act for them; for a kind it does not name, anybody can. `knows`:
    of what a village needs most, B knows something ("B"), or one of the two does ("one").
    """

    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    knows: Literal["", "one", "B"] = ""


@dataclass(frozen=True)
class District:
    """Everything the planner knows.

    `forbidden` holds (adviser key, village key): 回避, conflicts of interest. `incumbents` maps (village key, post) to
    who holds it today and should keep it; `locked` maps (village key, post) to who must hold it in the plan.
    """

    villages: tuple[Village, ...]
    advisers: tuple[Adviser, ...]
    institutions: tuple[Institution, ...]
    caps: Caps
    forbidden: frozenset[tuple[str, str]] = frozenset()
    names: tuple[tuple[str, str], ...] = ()
    incumbents: Mapping[tuple[str, Post], str] = field(default_factory=dict)
    locked: Mapping[tuple[str, Post], str] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    weights: Weights = Weights()
    stand_in: StandIn = StandIn()

    def __post_init__(self) -> None:
        for kind in ("villages", "advisers", "institutions"):
            keys = [one.key for one in getattr(self, kind)]
            if len(set(keys)) != len(keys):
                raise ValueError(f"two {kind} share one key")
        known = {one.key for one in self.institutions}
        if strangers := sorted({one.institution for one in self.advisers} - known):
            raise ValueError(f"advisers of institutions that are not in the district: {', '.join(strangers)}")

    @property
    def townships(self) -> tuple[str, ...]:
        """The townships that have villages, in the order in which the villages name them."""
        return tuple(dict.fromkeys(village.township for village in self.villages))

    def label(self, key: str) -> str:
        """What to call a township in a sentence: its name where the caller gave one in `names`, else its key."""
        return dict(self.names).get(key, key)

    def cap_a(self, adviser: Adviser) -> int:
        """The most A-posts of this adviser: their own limit or the district's, whichever is lower."""
        if adviser.unable:
            return 0
        return max(0, min(adviser.cap_a, adviser.cap_all, self.caps.a, self.caps.all))

    def cap_all(self, adviser: Adviser) -> int:
        """The most posts of both kinds of this adviser."""
        if adviser.unable:
            return 0
        return max(0, min(adviser.cap_all, self.caps.all))


@dataclass(frozen=True)
class Pairing:
    """一个机构负责一个镇街. `leads` marks the one firm and the one office that answer for it (两所服务一镇街)."""

    township: str
    institution: str
    leads: bool


@dataclass(frozen=True)
class Proposal:
    """派驻方案: who stands where, what it costs, and how far from the best it can be at most.

    `posts` maps a village's key to (A adviser, B adviser). `value` is the sum of `terms`, smaller is better, one point
    for a hundred metres of road. No plan that `bound_covers` can be below `bound`: either no plan of the district at
    all, or, where time was too short for that, none with these pairings. `gap` is (value - bound) / value. Where
    institutions were paired with townships first, `bound_given_pairs` is below every plan with these pairings.
    `reasons` has a Chinese sentence for each village.
    """

    posts: dict[str, tuple[str, str]]
    pairings: tuple[Pairing, ...]
    value: float
    bound: float
    gap: float
    bound_covers: Literal["district", "pairings"]
    seconds: float
    terms: dict[str, float]
    reasons: dict[str, str]
    unmet_wishes: tuple[Wish, ...] = ()
    bound_given_pairs: float | None = None

    @property
    def gap_given_pairs(self) -> float | None:
        """How far the plan can be from the best one with the same pairings; None where no pairs were settled first."""
        if self.bound_given_pairs is None:
            return None
        return (self.value - self.bound_given_pairs) / self.value if self.value else 0.0


@dataclass(frozen=True)
class Repair:
    """修补: a plan kept true with the fewest changed villages, among those the fewest changed posts, then the cheapest.

    `changed` are the villages whose posts are not as they were; `proven` says whether fewer cannot do. `before` is what
    the old posts cost by today's facts: whoever may serve no longer has no fair share any more.
    """

    posts: dict[str, tuple[str, str]]
    changed: tuple[str, ...]
    proven: bool
    value: float
    before: float | None  # None where a post was vacant
    seconds: float


@dataclass(frozen=True)
class Progress:
    """How far drawing up a plan has come: its stage, a key of wording.STAGES, and what is known of the plan by now."""

    stage: Literal["pairing", "first_plan", "exchanging", "improving", "bounding", "done"]
    value: float | None = None
    bound: float | None = None


class Infeasible(Exception):
    """No plan obeys every rule. `clashes` are Chinese sentences: what clashes, and by how much."""

    def __init__(self, clashes: list[str]) -> None:
        super().__init__("".join(clashes))
        self.clashes = clashes


class Undecided(Exception):
    """The time was too short to find any plan, which says nothing about whether there is one."""

    def __init__(self) -> None:
        super().__init__("在给定的时间内没有算出派驻方案。请增加时间，或者分片计算。")
