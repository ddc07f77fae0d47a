"""Why there is no plan: the rules that clash, counted, as Chinese sentences.

`certain_clashes` counts on its fingers and needs no solver. `remaining_clashes` asks the solver for the plan that
leaves the fewest wishes unmet, and names those.
"""

import math
from collections import Counter, defaultdict

from menkou.postings.rules.district import KIND_NAMES, District, InstitutionKind
from menkou.postings.rules.frame import Frame
from menkou.postings.rules.solver import Programme, Variable


def certain_clashes(district: District) -> list[str]:
    """Clashes that counting alone can prove; empty when it proves none."""
    if not district.villages:
        return ["没有村居：方案至少要有一个村居。"]
    return [*_strength(district), *_leaders(district), *_offices(district), *_avoided(district)]


def _strength(district: District) -> list[str]:
    villages, people = len(district.villages), len(district.advisers)
    found = []
    kinds = (
        ("个 A 岗", villages, sum(map(district.cap_a, district.advisers)), district.caps.a),
        ("个岗位（A 岗、B 岗合计）", 2 * villages, sum(map(district.cap_all, district.advisers)), district.caps.all),
    )
    for what, needed, able, cap in kinds:
        if able < needed:
            short = f"差 {math.ceil((needed - able) / cap)} 名法律顾问" if cap > 0 else "岗位上限为 0"
            found.append(
                f"{short}：{villages} 个村居要 {needed} {what}，现有 {people} 名法律顾问最多能担 {able} 个，"
                f"还差 {needed - able} 个（每人至多 {cap} 个）。"
            )
    return found


def _leaders(district: District) -> list[str]:
    """Each township needs one post of a firm and one of an office."""
    kind_of = {one.key: one.kind for one in district.institutions}
    townships = len(district.townships)
    found = []
    for kind, name in KIND_NAMES.items():
        posts = sum(district.cap_all(one) for one in district.advisers if kind_of[one.institution] == kind)
        if posts < townships:
            found.append(
                f"{name}人手不够：{townships} 个镇街各要有一家{name}负责，"
                f"现有{name}的法律顾问最多能担 {posts} 个岗位，还差 {townships - posts} 个。"
            )
    return found


def _offices(district: District) -> list[str]:
    """Every office serves its own township, and there must be room for it, and for a firm."""
    found = []
    able: Counter[str] = Counter()
    for one in district.advisers:
        able[one.institution] += district.cap_all(one)
    posts = Counter({town: 2 * n for town, n in Counter(one.township for one in district.villages).items()})
    at_home: Counter[str] = Counter()
    for office in district.institutions:
        if office.kind != "legal_service_office" or office.home is None or office.home not in posts:
            continue
        at_home[office.home] += 1
        if not able[office.key]:
            name = office.name or office.key
            found.append(f"{name}没有能上岗的法律顾问，不能服务本镇街{district.label(office.home)}。")
    for town, offices in at_home.items():
        if offices + 1 > posts[town]:
            found.append(
                f"{district.label(town)}只有 {posts[town]} 个岗位，本镇街的 {offices} 家法律服务所"
                f"和 1 家律师事务所各要一个，还差 {offices + 1 - posts[town]} 个。"
            )
    return found


def _avoided(district: District) -> list[str]:
    """A village needs two people who may come."""
    known = {one.key for one in district.advisers if district.cap_all(one)}
    away: dict[str, set[str]] = defaultdict(set)
    for adviser, where in district.forbidden:
        if adviser in known:
            away[where].add(adviser)
    found = []
    for village in district.villages:
        left = len(known) - len(away[village.key])
        if left < 2:
            found.append(
                f"{village.name or village.key}的两个岗位派不出人：{len(away[village.key])} 名法律顾问须回避，"
                f"只剩 {left} 名，还差 {2 - left} 名。"
            )
    return found


class Shortfall:
    """The programme that meets as many wishes as it can, and counts the others."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.programme = frame, Programme()
        self.posts: dict[tuple[int, int, int], Variable] = {}  # (post, adviser, village)
        for adviser in range(frame.advisers):
            for village in range(frame.villages):
                if frame.allowed_a[adviser, village]:
                    self.posts[0, adviser, village] = self.programme.choice()
                if frame.allowed_b[adviser, village]:
                    self.posts[1, adviser, village] = self.programme.choice()
        self.empty = {(post, village): self.programme.choice(1) for post in (0, 1) for village in range(frame.villages)}
        self.led: dict[tuple[InstitutionKind, int], Variable] = {}
        self.served: dict[int, Variable] = {}
        self._posts_and_people()
        self._towns()

    def _posts_and_people(self) -> None:
        frame = self.frame
        at, of, one_of = defaultdict(list), defaultdict(list), defaultdict(list)
        for (post, adviser, village), x in self.posts.items():
            at[post, village].append((x, 1))
            of[post, adviser].append((x, 1))
            one_of[adviser, village].append((x, 1))
        for key, empty in self.empty.items():
            self.programme.exactly([*at[key], (empty, 1)], 1)
        for terms in one_of.values():
            self.programme.at_most(terms, 1)
        for adviser in range(frame.advisers):
            self.programme.at_most(of[0, adviser], frame.cap_a[adviser])
            self.programme.at_most(of[0, adviser] + of[1, adviser], frame.cap_all[adviser])

    def _towns(self) -> None:
        frame = self.frame
        here = defaultdict(list)
        for (_, adviser, village), x in self.posts.items():
            here[int(frame.institution_of[adviser]), int(frame.township_of[village])].append((x, 1))
        for kind, members in frame.of_kind.items():
            for town in range(frame.townships):
                missing = self.led[kind, town] = self.programme.choice(1)  # type: ignore[index]
                terms = [term for one in members for term in here[one, town]]
                self.programme.at_least([*terms, (missing, 1)], 1)
        for office, town in sorted(frame.home):
            missing = self.served[office] = self.programme.choice(1)
            self.programme.at_least([*here[office, town], (missing, 1)], 1)


def remaining_clashes(frame: Frame, *, seconds: float, seed: int) -> list[str]:
    """What stays unmet even in the best case; empty where all can be met, or the time was too short to say."""
    shortfall = Shortfall(frame)
    answer = shortfall.programme.solve(seconds=seconds, seed=seed)
    if answer.status != "solved" or answer.value < 0.5:
        return []
    district = frame.district
    empty: Counter[int] = Counter()
    for (_, village), x in shortfall.empty.items():
        empty[int(frame.township_of[village])] += answer.takes(x)
    found = [
        f"{district.label(district.townships[town])}有 {posts} 个岗位派不出人：能去的法律顾问都已满额或者须回避。"
        for town, posts in sorted(empty.items())
        if posts
    ]
    for (kind, town), x in shortfall.led.items():
        if answer.takes(x):
            label = district.label(district.townships[town])
            found.append(f"{label}还差 1 家{KIND_NAMES[kind]}：能去的法律顾问都已满额或者须回避。")
    for office, x in shortfall.served.items():
        if answer.takes(x):
            one = district.institutions[office]
            found.append(f"{one.name or one.key}不能服务本镇街{district.label(str(one.home))}，还差 1 个岗位。")
    return found
