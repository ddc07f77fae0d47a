"""An independent checker: it knows the rules and nothing of how a plan was found.

It shares no code with the planner but the plain values, so that a mistake there is not repeated here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from menkou.postings.rules.district import District, Pairing


def broken_rules(
    district: District, posts: Mapping[str, tuple[str, str]], pairings: Iterable[Pairing] | None = None
) -> list[str]:
    """The rules a plan breaks, as Chinese sentences; an empty list when it breaks none.

    With `pairings`, also whether these are exactly the pairs that the posts use, one firm and one office leading.
    """
    known = {one.key for one in district.advisers}
    villages = {one.key for one in district.villages}
    strangers = [f"{key}不在本区的村居名单里。" for key in posts if key not in villages]
    nobody = {who for both in posts.values() for who in both} - known
    strangers += [f"{who}不在本区的法律顾问名单里。" for who in sorted(nobody)]
    if strangers:
        return strangers
    broken = [*_villages(district, posts), *_people(district, posts), *_townships(district, posts)]
    if pairings is not None:
        broken += _pairings(district, posts, list(pairings))
    return broken


def _villages(district: District, posts: Mapping[str, tuple[str, str]]) -> list[str]:
    broken = []
    for village in district.villages:
        name = village.name or village.key
        if village.key not in posts:
            broken.append(f"{name}没有派法律顾问。")
            continue
        a, b = posts[village.key]
        if a == b:
            broken.append(f"{name}的 A 岗和 B 岗是同一个人（{a}）。")
        for post, who in (("A", a), ("B", b)):
            if (who, village.key) in district.forbidden:
                broken.append(f"{name}的 {post} 岗派了须回避的 {who}。")
    return broken


def _people(district: District, posts: Mapping[str, tuple[str, str]]) -> list[str]:
    broken = []
    a_posts = Counter(a for a, _ in posts.values())
    all_posts = Counter(who for both in posts.values() for who in both)
    for one in district.advisers:
        name = one.name or one.key
        most_a, most = min(one.cap_a, district.caps.a), min(one.cap_all, district.caps.all)
        if a_posts[one.key] > most_a:
            broken.append(f"{name}有 {a_posts[one.key]} 个 A 岗，至多 {most_a} 个。")
        if all_posts[one.key] > most:
            broken.append(f"{name}共有 {all_posts[one.key]} 个岗位，至多 {most} 个。")
    return broken


def _serving(district: District, posts: Mapping[str, tuple[str, str]]) -> set[tuple[str, str]]:
    """(township, institution) wherever an institution holds a post."""
    house = {one.key: one.institution for one in district.advisers}
    township = {one.key: one.township for one in district.villages}
    return {(township[village], house[who]) for village, both in posts.items() for who in both}


def _townships(district: District, posts: Mapping[str, tuple[str, str]]) -> list[str]:
    serving = _serving(district, posts)
    kind = {one.key: one.kind for one in district.institutions}
    broken = []
    for town in dict.fromkeys(one.township for one in district.villages):
        kinds = {kind[house] for place, house in serving if place == town}
        if "law_firm" not in kinds:
            broken.append(f"{district.label(town)}没有律师事务所负责。")
        if "legal_service_office" not in kinds:
            broken.append(f"{district.label(town)}没有法律服务所负责。")
        for one in district.institutions:
            if one.kind == "legal_service_office" and one.home == town and (town, one.key) not in serving:
                broken.append(f"{one.name or one.key}没有服务本镇街{district.label(town)}。")
    return broken


def _pairings(district: District, posts: Mapping[str, tuple[str, str]], pairings: list[Pairing]) -> list[str]:
    told, serving = Counter((one.township, one.institution) for one in pairings), _serving(district, posts)
    kind = {one.key: one.kind for one in district.institutions}
    broken = [
        f"{house}在{district.label(town)}有岗位，却不在结对名单里。" for town, house in sorted(serving - set(told))
    ]
    broken += [f"{house}与{district.label(town)}结对，却没有岗位。" for town, house in sorted(set(told) - serving)]
    broken += [f"{house}与{district.label(town)}结对写了 {n} 次。" for (town, house), n in told.items() if n > 1]
    leading = Counter((one.township, kind.get(one.institution)) for one in pairings if one.leads)
    for town in dict.fromkeys(one.township for one in district.villages):
        if (leading[town, "law_firm"], leading[town, "legal_service_office"]) != (1, 1):
            broken.append(f"{district.label(town)}牵头的应是一家律师事务所和一家法律服务所。")
    return broken
