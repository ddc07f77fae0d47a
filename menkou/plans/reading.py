"""A version as people read it: who stands where, what changes, how much each person and institution carries.

    reading = of(version)
    reading.rows, reading.loads, reading.houses, reading.why(["370812001001"])

Everything is worked out from the version's posts and the district as the planner knows it, in a constant number of
queries; nothing here asks who is asking.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from menkou.core import clock
from menkou.plans import queries, telling
from menkou.plans.models import POSTS, Version
from menkou.postings.rules import district as rules
from menkou.postings.rules import wording

if TYPE_CHECKING:
    from menkou.postings.rules.frame import Frame

Held = Mapping[str, tuple[str | None, str | None]]
NOBODY: tuple[None, None] = (None, None)
ROOMY = 0.6  # of a fair share: somebody who carries less has room for another village
BURDENS = {"none": "没有岗位", "planned": "有余力", "done": "适中", "due": "超过份额"}


@dataclass(frozen=True)
class Stand:
    """One post of a village: who is to hold it, who held it before, and whether it is locked."""

    post: rules.Post
    holder: rules.Adviser | None
    institution: rules.Institution | None
    before: rules.Adviser | None
    is_changed: bool
    is_locked: bool


@dataclass(frozen=True)
class Row:
    """A village in a version."""

    village: rules.Village
    township: str
    a: Stand
    b: Stand
    unmet: tuple[str, ...]

    @property
    def stands(self) -> tuple[Stand, Stand]:
        return self.a, self.b

    @property
    def is_vacant(self) -> bool:
        return self.a.holder is None or self.b.holder is None

    @property
    def is_locked(self) -> bool:
        return self.a.is_locked or self.b.is_locked

    @property
    def is_changed(self) -> bool:
        return self.a.is_changed or self.b.is_changed


@dataclass(frozen=True)
class Burden:
    """Posts of both kinds, and work against a fair share of it: the average village's A-post is 1."""

    institution: rules.Institution
    a: int
    b: int
    work: float
    share: float

    @property
    def posts(self) -> int:
        return self.a + self.b

    @property
    def part(self) -> float:
        """Of the fair share, how much is carried; who may hold no A-post has no share of their own."""
        return self.work / self.share if self.share else 0.0

    @property
    def state(self) -> str:
        if not self.posts:
            return "none"
        return "due" if self.part > 1 else "planned" if self.part < ROOMY else "done"

    @property
    def word(self) -> str:
        return BURDENS[self.state]


@dataclass(frozen=True)
class Load(Burden):
    """What a person carries, how far it is, and what they may hold at most."""

    adviser: rules.Adviser
    cap_a: int
    cap_all: int
    km: float

    @property
    def unable(self) -> str:
        """Why this person may hold no post in the version's term, in words; nothing where they may."""
        return wording.UNABLE.get(self.adviser.unable, "届时不能任职") if self.adviser.unable else ""


@dataclass(frozen=True)
class HouseLoad(Burden):
    """What an institution carries, and where: the name of each township, and whether it leads there."""

    townships: tuple[tuple[str, bool], ...]
    people: int


class Reading:
    """One set of posts in one district, beside the posts that were there before."""

    def __init__(
        self,
        district: rules.District,
        posts: Held,
        before: Held,
        locks: Iterable[tuple[str, str]] = (),
        leads: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.district, self.posts, self.before = district, posts, before
        self.locks, self.leads = {tuple(one) for one in locks}, {tuple(one) for one in leads}
        self.people = {one.key: one for one in district.advisers}
        self.institutions = {one.key: one for one in district.institutions}

    @cached_property
    def rows(self) -> list[Row]:
        """Every village of the district, in the district's order."""
        return [self._row(one) for one in self.district.villages]

    @cached_property
    def by_code(self) -> dict[str, Row]:
        return {row.village.key: row for row in self.rows}

    @cached_property
    def loads(self) -> dict[str, Load]:
        """What each person carries, by their key."""
        a, b = Counter[str](), Counter[str]()
        km, work, frame = defaultdict[str, float](float), defaultdict[str, float](float), self.frame
        who, mean = frame.adviser_at, frame.mean_demand
        for index, village in enumerate(self.district.villages):
            for post, key in zip(POSTS, self.posts.get(village.key, NOBODY), strict=True):
                if key not in who:
                    continue
                (a if post == "A" else b)[key] += 1
                km[key] += float(frame.km[who[key], index])
                work[key] += self._weighs(post) * village.demand / mean
        return {
            one.key: Load(
                institution=self.institutions[one.institution],
                a=a[one.key],
                b=b[one.key],
                work=work[one.key],
                share=float(frame.fair_share[who[one.key]]) / mean,
                adviser=one,
                cap_a=self.district.cap_a(one),
                cap_all=self.district.cap_all(one),
                km=km[one.key],
            )
            for one in self.district.advisers
        }

    @cached_property
    def houses(self) -> list[HouseLoad]:
        """What each institution carries, the most burdened first."""
        towns: dict[str, dict[str, bool]] = defaultdict(dict)
        for row in self.rows:
            for stand in row.stands:
                if stand.institution:
                    lead = (row.village.township, stand.institution.key) in self.leads
                    towns[stand.institution.key][row.township] = lead
        own: dict[str, list[Load]] = defaultdict(list)
        for load in self.loads.values():
            own[load.institution.key].append(load)
        found = [
            HouseLoad(
                institution=house,
                a=sum(load.a for load in own[house.key]),
                b=sum(load.b for load in own[house.key]),
                work=sum(load.work for load in own[house.key]),
                share=sum(load.share for load in own[house.key]),
                townships=tuple(towns[house.key].items()),
                people=len(own[house.key]),
            )
            for house in self.district.institutions
        ]
        return sorted(found, key=lambda one: (-one.part, one.institution.name))

    @cached_property
    def frame(self) -> "Frame":
        """The district as arrays."""
        from menkou.postings.rules.frame import Frame  # with numpy, which most pages do not need

        return Frame(self.district)

    def why(self, villages: Iterable[str]) -> dict[str, str]:
        """One sentence for each of these villages that has both its posts."""
        from menkou.postings.rules.reasons import reasons

        at, who = self.frame.village_at, self.frame.adviser_at
        wanted = {key: self.posts.get(key, NOBODY) for key in villages}
        whole = {at[key]: (who[a], who[b]) for key, (a, b) in wanted.items() if a in who and b in who}
        return reasons(self.frame, whole)

    def weight_of(self, row: Row) -> Load | None:
        """The heavier burdened of the two who serve a village."""
        found = [self.loads[one.holder.key] for one in row.stands if one.holder]
        return max(found, key=lambda load: load.part, default=None)

    def _row(self, village: rules.Village) -> Row:
        own = self.posts.get(village.key, NOBODY)
        was = self.before.get(village.key, NOBODY)
        stands = [self._stand(village.key, post, own[n], was[n]) for n, post in enumerate(POSTS)]
        return Row(village, self.district.label(village.township), stands[0], stands[1], self._unmet(village.key, own))

    def _stand(self, code: str, post: rules.Post, key: str | None, was: str | None) -> Stand:
        holder = self.people.get(key or "")
        house = self.institutions[holder.institution] if holder else None
        return Stand(post, holder, house, self.people.get(was or ""), key != was, (code, post) in self.locks)

    def _unmet(self, code: str, own: tuple[str | None, str | None]) -> tuple[str, ...]:
        """The wishes about this village that these two do not honour, in words."""
        houses = {self.people[key].institution for key in own if key in self.people}
        said = []
        for wish in self._wishes.get(code, ()):
            there = wish.adviser in own if wish.adviser else wish.institution in houses
            if there == (wish.weight < 0):
                name = self._named(wish)
                said.append(f"不希望由{name}服务" if wish.weight < 0 else f"希望由{name}服务")
        return tuple(said)

    @cached_property
    def _wishes(self) -> dict[str, list[rules.Wish]]:
        found: dict[str, list[rules.Wish]] = defaultdict(list)
        for wish in self.district.wishes:
            found[wish.village].append(wish)
        return found

    def _named(self, wish: rules.Wish) -> str:
        if wish.adviser:
            return self.people[wish.adviser].name if wish.adviser in self.people else "已不在名册的人"
        house = self.institutions.get(wish.institution or "")
        return house.name if house else "已不在本区的机构"

    @staticmethod
    def _weighs(post: str) -> float:
        from menkou.postings.rules.frame import WORK_A, WORK_B

        return WORK_A if post == "A" else WORK_B


def of(version: Version) -> Reading:
    """A version with the district it is for, and the posts it changes."""
    posts = {code: (a, b) for code, (a, b) in version.posts.items()}
    before = queries.posts_on(day_before(version))
    leads = ((town, house) for town, house, is_lead in version.pairings if is_lead)
    return Reading(telling.district_for(version), posts, before, map(tuple, version.locks), leads)


def day_before(version: Version) -> date:
    """The day whose posts a version is compared with: today, until it holds itself."""
    return version.starts_on - timedelta(days=1) if version.state == Version.State.PUBLISHED else clock.today()
