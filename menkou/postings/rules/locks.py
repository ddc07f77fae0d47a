"""Locks that contradict the rules or each other, named so that somebody can unlock the right one."""

from collections import Counter
from collections.abc import Iterator

from menkou.postings.rules import wording
from menkou.postings.rules.checker import POSTS, faults
from menkou.postings.rules.district import District, Post

Locks = dict[tuple[str, Post], str]


def contradictions(district: District) -> list[str]:
    """What is wrong with the locks by themselves; empty where nothing is. Locks of unknown villages say nothing."""
    here = {one.key for one in district.villages}
    locks: Locks = {key: who for key, who in sorted(district.locked.items()) if key[0] in here}
    known = {one.key for one in district.advisers}
    held: Locks = {key: who for key, who in locks.items() if who in known}
    found = [
        f"{_post(district, key)}锁定给了名册里没有的人（{who}）：请解锁。" for key, who in locks.items() - held.items()
    ]
    rules = (_standing, _twice, _substitutes, _over_caps, _too_many_houses, _too_many_townships)
    return [*sorted(found), *(sentence for rule in rules for sentence in rule(district, held))]


def _post(district: District, key: tuple[str, Post]) -> str:
    names = {one.key: one.name or one.key for one in district.villages}
    return f"{names[key[0]]}的 {key[1]} 岗"


def _names(district: District) -> dict[str, str]:
    people = {one.key: one.name or one.key for one in district.advisers}
    return people | {one.key: one.name or one.key for one in district.institutions}


def _standing(district: District, locks: Locks) -> Iterator[str]:
    people, names = {one.key: one for one in district.advisers}, _names(district)
    for key, who in locks.items():
        why = ""
        if people[who].unable:
            why = wording.unfit(people[who])
        elif (who, key[0]) in district.forbidden:
            why = "在这里须回避"
        if why:
            yield f"{_post(district, key)}锁定给了{names[who]}，但{names[who]}{why}：请解锁。"


def _twice(district: District, locks: Locks) -> Iterator[str]:
    names = _names(district)
    for (village, post), who in locks.items():
        if post == "A" and locks.get((village, "B")) == who:
            yield f"{_post(district, (village, 'A'))}和 B 岗都锁定给了{names[who]}，一个人不能兼两岗：请解锁一个。"


def _substitutes(district: District, locks: Locks) -> Iterator[str]:
    """Both posts of a village are locked, to a B who cannot act for A."""
    names = _names(district)
    for village in district.villages:
        a, b = (locks.get((village.key, post)) for post in POSTS)
        if a and b and any(one.rule in ("stand_in", "unknowing") for one in faults(district, {village.key: (a, b)})):
            both = f"{_post(district, (village.key, 'A'))}锁定给了{names[a]}，B 岗锁定给了{names[b]}"
            yield f"{both}，按本区规则替不了 A 岗：请解锁一个。"


def _over_caps(district: District, locks: Locks) -> Iterator[str]:
    as_a = Counter(who for (_, post), who in locks.items() if post == "A")
    held = Counter(locks.values())
    for one in district.advisers:
        if one.unable:
            continue
        for what, count, most in (
            ("A 岗", as_a[one.key], district.cap_a(one)),
            ("岗位", held[one.key], district.cap_all(one)),
        ):
            if count > most:
                yield f"{one.name or one.key}被锁定了 {count} 个{what}，至多 {most} 个：请解锁 {count - most} 个。"


def _pairs(district: District, locks: Locks) -> set[tuple[str, str]]:
    """(township, institution): where locks put institutions, and offices at home."""
    town = {one.key: one.township for one in district.villages}
    house = {one.key: one.institution for one in district.advisers}
    return {(town[village], house[who]) for (village, _), who in locks.items()} | {
        (one.home, one.key)
        for one in district.institutions
        if one.kind == "legal_service_office" and one.home in district.townships
    }


def _too_many_houses(district: District, locks: Locks) -> Iterator[str]:
    pairs, most = _pairs(district, locks), district.caps.institutions
    kind = {one.key: one.kind for one in district.institutions}
    by_home = _pairs(district, {})
    for town in district.townships:
        here = {house for where, house in pairs if where == town}
        if not most or here == {house for where, house in by_home if where == town}:
            continue  # no lock has a part in it
        missing = 2 - len({kind[house] for house in here})
        if len(here) + missing > most:
            also = "，还缺另一类机构" if missing else ""
            yield (
                f"{district.label(town)}锁定的岗位和本地法律服务所已有 {len(here)} 家机构{also}，"
                f"每个镇街至多 {most} 家：请解锁一些。"
            )


def _too_many_townships(district: District, locks: Locks) -> Iterator[str]:
    most, names = district.caps.townships, _names(district)
    for house, count in sorted(Counter(house for _, house in _pairs(district, locks)).items()):
        if most and count > most:
            yield f"{names[house]}的人被锁定在 {count} 个镇街（本所所在镇街也算），每家机构至多 {most} 个：请解锁一些。"
