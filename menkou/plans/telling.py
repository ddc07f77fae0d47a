"""What the solver and the rules are told of a version, and what becomes of its posts when it is published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from menkou.places import queries as places
from menkou.plans import queries
from menkou.plans.models import POSTS, Post, Version
from menkou.plans.passing import packed
from menkou.plans.queries import Both
from menkou.postings import planning
from menkou.postings import queries as postings
from menkou.postings.models import Pairing, Plan, Posting
from menkou.postings.rules import district as rules
from menkou.postings.rules.checker import broken_rules

MOST_NAMED = 5  # broken rules in one sentence
Seat = tuple[str, Post]
Lead = tuple[str, str]  # township code, institution
NOBODY: Both = (None, None)


def locked(version: Version) -> dict[Seat, str]:
    """Who must stay on the locked posts: as in the version, or, until it is solved, in the one it is based on."""
    source = version if version.posts or version.based_on is None else version.based_on
    found = {(code, post): source.holder(code, post) for code, post in version.locks}
    return {seat: who for seat, who in found.items() if who}


def district_for(version: Version) -> rules.District:
    """The district as it will be in the version's days, with the version's locks of villages that are there then."""
    told = planning.told(version.starts_on, version.until)
    here = {one.key for one in told.villages}
    return replace(told, locked={seat: who for seat, who in locked(version).items() if seat[0] in here})


def standing(version: Version, district: rules.District) -> dict[str, Both]:
    """The posts on record on the version's first day, in every village: what a repair sets out from."""
    held = queries.posts_on(version.starts_on)
    return {village.key: held.get(village.key, NOBODY) for village in district.villages}


class Unusable(Exception):
    """The facts cannot be solved; sentences that say which and how to mend them."""


@dataclass(frozen=True)
class Asked:
    """What the solver is asked: the district, the posts that a repair sets out from, and what is doubtful in them."""

    task: dict[str, Any]
    district: rules.District
    posts: dict[str, Both]
    doubts: list[str]


def asked(version: Version) -> Asked:
    """What the solver is asked for a version. Raises Unusable."""
    doubts = planning.doubts(version.starts_on, version.until)
    try:
        district = district_for(version)
    except ValueError as error:  # a village twice, somebody of no institution
        raise Unusable("\n".join(doubts) or "区里的资料有矛盾，没法计算，请核对村居和名册。") from error
    if not district.villages or not district.advisers:
        raise Unusable("从这一天起，本区没有村（社区）或者没有在册的法律顾问，没法做方案。请先登记。")
    known = {one.key for one in district.advisers}
    here = {one.key: one.name for one in district.villages}
    gone = [(code, post) for (code, post), who in district.locked.items() if who not in known]
    if gone:
        raise Unusable("".join(f"{here[code]}{post}岗锁定的人届时不在名册上，请先解锁。" for code, post in gone))
    posts = _from(version, district)
    task = {"kind": version.kind, "seconds": version.seconds_asked, "seed": version.seed}
    return Asked(task | {"district": packed(district), "posts": packed(posts)}, district, posts, doubts)


def _from(version: Version, district: rules.District) -> dict[str, Both]:
    """The posts that the solver sets out from: today's for a repair, else those of the version it is based on."""
    if version.kind == Version.Kind.REPAIR:
        return standing(version, district)
    before = version.based_on.posts if version.based_on else {}
    return {one.key: tuple(before.get(one.key, NOBODY)) for one in district.villages} if before else {}  # type: ignore[misc]


def unmet(district: rules.District, posts: dict[str, Both]) -> list[dict]:
    """The wishes that some posts do not honour."""
    house = {one.key: one.institution for one in district.advisers}
    found = []
    for wish in district.wishes:
        both = posts.get(wish.village, NOBODY)
        wished = {wish.adviser} if wish.adviser else {who for who in both if who and house.get(who) == wish.institution}
        if bool(wished & set(both)) == (wish.weight < 0):
            found.append(as_told(wish))
    return found


def as_told(wish: rules.Wish) -> dict:
    """A wish as a version keeps it."""
    return {name: getattr(wish, name) for name in ("village", "adviser", "institution", "weight", "key")}


def pairs(district: rules.District, posts: dict[str, Both], leading: Iterable[Lead]) -> list[list]:
    """Who serves in which township, and who of them lead: those who led before, else who has the most posts there."""
    house = {one.key: one.institution for one in district.advisers}
    kind = {one.key: one.kind for one in district.institutions}
    town = {one.key: one.township for one in district.villages}
    here = Counter((town[code], house[who]) for code, both in posts.items() for who in both if who)
    before = set(leading)
    leaders: dict[tuple[str, str], Lead] = {}
    for pair in sorted(here, key=lambda one: (one not in before, -here[one], one)):
        leaders.setdefault((pair[0], kind[pair[1]]), pair)
    return [[*pair, pair in leaders.values()] for pair in sorted(here)]


def led_today() -> set[Lead]:
    """The pairings on record."""
    return {(one.township.code, str(one.institution_id)) for one in postings.pairings()}


def broken(district: rules.District, posts: dict[str, Both]) -> str:
    """What some posts break, as one sentence for people; nothing where they break no rule."""
    found = broken_rules(district, posts)
    more = f"等 {len(found)} 处" if len(found) > MOST_NAMED else ""
    return "".join(found[:MOST_NAMED]) + more


def broken_now(version: Version) -> str:
    """What a version's posts break by what is on record now, as one sentence; a repair's among those it leaves."""
    district, posts = planning.told(version.starts_on, version.until), version.posts
    if version.kind == Version.Kind.REPAIR:
        posts, _ = repaired(version, standing(version, district))
    return broken(district, posts)


def rows(version: Version, posts: dict[str, Both], pairings: list[list]) -> tuple[Plan, list[Posting], list[Pairing]]:
    """The rows that go on record when a version is published."""
    start = version.starts_on
    villages = {village.code: village.pk for village in places.villages(start)}
    towns = {town.code: town.pk for town in places.townships()}
    facts = {"value": version.value, "bound": version.value if version.bound is None else version.bound}
    plan = Plan(**facts, seconds=version.seconds or 0, terms=version.terms, valid_from=start)
    held = [
        Posting(village_id=villages[code], post=post, registration_id=UUID(who), valid_from=start)
        for code, both in posts.items()
        for post, who in zip(POSTS, both, strict=True)
        if who
    ]
    led = [
        Pairing(township_id=towns[town], institution_id=UUID(house), valid_from=start)
        for town, house, leads in pairings
        if leads
    ]
    return plan, held, led


def townships_gone(pairings: Iterable[list]) -> list[str]:
    """Codes of townships in a version that no township has any more."""
    known = {town.code for town in places.townships()}
    return sorted({code for code, _, leads in pairings if leads} - known)


def repaired(version: Version, now: dict[str, Both]) -> tuple[dict[str, Both], list[str]]:
    """The posts now with a repair's changes; and the villages where somebody else has come since it was drawn up."""
    changes: dict[str, Both] = {code: tuple(version.posts[code]) for code in version.changed_villages}  # type: ignore[misc]
    overtaken = [code for code in changes if tuple(version.before.get(code) or NOBODY) != now.get(code, NOBODY)]
    return {**now, **changes}, overtaken


def named(codes: Iterable[str], on: date) -> str:
    """Villages in a sentence."""
    wanted = set(codes)
    found = [str(one) for one in places.villages(on) if one.code in wanted]
    return "、".join(found[:MOST_NAMED]) + (f"等 {len(found)} 个村（社区）" if len(found) > MOST_NAMED else "")
