"""Why there is no plan: the rules that clash, counted on fingers, as Chinese sentences that say what would do.

What counting cannot prove is asked of a solver: see `shortfall`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from menkou.postings.rules import wording
from menkou.postings.rules.district import KIND_NAMES, Adviser, District
from menkou.postings.rules.locks import contradictions

NAMED = 3  # people; the others are counted


def certain_clashes(district: District) -> list[str]:
    """Clashes that counting alone can prove; empty when it proves none."""
    if not district.villages:
        return ["没有村居：方案至少要有一个村居。"]
    rules = (_strength, _leaders, _offices, _limits, _avoided, contradictions)
    return [sentence for rule in rules for sentence in rule(district)]


def unable_people(district: District) -> str:
    """Who could help but may hold no post in this term: a sentence, or nothing."""
    some = [one for one in district.advisers if one.unable]
    if not some:
        return ""
    named = "、".join(f"{one.name or one.key}（{wording.unfit(one)}）" for one in some[:NAMED])
    return f"另有 {len(some)} 名不能上岗：{named}{'等' if len(some) > NAMED else ''}。"


def _strength(district: District) -> Iterator[str]:
    villages, people = len(district.villages), sum(not one.unable for one in district.advisers)
    caps = district.caps
    kinds: tuple[tuple[str, int, Callable[[Adviser], int], int], ...] = (
        ("个 A 岗", villages, district.cap_a, min(caps.a, caps.all)),
        ("个岗位（A 岗、B 岗合计）", 2 * villages, district.cap_all, caps.all),
    )
    for what, needed, cap_of, cap in kinds:
        each = [cap_of(one) for one in district.advisers]
        able = sum(each)
        if able >= needed:
            continue
        short = f"差 {math.ceil((needed - able) / cap)} 名法律顾问" if cap > 0 else "岗位上限为 0"
        busy = sum(one > 0 for one in each)
        higher = f"，人不增加就要提高到 {cap + math.ceil((needed - able) / busy)} 个" if busy else ""
        yield (
            f"{short}：{villages} 个村居要 {needed} {what}，现有 {people} 名法律顾问最多能担 {able} 个，"
            f"还差 {needed - able} 个（每人至多 {cap} 个{higher}）。{unable_people(district)}"
        )


def _leaders(district: District) -> Iterator[str]:
    """Each township needs one post of a firm and one of an office."""
    kind_of = {one.key: one.kind for one in district.institutions}
    townships = len(district.townships)
    for kind, name in KIND_NAMES.items():
        posts: Counter[str] = Counter()
        for one in district.advisers:
            if kind_of[one.institution] == kind:
                posts[one.institution] += district.cap_all(one)
        if (able := sum(posts.values())) < townships:
            yield (
                f"{name}人手不够：{townships} 个镇街各要有一家{name}负责，"
                f"现有{name}的法律顾问最多能担 {able} 个岗位，还差 {townships - able} 个。{unable_people(district)}"
            )
            continue
        most = district.caps.townships
        reach = sum(min(count, most) for count in posts.values()) if most else townships
        if reach < townships:
            staffed = sum(count > 0 for count in posts.values())
            yield (
                f"差 {math.ceil((townships - reach) / most)} 家{name}：{townships} 个镇街各要有一家{name}负责，"
                f"{staffed} 家{name}每家至多负责 {most} 个镇街，只能负责 {reach} 个，还差 {townships - reach} 个。"
            )


def _offices(district: District) -> Iterator[str]:
    """Every office serves its own township, and there must be room for it, and for a firm."""
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
            yield f"{name}没有能上岗的法律顾问，不能服务本镇街{district.label(office.home)}。"
    for town, offices in at_home.items():
        if offices + 1 > posts[town]:
            yield (
                f"{district.label(town)}只有 {posts[town]} 个岗位，本镇街的 {offices} 家法律服务所"
                f"和 1 家律师事务所各要一个，还差 {offices + 1 - posts[town]} 个。"
            )


def _limits(district: District) -> Iterator[str]:
    """So few institutions may serve a township that there is no room for a firm and its own offices."""
    most = district.caps.institutions
    homes = Counter(one.home for one in district.institutions if one.kind == "legal_service_office")
    for town in district.townships:
        needed = 1 + max(1, homes[town])
        if most and needed > most:
            yield (
                f"每个镇街至多 {most} 家机构，{district.label(town)}却要 1 家律师事务所和 {needed - 1} 家法律服务所"
                f"{'（都在本镇街）' if homes[town] > 1 else ''}：要提高到 {needed} 家。"
            )


def _avoided(district: District) -> Iterator[str]:
    """A village needs two people who may come."""
    known = {one.key for one in district.advisers if district.cap_all(one)}
    away: dict[str, set[str]] = defaultdict(set)
    for adviser, where in district.forbidden:
        if adviser in known:
            away[where].add(adviser)
    for village in district.villages:
        left = len(known) - len(away[village.key])
        if left < 2:
            yield (
                f"{village.name or village.key}的两个岗位派不出人：{len(away[village.key])} 名法律顾问须回避，"
                f"只剩 {left} 名，还差 {2 - left} 名。{unable_people(district)}"
            )
