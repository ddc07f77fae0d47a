"""替班 as posts go on record: whether B can act for A, as the district's rule says on that day.

A pair that stands already is left alone, whatever the rule has become; it is asked of villages where somebody begins.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from menkou.core.errors import Conflict
from menkou.places import queries as places
from menkou.postings import planning, queries
from menkou.postings.publishing import AGAIN
from menkou.postings.rules import checker, substitutes

MOST_NAMED = 3  # villages in one message


def refuse_who_cannot_act(villages: Iterable[UUID], on: date) -> None:
    """Raises Conflict, naming the villages, where B cannot act for A on a day."""
    villages, rule = set(villages), substitutes.rule(places.rules(on))
    if not villages or not (rule.kinds or rule.knows):
        return
    district = planning.told(on)
    posts: dict[str, tuple[str | None, str | None]] = {}
    known = {one.key for one in district.advisers}
    held = queries.running(on).filter(village__in=villages).order_by("village__code")
    for code, post, who in held.values_list("village__code", "post", "registration_id"):
        if str(who) in known:
            a, b = posts.get(code, (None, None))
            posts[code] = (str(who), b) if post == "A" else (a, str(who))
    found = [fault.words for fault in checker.substitutes(district, posts)]
    if found:
        more = f"这样的村一共有 {len(found)} 个。" if len(found) > MOST_NAMED else ""
        raise Conflict("".join(found[:MOST_NAMED]) + more + AGAIN)
