"""复核的结果: what the item and the whole sheet came to when a review was decided, whatever was decided since."""

from typing import NamedTuple

from django.db.models import Q

from menkou.assessments import queries
from menkou.assessments.models import Reply, Score
from menkou.assessments.rules import schemes
from menkou.assessments.rules.items import Scored


class Outcome(NamedTuple):
    """Points in hundredths: of the item before and after, alike where it was kept, and of the sheet, with its grade."""

    before: int
    after: int
    total: int
    grade: str


def outcome_of(reply: Reply) -> Outcome:
    """Of a review that was decided. Everybody had scored before anybody could answer: only reviews move a sheet since."""
    then = Q(reply=None) | Q(reply=reply) | Q(reply__decided_at__lt=reply.decided_at)
    scores = Score.objects.filter(then, sheet=reply.sheet_id).order_by("item__order", "number").defer("rows")
    counting = {one.item_id: one for one in scores}  # the last of each item
    own = [one for one in scores if one.item_id == reply.item_id]
    before = own[-2] if own[-1].reply_id == reply.pk else own[-1]
    rules = queries.rules_of(reply.sheet.scheme)
    total = schemes.total(rules, [Scored(one.points, one.is_counted, one.words) for one in counting.values()])
    return Outcome(before.points, own[-1].points, total.points, schemes.grade_of(rules, total.points).title)
