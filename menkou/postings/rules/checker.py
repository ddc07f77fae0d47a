"""An independent checker: it knows the rules and nothing of how a plan was found.

It shares no code with the planner but the plain values, so that a mistake there is not repeated here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from menkou.postings.rules.district import Adviser, District, Institution, Pairing, Post, Village

Held = Mapping[str, tuple[str | None, str | None]]
POSTS: tuple[Post, Post] = ("A", "B")
KINDS = {"lawyer": "律师", "trainee": "实习律师", "legal_service_worker": "基层法律服务工作者"}
UNABLE = {"licence": "的执业证不在有效期内", "away": "届时不能到岗"}


@dataclass(frozen=True)
class Fault:
    """A rule that a plan breaks: which, at whom or where, by how much, and in words."""

    rule: str
    about: tuple[str, ...]
    words: str
    much: int = 1


def broken_rules(district: District, posts: Held, pairings: Iterable[Pairing] | None = None) -> list[str]:
    """The rules a plan breaks, as Chinese sentences; an empty list when it breaks none.

    With `pairings`, also whether these are exactly the pairs that the posts use, one firm and one office leading.
    """
    found = faults(district, posts)
    if pairings is not None and not any(fault.rule == "stranger" for fault in found):
        found += _pairings(district, posts, list(pairings))
    return [fault.words for fault in found]


def faults(district: District, posts: Held) -> list[Fault]:
    """The same for whoever wants to tell one fault from another. Strangers make all other questions moot."""
    known = {one.key for one in district.advisers}
    villages = {one.key for one in district.villages}
    strangers = [Fault("stranger", (key,), f"{key}不在本区的村居名单里。") for key in posts if key not in villages]
    nobody = {who for both in posts.values() for who in both if who is not None} - known
    strangers += [Fault("stranger", (who,), f"{who}不在本区的法律顾问名单里。") for who in sorted(nobody)]
    if strangers:
        return strangers
    rules = (_villages, _locks, substitutes, _people, _townships, _limits)
    return [fault for rule in rules for fault in rule(district, posts)]


def _named(some: Iterable[Village | Adviser | Institution]) -> dict[str, str]:
    return {one.key: one.name or one.key for one in some}


def _villages(district: District, posts: Held) -> Iterator[Fault]:
    called = _named(district.advisers)
    for village in district.villages:
        key, name = village.key, village.name or village.key
        if key not in posts:
            yield Fault("no_posts", (key,), f"{name}没有派法律顾问。")
            continue
        a, b = posts[key]
        if a == b and a is not None:
            yield Fault("one_person", (key,), f"{name}的 A 岗和 B 岗是同一个人（{called[a]}）。")
        for post, who in (("A", a), ("B", b)):
            if who is None:
                yield Fault("vacant", (key, post), f"{name}的 {post} 岗空缺。")
            elif (who, key) in district.forbidden:
                yield Fault("conflict", (key, post, who), f"{name}的 {post} 岗派了须回避的 {called[who]}。")


def _locks(district: District, posts: Held) -> Iterator[Fault]:
    called = _named(district.advisers)
    for village in district.villages:
        name = village.name or village.key
        for post, holds in zip(POSTS, posts.get(village.key, (None, None)), strict=True):
            must = district.locked.get((village.key, post))
            if must is not None and must != holds:
                words = f"{name}的 {post} 岗锁定给了 {called.get(must, must)}，派的却不是。"
                yield Fault("locked", (village.key, post), words)


def substitutes(district: District, posts: Held) -> Iterator[Fault]:
    """B is able to act for A: of a kind that can, and between them they know what the village needs, as the rule says."""
    people, called, rule = {one.key: one for one in district.advisers}, _named(district.advisers), district.stand_in
    for village in district.villages:
        name, (a, b) = village.name or village.key, posts.get(village.key, (None, None))
        if a is not None and b is not None:
            kinds = rule.kinds.get(people[a].kind)
            if kinds is not None and people[b].kind not in kinds:
                words = f"{name}的 B 岗{called[b]}是{KINDS.get(people[b].kind, '其他人员')}，"
                of_a = KINDS.get(people[a].kind, "其他人员")
                yield Fault("stand_in", (village.key, a, b), f"{words}按本区规则不能替{of_a}{called[a]}的 A 岗。")
        asked = {"B": [b], "one": [a, b]}.get(rule.knows, [])
        known = any(people[who].skills & village.needs for who in asked if who is not None)
        if village.needs and asked and None not in asked and not known:
            whose = f"{name}的 B 岗{called[b]}" if rule.knows == "B" and b is not None else f"{name}的 A 岗和 B 岗都"
            yield Fault("unknowing", (village.key, *map(str, asked)), f"{whose}不擅长村里最需要的事项。")


def _people(district: District, posts: Held) -> Iterator[Fault]:
    a_posts = Counter(a for a, _ in posts.values())
    all_posts = Counter(who for both in posts.values() for who in both)
    for one in district.advisers:
        name, key, held_a, held = one.name or one.key, (one.key,), a_posts[one.key], all_posts[one.key]
        most_a, most = min(one.cap_a, district.caps.a), min(one.cap_all, district.caps.all)
        if one.unable and held:
            yield Fault("unable", key, f"{name}{UNABLE.get(one.unable, UNABLE['away'])}，却有 {held} 个岗位。", held)
        if held_a > most_a:
            yield Fault("cap_a", key, f"{name}有 {held_a} 个 A 岗，至多 {most_a} 个。", held_a)
        if held > most:
            yield Fault("cap_all", key, f"{name}共有 {held} 个岗位，至多 {most} 个。", held)


def _serving(district: District, posts: Held) -> set[tuple[str, str]]:
    """(township, institution) wherever an institution holds a post."""
    house = {one.key: one.institution for one in district.advisers}
    township = {one.key: one.township for one in district.villages}
    return {(township[village], house[who]) for village, both in posts.items() for who in both if who is not None}


def _townships(district: District, posts: Held) -> Iterator[Fault]:
    serving = _serving(district, posts)
    kind = {one.key: one.kind for one in district.institutions}
    for town in dict.fromkeys(one.township for one in district.villages):
        kinds = {kind[house] for place, house in serving if place == town}
        if "law_firm" not in kinds:
            yield Fault("no_firm", (town,), f"{district.label(town)}没有律师事务所负责。")
        if "legal_service_office" not in kinds:
            yield Fault("no_office", (town,), f"{district.label(town)}没有法律服务所负责。")
        for one in district.institutions:
            if one.kind == "legal_service_office" and one.home == town and (town, one.key) not in serving:
                words = f"{one.name or one.key}没有服务本镇街{district.label(town)}。"
                yield Fault("not_at_home", (town, one.key), words)


def _limits(district: District, posts: Held) -> Iterator[Fault]:
    """At most so many institutions in one township, and townships of one institution."""
    serving, called = sorted(_serving(district, posts)), _named(district.institutions)
    most_here, most_there = district.caps.institutions, district.caps.townships
    for town, count in Counter(town for town, _ in serving).items():
        if most_here and count > most_here:
            words = f"{district.label(town)}有 {count} 家机构负责，至多 {most_here} 家。"
            yield Fault("institutions", (town,), words, count)
    for house, count in Counter(house for _, house in serving).items():
        if most_there and count > most_there:
            yield Fault("townships", (house,), f"{called[house]}负责 {count} 个镇街，至多 {most_there} 个。", count)


def _pairings(district: District, posts: Held, pairings: list[Pairing]) -> list[Fault]:
    told, serving = Counter((one.township, one.institution) for one in pairings), _serving(district, posts)
    kind = {one.key: one.kind for one in district.institutions}
    words = [
        f"{house}在{district.label(town)}有岗位，却不在结对名单里。" for town, house in sorted(serving - set(told))
    ]
    words += [f"{house}与{district.label(town)}结对，却没有岗位。" for town, house in sorted(set(told) - serving)]
    words += [f"{house}与{district.label(town)}结对写了 {n} 次。" for (town, house), n in told.items() if n > 1]
    leading = Counter((one.township, kind.get(one.institution)) for one in pairings if one.leads)
    for town in dict.fromkeys(one.township for one in district.villages):
        if (leading[town, "law_firm"], leading[town, "legal_service_office"]) != (1, 1):
            words.append(f"{district.label(town)}牵头的应是一家律师事务所和一家法律服务所。")
    return [Fault("pairing", (one,), one) for one in words]
