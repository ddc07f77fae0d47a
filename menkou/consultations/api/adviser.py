"""What an adviser does through a program. Whatever they do not hold does not exist for them."""

from typing import Literal
from uuid import UUID, uuid4

from ninja import Query, Router

from menkou.accounts.api import IdempotencyKey, Token, once
from menkou.consultations import actions, content, queries
from menkou.consultations.api import shapes
from menkou.consultations.interests import actions as interests
from menkou.consultations.models import Consultation
from menkou.consultations.passing import actions as passing
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.shapes import Page, Window, page
from menkou.places.api import village_out

router = Router(tags=["advisers"], auth=Token(Role.ADVISER))
LISTS = {"waiting": queries.waiting, "answered": queries.answered, "closed": queries.closed}


class ListWindow(Window):
    """Which of my consultations."""

    state: Literal["waiting", "answered", "closed"] = "waiting"


@router.get("consultations", response=Page[shapes.ConsultationOut], summary="My consultations")
def consultations(request, window: Query[ListWindow]):
    """Waiting ones by when they are due, others the newest first. Facts only."""
    return page(LISTS[window.state](request.actor), window, _consultation_out)


@router.get("consultations/{uuid:pk}", response=shapes.OpenedOut, summary="Open one of my consultations")
def consultation(request, pk: UUID):
    """What was said. Each opening is on record."""
    found = queries.consultation_for(request.actor, pk)
    said, now = actions.read(by=request.actor, consultation=found), clock.now()
    return shapes.OpenedOut(
        **_consultation_out(found).model_dump(),
        said=[_message_out(one, can_take_back=one.author_id == found.holder_id and one.at > now) for one in said],
        handovers=[one.words for one in queries.handovers_of(found)],
    )


@router.post("consultations/{uuid:pk}/answers", response={201: shapes.Answered}, summary="Answer")
def answer(request, pk: UUID, body: shapes.AnswerIn, key: IdempotencyKey = None):
    """答复: the asker sees it some seconds later; until then it can be taken back.

    409 where whoever has it has not declared yet that they have no interest in it.
    """

    def do() -> shapes.Answered:
        found, form = queries.consultation_for(request.actor, pk), uuid4().hex
        if body.has_no_interest:
            interests.declare_none(by=request.actor, consultation=found)
        found = actions.answer(by=request.actor, consultation=found, text=body.text, form=form)
        sent, visible_at = content.sent_with(form)
        return shapes.Answered(id=sent, visible_at=visible_at, state=shapes.State(found.state))

    return once(request, key, do, body=body, status=201)


@router.post(
    "consultations/{uuid:pk}/answers/{uuid:message}/take-back", response=shapes.TakenBack, summary="Take an answer back"
)
def take_back(request, pk: UUID, message: UUID, key: IdempotencyKey = None):
    """撤回, before the asker has seen it. The text is not sent back."""

    def do() -> shapes.TakenBack:
        found = queries.consultation_for(request.actor, pk)
        actions.take_back(by=request.actor, consultation=found, message_id=message)
        state = queries.consultation_for(request.actor, pk).state
        return shapes.TakenBack(id=message, state=shapes.State(state))

    return once(request, key, do)


@router.post("consultations/{uuid:pk}/hand-over", response=shapes.HandedOver, summary="Hand over to the other post")
def hand_over(request, pk: UUID, body: shapes.HandOverIn, key: IdempotencyKey = None):
    """移交: from now on it does not exist for me."""

    def do() -> shapes.HandedOver:
        found = queries.consultation_for(request.actor, pk)
        done = passing.hand_over(by=request.actor, consultation=found, reason=body.reason)
        return shapes.HandedOver(to_post=shapes.Post(done.consultation.post), handed_at=done.handed_at)

    return once(request, key, do, body=body)


@router.post("consultations/{uuid:pk}/interest", response=shapes.Declared, summary="Declare an interest")
def interest(request, pk: UUID, body: shapes.InterestIn, key: IdempotencyKey = None):
    """利害关系: it leaves me and my institution at once, for good."""

    def do() -> shapes.Declared:
        found = queries.consultation_for(request.actor, pk)
        moved = interests.declare(by=request.actor, consultation=found, kind=body.kind)
        return shapes.Declared(is_handed_over=moved.holder_id != found.holder_id)

    return once(request, key, do, body=body)


@router.post("consultations/{uuid:pk}/close", response=shapes.Closed, summary="Close, which writes the work log")
def close(request, pk: UUID, body: shapes.CloseIn, key: IdempotencyKey = None):
    """办结."""

    def do() -> shapes.Closed:
        found = queries.consultation_for(request.actor, pk)
        done = actions.close(by=request.actor, consultation=found, **body.model_dump())
        return shapes.Closed.model_validate(done)

    return once(request, key, do, body=body)


def _consultation_out(found: Consultation) -> shapes.ConsultationOut:
    times = ("asked_at", "due_at", "answered_at", "closed_at")
    names = ("reference", "may_hand_over", *times, "category", "minutes", "ending")
    facts = {name: getattr(found, name) for name in names}
    return shapes.ConsultationOut(
        id=found.pk, village=village_out(found.village), state=shapes.State(found.state), **facts
    )


def _message_out(one: content.Said, *, can_take_back: bool) -> shapes.MessageOut:
    by: Literal["asker", "adviser"] = "adviser" if one.author_id else "asker"
    beside = shapes.enclosed_out(one.enclosures)
    return shapes.MessageOut(id=one.id, by=by, text=one.text, at=one.at, enclosures=beside, can_take_back=can_take_back)
