"""What a version is after some moves by hand: its posts, what they cost, and all that follows from them."""

from collections.abc import Mapping
from typing import Any

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.plans import telling
from menkou.plans.models import Version
from menkou.plans.telling import Seat


def after(version: Version, moves: dict[Seat, str | None]) -> dict[str, Any]:
    """The version's fields after some moves at once, and `more`: what they cost more, term by term.

    Raises Conflict with the rule that they would break, or Invalid for who or what is not in the district.
    """
    from menkou.postings.rules.pricing import moved, priced  # with numpy, which no other page needs

    district = telling.district_for(version)
    try:
        price = priced(district, version.posts, moves)
    except KeyError:
        raise Invalid("没有这个村（社区），或者这位顾问届时不在名册上。") from None
    if not price.allowed:
        raise Conflict(f"不能这样换：{price.why}")
    posts = moved(version.posts, moves)
    leading = [(town, house) for town, house, leads in version.pairings if leads]
    names = sorted(version.terms.keys() | price.more.keys())
    terms = {name: round(version.terms.get(name, 0) + price.more.get(name, 0), 3) for name in names}
    value = round(sum(terms.values()), 3)
    return {
        "posts": posts,
        "pairings": telling.pairs(district, posts, leading),
        "unmet_wishes": telling.unmet(district, posts),
        "terms": terms,
        "value": value,
        "bound": None if version.bound is None else min(version.bound, value),
        "revision": version.revision + 1,
        "more": {name: round(more, 3) for name, more in price.more.items()},
    }


def step(version: Version, by: Actor, moves: Mapping[Seat, str], more: dict[str, float]) -> list[dict[str, Any]]:
    """Moves as a version remembers them: those of one step are undone together, and the first says what all cost."""
    number = (version.changes[-1]["step"] if version.changes else 0) + 1
    facts = {"step": number, "by": str(by.user_id), "at": clock.now().isoformat()}
    found: list[dict[str, Any]] = [
        {"village": code, "post": post, "from": version.holder(code, post), "to": who, "more": {}, **facts}
        for (code, post), who in moves.items()
    ]
    found[0]["more"] = more
    return found
