"""Why there is no plan, where counting cannot tell: the smallest set of things that would have to give way.

The solver looks for the plan that needs the least relaxing: a lock undone, one more institution in a township, one more
township of an institution, a B who cannot act for A, somebody who may not serve let serve, and last a post left empty
or a kind missing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from menkou.postings.rules import wording
from menkou.postings.rules.clashes import unable_people
from menkou.postings.rules.district import KIND_NAMES, District, InstitutionKind, Post, StandIn
from menkou.postings.rules.frame import Frame, Ints
from menkou.postings.rules.solver import Answer, Programme, Variable
from menkou.postings.rules.standing_in import StandingIn, by_village

UNLOCK, BARE, WIDEN, LET, LEAVE = 1.0, 2.0, 3.0, 4.0, 10.0  # from what is asked first to what is asked last
LARGEST = 30_000  # advisers times villages, beyond which people are not looked at one by one
AT_ALL = 0.001  # so that none uses a wider limit without need
Row = list[tuple[Variable, float]]


@dataclass(frozen=True)
class Relaxing:
    """One thing that would have to give way: which, of what, how much of it, and in words."""

    what: str  # lock, institutions, townships, stand_in, unable, empty, led, home
    about: tuple[str, ...]
    words: str
    much: int = 1


class Shortfall:
    """The programme that relaxes as little as it can. What is common to looking at people and at sums."""

    def __init__(self, district: District) -> None:
        able = tuple(replace(one, unable="") for one in district.advisers)
        self.district = district
        self.frame = Frame(replace(district, advisers=able, locked={}, stand_in=StandIn()))
        self.rule = StandingIn(replace(district, advisers=able))
        self.programme = Programme()
        self.here: dict[tuple[int, int], Row] = defaultdict(list)  # the posts of an institution in a township
        self.empty: list[tuple[int, Variable]] = []  # with the township
        self.led: dict[tuple[InstitutionKind, int], Variable] = {}
        self.served: dict[int, Variable] = {}
        self.let = {index: self.programme.choice(LET) for index, one in enumerate(self.district.advisers) if one.unable}
        self.unlocked: dict[tuple[str, Post], Variable] = {}
        self.bare: dict[int, Variable] = {}  # villages whose B cannot act for A
        self.wider: dict[str, Variable] = {}  # by the name of the limit
        self.more: dict[str, dict[int, Variable]] = {"institutions": {}, "townships": {}}  # by township, by institution
        self._posts()
        self._towns()
        self._locks()
        self._limits()

    def _posts(self) -> None:
        raise NotImplementedError

    def _row_of_lock(self, post: Post, adviser: int, village: int) -> Row:
        raise NotImplementedError

    def _towns(self) -> None:
        for kind, members in self.frame.of_kind.items():
            for town in range(self.frame.townships):
                missing = self.led[kind, town] = self.programme.choice(LEAVE)  # type: ignore[index]
                terms = [term for one in members for term in self.here[one, town]]
                self.programme.at_least([*terms, (missing, 1)], 1)
        for office, town in sorted(self.frame.home):
            missing = self.served[office] = self.programme.choice(LEAVE)
            self.programme.at_least([*self.here[office, town], (missing, 1)], 1)

    def _locks(self) -> None:
        for key, who in self.district.locked.items():
            village, adviser = self.frame.village_at.get(key[0]), self.frame.adviser_at.get(who)
            if village is not None and adviser is not None:
                undone = self.unlocked[key] = self.programme.choice(UNLOCK)
                self.programme.at_least([(undone, 1), *self._row_of_lock(key[1], adviser, village)], 1)

    def _limits(self) -> None:
        caps = self.district.caps
        if not (caps.institutions or caps.townships):
            return
        serves: dict[tuple[int, int], Variable] = {}
        for pair, row in self.here.items():
            serves[pair] = self.programme.choice()
            self.programme.at_most([*row, (serves[pair], -2.0 * len(self.frame.villages_of[pair[1]]))], 0)
        for side, name in ((1, "institutions"), (0, "townships")):
            rows: dict[int, Row] = defaultdict(list)
            for pair, variable in serves.items():
                rows[pair[side]].append((variable, 1))
            if most := getattr(caps, name):
                self._limit(name, most, rows)

    def _limit(self, name: str, most: int, rows: dict[int, Row]) -> None:
        """The limit is one number for everybody, so that widening it is asked for once."""
        wider = self.wider[name] = self.programme.amount(self.frame.townships + self.frame.institutions, WIDEN)
        for key, row in rows.items():
            more = self.more[name][key] = self.programme.amount(len(row), AT_ALL)
            self.programme.at_most([*row, (more, -1)], most)
            self.programme.at_most([(more, 1), (wider, -1)], 0)

    def relaxings(self, answer: Answer) -> Iterator[Relaxing]:
        """What gave way in this answer."""
        yield from self._undone(answer)
        yield from self._widened(answer)
        yield from self._left(answer)

    def _undone(self, answer: Answer) -> Iterator[Relaxing]:
        villages = {one.key: one.name or one.key for one in self.district.villages}
        people = {one.key: one.name or one.key for one in self.district.advisers}
        for (village, post), x in self.unlocked.items():
            if answer.takes(x):
                held = people[self.district.locked[village, post]]
                words = f"{villages[village]}的 {post} 岗锁定给{held}，就排不出方案：请解锁。"
                yield Relaxing("lock", (village, post), words)
        for at, x in self.bare.items():
            if answer.takes(x):
                one_village = self.district.villages[at].key
                words = (
                    f"{villages[one_village]}排不出能替 A 岗的 B 岗：请放宽“B岗能替A岗”的规则，或者补上合适的法律顾问。"
                )
                yield Relaxing("stand_in", (one_village,), words)
        for adviser, x in self.let.items():
            if answer.takes(x):
                one = self.district.advisers[adviser]
                words = f"{one.name or one.key}{wording.unfit(one)}，没有这个人就排不出方案。"
                yield Relaxing("unable", (one.key,), words)

    def _widened(self, answer: Answer) -> Iterator[Relaxing]:
        caps, district = self.district.caps, self.district
        for name, x in self.wider.items():
            more, most = round(answer.of(x)), getattr(caps, name)
            where = [key for key, amount in self.more[name].items() if round(answer.of(amount)) > 0]
            if more and name == "institutions":
                towns = "、".join(district.label(district.townships[key]) for key in where)
                words = f"每个镇街至多 {most} 家机构不够：{towns}要放宽到 {most + more} 家。"
                yield Relaxing(name, (), words, more)
            elif more:
                houses = "、".join(one.name or one.key for one in (district.institutions[key] for key in where))
                words = f"每家机构至多负责 {most} 个镇街不够：{houses}要放宽到 {most + more} 个。"
                yield Relaxing(name, (), words, more)

    def _left(self, answer: Answer) -> Iterator[Relaxing]:
        district = self.district
        empty: dict[int, float] = defaultdict(float)
        for town, x in self.empty:
            empty[town] += answer.of(x)
        for town, amount in sorted(empty.items()):
            if posts := round(amount):
                name = district.label(district.townships[town])
                words = f"{name}有 {posts} 个岗位派不出人：能去的法律顾问都已满额或者须回避。{unable_people(district)}"
                yield Relaxing("empty", (district.townships[town],), words, posts)
        for (kind, town), x in self.led.items():
            if answer.takes(x):
                name = district.label(district.townships[town])
                words = f"{name}还差 1 家{KIND_NAMES[kind]}：能去的法律顾问都已满额或者须回避。"
                yield Relaxing("led", (district.townships[town], kind), words)
        for office, x in self.served.items():
            if answer.takes(x):
                one = district.institutions[office]
                words = f"{one.name or one.key}不能服务本镇街{district.label(str(one.home))}，还差 1 个岗位。"
                yield Relaxing("home", (one.key,), words)


class _People(Shortfall):
    """Everybody on every post: the whole truth, for districts that are not large."""

    def _posts(self) -> None:
        frame = self.frame
        self.posts: dict[tuple[Post, int, int], Variable] = {}  # (post, adviser, village)
        self.empty_b: dict[int, Variable] = {}
        at, of, one_of = defaultdict(list), defaultdict(list), defaultdict(list)
        for post, may in (("A", frame.allowed_a), ("B", frame.allowed_b)):
            for adviser, village in zip(*(some.tolist() for some in may.nonzero()), strict=True):
                x = self.posts[post, adviser, village] = self.programme.choice()  # type: ignore[index]
                at[post, village].append((x, 1))
                of[post, adviser].append((x, 1))
                one_of[adviser, village].append((x, 1))
                self.here[int(frame.institution_of[adviser]), int(frame.township_of[village])].append((x, 1))
            for village in range(frame.villages):
                empty = self.programme.choice(LEAVE)
                self.empty.append((int(frame.township_of[village]), empty))
                self.empty_b[village] = empty  # the last of the two
                self.programme.exactly([*at[post, village], (empty, 1)], 1)
        for terms in one_of.values():
            self.programme.at_most(terms, 1)
        self._able_to_stand_in()
        for adviser in range(frame.advisers):
            every, most = of["A", adviser] + of["B", adviser], float(frame.cap_all[adviser])
            self.programme.at_most(of["A", adviser], frame.cap_a[adviser])
            self.programme.at_most(every, most)
            if adviser in self.let:
                self.programme.at_most([*every, (self.let[adviser], -most)], 0)

    def _able_to_stand_in(self) -> None:
        """An empty A-post is stood in for by anybody; an empty B-post is missed once, and not twice."""
        as_a, as_b = ({(who, at): x for (on, who, at), x in self.posts.items() if on == post} for post in ("A", "B"))
        for village, both in sorted(by_village(as_a, as_b).items()) if self.rule.is_on else ():
            bare = self.bare[village] = self.programme.choice(BARE)
            for row in self.rule.rows(*both, village):
                self.programme.at_least([*row, (bare, 1), (self.empty_b[village], 1)], 0)

    def _row_of_lock(self, post: Post, adviser: int, village: int) -> Row:
        held = self.posts.get((post, adviser, village))
        return [] if held is None else [(held, 1)]


class _Sums(Shortfall):
    """Institutions and townships only: quick. What clashes here clashes; what does not may clash still."""

    def _posts(self) -> None:
        frame = self.frame
        filled: dict[tuple[Post, int], Row] = defaultdict(list)
        used: dict[tuple[Post, int], Row] = defaultdict(list)
        for one, members in enumerate(frame.members):
            for town, villages in enumerate(frame.villages_of):
                a, b = (self.programme.amount(len(villages)) for _ in "AB")
                self.programme.at_most([(a, 1), (b, 1)], min(2, len(members)) * len(villages))
                self.here[one, town] = [(a, 1), (b, 1)]
                for post, x in (("A", a), ("B", b)):
                    filled[post, town].append((x, 1))  # type: ignore[index]
                    used[post, one].append((x, 1))  # type: ignore[index]
        for (_, town), row in filled.items():
            empty = self.programme.amount(len(frame.villages_of[town]), LEAVE)
            self.empty.append((town, empty))
            self.programme.exactly([*row, (empty, 1)], len(frame.villages_of[town]))
        for one in range(frame.institutions):
            self._within_strength(one, used["A", one], frame.cap_a)
            self._within_strength(one, used["A", one] + used["B", one], frame.cap_all)

    def _within_strength(self, one: int, used: Row, caps: Ints) -> None:
        members = self.frame.members[one].tolist()
        let = [(self.let[who], -float(caps[who])) for who in members if who in self.let]
        self.programme.at_most([*used, *let], sum(float(caps[who]) for who in members if who not in self.let))

    def _row_of_lock(self, post: Post, adviser: int, village: int) -> Row:
        return self.here[int(self.frame.institution_of[adviser]), int(self.frame.township_of[village])]


def relaxings(district: District, *, seconds: float, seed: int, people: bool = True) -> list[Relaxing]:
    """The smallest set that would have to give way; empty where nothing would, or the time was too short to say.

    Without `people`, only what sums over institutions and townships can prove.
    """
    shortfall = _People(district) if people else _Sums(district)
    answer = shortfall.programme.solve(seconds=seconds, slack=UNLOCK / 2, seed=seed)  # steps are whole
    if answer.status != "solved" or answer.value < UNLOCK / 2:
        return []
    return list(shortfall.relaxings(answer))


def remaining_clashes(district: District, *, seconds: float, seed: int) -> list[str]:
    """The same in words: of sums, which is quick, and where these clash nowhere, of people."""
    large = len(district.advisers) * len(district.villages) > LARGEST
    for people in (False,) if large else (False, True):
        if found := relaxings(district, seconds=seconds, seed=seed, people=people):
            return [one.words for one in found]
    return []
