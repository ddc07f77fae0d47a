"""A district as arrays: positions instead of keys, and what every choice costs in points.

One point is a hundred metres of road, once a round. The weights are a first judgement, shown with every proposal as
`terms`, so that a bureau can see what drove it:

    travel_a    road from where the adviser starts to the village, for the A-post
    travel_b    the same for the B-post, at three tenths: B comes when A cannot
    pairings    40 km for each institution that is brought into a township: few institutions, clear responsibility
    same_house  100 km where A and B are of one institution: nobody else could step in when it has a conflict
    unfair      for work above an adviser's fair share with 15 % grace: 30 km for each average village too many
"""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from menkou.postings.rules.district import District

ROAD_OVER_STRAIGHT_LINE = 1.35
POINTS_PER_KM = 10.0
TRAVEL_B = 0.3
PAIRING = 400.0
SAME_HOUSE = 1000.0
UNFAIR_PER_VILLAGE = 300.0
WORK_A, WORK_B = 1.0, 0.3
GRACE = 1.15

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Posts = Mapping[int, tuple[int, int]]


class Frame:
    """One district as arrays; indexes run in the district's own order."""

    def __init__(self, district: District) -> None:
        self.district = district
        institution = {one.key: index for index, one in enumerate(district.institutions)}
        township = {key: index for index, key in enumerate(district.townships)}
        self.villages, self.advisers = len(district.villages), len(district.advisers)
        self.townships, self.institutions = len(township), len(institution)
        self.institution_of: Ints = np.array([institution[one.institution] for one in district.advisers], np.int64)
        self.township_of: Ints = np.array([township[one.township] for one in district.villages], np.int64)
        self.cap_a: Ints = np.array([district.cap_a(one) for one in district.advisers], np.int64)
        self.cap_all: Ints = np.array([district.cap_all(one) for one in district.advisers], np.int64)
        self.demand: Floats = np.array([one.demand for one in district.villages], float)
        self.home = {
            (index, township[one.home])
            for index, one in enumerate(district.institutions)
            if one.kind == "legal_service_office" and one.home in township
        }
        self.of_kind = {
            kind: [index for index, one in enumerate(district.institutions) if one.kind == kind]
            for kind in ("law_firm", "legal_service_office")
        }
        self.members = [np.flatnonzero(self.institution_of == index) for index in range(self.institutions)]
        self.villages_of = [np.flatnonzero(self.township_of == index) for index in range(self.townships)]

    @cached_property
    def km(self) -> Floats:
        """Road from each adviser to each village."""
        here = np.array([(one.x_km, one.y_km) for one in self.district.advisers], float).reshape(-1, 1, 2)
        there = np.array([(one.x_km, one.y_km) for one in self.district.villages], float).reshape(1, -1, 2)
        return np.asarray(np.hypot(*np.moveaxis(here - there, 2, 0)) * ROAD_OVER_STRAIGHT_LINE)

    @cached_property
    def travel_a(self) -> Floats:
        return np.round(self.km * POINTS_PER_KM)

    @cached_property
    def travel_b(self) -> Floats:
        return np.round(self.km * POINTS_PER_KM * TRAVEL_B)

    @cached_property
    def allowed(self) -> npt.NDArray[np.bool_]:
        """Which adviser may stand at which village: nobody where a conflict of interest forbids it."""
        adviser = {one.key: index for index, one in enumerate(self.district.advisers)}
        village = {one.key: index for index, one in enumerate(self.district.villages)}
        allowed = np.ones((self.advisers, self.villages), bool)
        for who, where in self.district.forbidden:
            if who in adviser and where in village:
                allowed[adviser[who], village[where]] = False
        return allowed

    @property
    def mean_demand(self) -> float:
        return float(self.demand.mean()) or 1.0

    @cached_property
    def fair_share(self) -> Floats:
        """The work, in demand, that each adviser may carry before it counts as unfair."""
        total = (WORK_A + WORK_B) * self.demand.sum()
        return GRACE * total * self.cap_a / max(1, self.cap_a.sum())

    def terms(self, posts: Posts) -> dict[str, float]:
        """What a plan costs, term by term: added up from the posts alone."""
        work = np.zeros(self.advisers)
        pairs, travel_a, travel_b, same = set(), 0.0, 0.0, 0
        for village, (a, b) in posts.items():
            travel_a += self.travel_a[a, village]
            travel_b += self.travel_b[b, village]
            same += int(self.institution_of[a] == self.institution_of[b])
            work[a] += WORK_A * self.demand[village]
            work[b] += WORK_B * self.demand[village]
            pairs |= {(int(self.institution_of[who]), int(self.township_of[village])) for who in (a, b)}
        above = np.maximum(0, work - self.fair_share).sum() / self.mean_demand
        return {
            "travel_a": float(travel_a),
            "travel_b": float(travel_b),
            "pairings": PAIRING * len(pairs),
            "same_house": SAME_HOUSE * same,
            "unfair": round(UNFAIR_PER_VILLAGE * float(above), 3),
        }

    def value(self, posts: Posts) -> float:
        """The sum of the terms."""
        return sum(self.terms(posts).values())
