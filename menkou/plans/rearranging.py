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
    pairings = telling.pairs(district, posts, leading)
    return {
        "posts": posts,
        "pairings": pairings,
        "unmet_wishes": telling.unmet(district, posts),
        "terms": terms,
        "value": value,
        "bound": version.bound if _is_bounded(version, moves, pairings, value) else None,
        "revision": version.revision + 1,
        "more": {name: round(more, 3) for name, more in price.more.items()},
    }


def undone(version: Version) -> dict[str, Any]:
    """The version's fields as if its last change by hand had not been. Raises Conflict and Invalid, as `after`."""
    last = version.changes[-1]["step"]
    kept = [one for one in version.changes if one["step"] != last]
    gone = [one for one in version.changes if one["step"] == last]
    facts = after(version, {(one["village"], one["post"]): one["from"] for one in gone})
    del facts["more"]
    facts["bound"] = gone[0].get("bound", facts["bound"])
    by = {"changed_at": kept[-1]["at"], "changed_by_id": kept[-1]["by"]} if kept else {}
    return facts | {"changes": kept, "changed_at": None, "changed_by_id": None} | by


def _is_bounded(version: Version, moves: Mapping[Seat, str | None], pairings: list[list], value: float) -> bool:
    """Whether the version's bound speaks of these posts too.

    It does not where a post was moved that was locked when it was solved; where it spoke of plans with the same pairs,
    and these are others; nor where the facts have changed so much that it is no bound any more.
    """
    if version.bound is None or value < version.bound:
        return False
    if {(code, post) for code, post in version.progress.get("locks", [])} & moves.keys():
        return False
    served, serves = ({(town, house) for town, house, _ in rows} for rows in (version.pairings, pairings))
    return version.bound_covers == "district" or served == serves


def step(version: Version, by: Actor, moves: Mapping[Seat, str], more: dict[str, float]) -> list[dict[str, Any]]:
    """Moves as a version remembers them: those of one step are undone together, and the first says what all cost."""
    number = (version.changes[-1]["step"] if version.changes else 0) + 1
    facts = {"step": number, "by": str(by.user_id), "at": clock.now().isoformat()}
    found: list[dict[str, Any]] = [
        {"village": code, "post": post, "from": version.holder(code, post), "to": who, "more": {}, **facts}
        for (code, post), who in moves.items()
    ]
    found[0] |= {"more": more, "bound": version.bound}  # the bound before, for whoever undoes it
    return found
