"""改分: what was counted is set right, and the points follow from it by the scheme; looked at first, then decided."""

from typing import NamedTuple

from menkou.assessments import queries
from menkou.assessments.cycling import scoring
from menkou.assessments.models import Reply, Score
from menkou.assessments.rules.items import Fact, Scored
from menkou.core.errors import Invalid

NO_MORE = "改分是改算分的数，改了以后分要比原来高；不改就选维持。"
TOO_MUCH = "做到的不能比要求的多，请改。"
OF_A_WHOLE = ("share", "rated", "met", "on_time")
JUDGED = "judged"


class Right(NamedTuple):
    """The score that counted, what was to be counted, and what that gives."""

    last: Score
    fact: Fact
    now: Scored


def counting(reply: Reply) -> Score | None:
    """The score that a review is about, as it counts now."""
    found = Score.objects.filter(sheet=reply.sheet, item=reply.item).select_related("item")
    return found.order_by("-number").first()


def set_right(reply: Reply, done: int | None, asked: int | None) -> Right:
    """What a review would give. Raises Invalid where that is no more than before, or more was done than was asked."""
    last = counting(reply)
    if last is None or done is None or done < 0 or (asked is not None and asked < 0):
        raise Invalid(NO_MORE)
    kind = last.item.kind
    whole = last.item.most if kind == JUDGED else last.asked if asked is None else asked
    if kind in OF_A_WHOLE and (whole or 0) < done:
        raise Invalid(TOO_MUCH)
    late = min(last.late, (whole or 0) - done) if kind == "on_time" else last.late
    fact = queries.fact_of(last)._replace(done=done, asked=whole, late=late, why="")
    now = scoring.worth(reply.sheet, last.item, fact)
    if now.points <= last.points:
        raise Invalid(NO_MORE)
    return Right(last, fact, now)
