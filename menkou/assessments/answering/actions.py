"""确认、说明、申请复核、复核决定. Nobody is charged for answering; a review never ends with fewer points than before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.assessments import policies
from menkou.assessments.answering import righting
from menkou.assessments.cycling import scoring
from menkou.assessments.models import Cycle, Reply, SchemeItem, Sheet
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid

State, Decision = Cycle.State, Reply.Decision
TOO_LATE = "说明、申请复核的时间过了。"
DECIDED = "这一件复核已经定了。"
REVIEWED = "这一项已经复核过了，这几天里不再复核；还有话要说，可以不选复核，写说明。"
TWICE = "这一项已经申请了复核，等结果就行。"


@action(policies.answer, audit="assessment.confirmed", when=bool)
def confirm(*, by: Actor, sheet: Sheet) -> bool:
    """确认: seen, and agreed to. Returns whether it was not there yet. Raises Conflict before it is shown or when locked."""
    _only_in(sheet, State.ANSWERING, State.PUBLICITY)
    found = Sheet.objects.filter(pk=sheet.pk, confirmed_at=None)
    return bool(found.update(confirmed_at=clock.now(), confirmed_by=by.user_id))


@action(policies.answer, audit="assessment.answered", when=bool)
def reply(
    *, by: Actor, sheet: Sheet, form: bytes, text: str, item: UUID | None = None, wants_review: bool = False
) -> Reply | None:
    """说明, of an item or of all; with 申请复核 somebody else decides. `form` is its digest: None where it was sent before.

    Once in the days to answer an item is reviewed; once more in the new days after a publicity was taken back. Raises
    Invalid without words, or where a review is of no item; Conflict when it is too late, or asked already.
    """
    cycle = _only_in(sheet, State.ANSWERING)
    if cycle.answer_until and clock.now() > cycle.answer_until:
        raise Conflict(TOO_LATE)
    if not text.strip():
        raise Invalid("请写说明。")
    about = SchemeItem.objects.filter(pk=item, scheme=sheet.scheme_id).first() if item else None
    if wants_review and about is None:
        raise Invalid("申请复核，请选是哪一项。")
    if wants_review and (before := _review_of(sheet, about, form, cycle.reopened_at)):
        raise Conflict(REVIEWED if before.decision else TWICE)
    facts: dict[str, Any] = {"made_at": clock.now(), "made_by_id": by.user_id, "once_digest": form}
    made = Reply(sheet=sheet, item=about, text=text.strip(), wants_review=wants_review, **facts)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same form, once more
        return None
    if wants_review:
        outbox.send(to="bureau", words="有人对考核结果申请复核，请登录看一看。", key=f"assessment-review:{made.pk}")
    return made


@action(policies.decide, audit="assessment.review_decided")
def decide(
    *, by: Actor, reply: Reply, decision: str, note: str, done: int | None = None, asked: int | None = None
) -> Reply:
    """复核决定, once, with its reason; 改分 sets right what was counted, and the points follow from it by the scheme.

    Raises Invalid for a decision without its reason, or a count that gives no more points than before; Conflict where
    it was decided or is no review.
    """
    _only_in(reply.sheet, State.ANSWERING)
    if decision not in Decision.values:
        raise Invalid("请选维持还是改分。")
    if not note.strip():
        raise Invalid("请写理由，申请的人看得到。")
    right = righting.set_right(reply, done, asked) if decision == Decision.CHANGED else None
    facts = {"decision": decision, "decision_note": note.strip(), "decided_at": clock.now(), "decided_by": by.user_id}
    if not Reply.objects.filter(pk=reply.pk, wants_review=True, decision="").update(**facts):
        raise Conflict(DECIDED)
    reply.refresh_from_db()
    if right:
        rows, said = scoring.rows_like(right.last), note.strip()[:300]
        scoring.add(reply.sheet, right.last.item, right.fact, by, rows=rows, reply=reply, note=said)
    _tell(reply)
    return reply


def _review_of(sheet: Sheet, item: SchemeItem | None, form: bytes, since: datetime | None) -> Reply | None:
    """The review that another form asked for, in these days to answer."""
    found = Reply.objects.filter(sheet=sheet, item=item, wants_review=True).exclude(once_digest=form)
    return (found.filter(made_at__gte=since) if since else found).first()


def _tell(reply: Reply) -> None:
    sheet = reply.sheet
    whom = {
        f"registration:{sheet.registration_id}": sheet.registration_id,
        f"institution:{sheet.institution_id}": sheet.institution_id,
        f"township:{sheet.township_id}": sheet.township_id,
    }
    for to in (address for address, known in whom.items() if known):
        outbox.send(to=to, words="您申请的考核复核有结果了，请登录看。", key=f"assessment-decided:{reply.pk}")


def _only_in(sheet: Sheet, *states: str) -> Cycle:
    cycle = Cycle.objects.select_for_update().get(pk=sheet.cycle_id)
    if cycle.state not in states:
        raise Conflict(TOO_LATE)
    return cycle
