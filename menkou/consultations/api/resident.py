"""What a resident does through a program: no account, and nothing but the 取件码 opens a thread."""

from typing import Literal
from uuid import uuid4

from ninja import Router, Status

from menkou.accounts.api import IdempotencyKey, once, own
from menkou.advisers.models import Registration
from menkou.consultations import actions, content, intake, queries
from menkou.consultations.api import shapes
from menkou.consultations.interests.barring import is_unheld
from menkou.consultations.interests.routing import About
from menkou.consultations.models import Consultation, Rating
from menkou.consultations.passing import actions as passing
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.rules import codes
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import NOT_FOUND, Absent
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.api import village_out
from menkou.places.models import Village

router = Router(tags=["residents"], auth=None)
HOTLINE = "12345"
LOCKED = "这件事加了暗号，请在手机网页上凭取件码和暗号看。"
WRONG = "没有这个取件码。请对着截图再看看，8 和 B、2 和 Z 容易看错。"


@router.post(
    "villages/{code}/consultations",
    response={201: shapes.AcceptedOut, 200: shapes.AcceptedOut},
    summary="Ask the village's adviser",
)
def ask(request, code: str, body: shapes.AskIn, key: IdempotencyKey = None):
    """201 for a new question; 200, with the same pickup code, where the same key has asked the same before."""
    by = Actor(None, "居民")  # no device: only the 取件码 leads back to this question
    form = (own(key) or uuid4()).hex
    about = About(body.concerns, body.other_side, body.own_name)
    words, agrees = body.text, body.may_hand_over
    village = _village(code)
    accepted = intake.ask_once(by=by, village=village, text=words, form=form, may_hand_over=agrees, about=about)
    asked = accepted.consultation
    return Status(
        201 if accepted.is_new else 200,
        shapes.AcceptedOut(
            pickup_code=accepted.code,
            pickup_code_in_two=" ".join(codes.in_two(accepted.code)),
            adviser=_holder_out(asked),
            due_at=asked.due_at,
        ),
    )


@router.post("consultations/lookup", response=shapes.ThreadOut, summary="See the answer")
def lookup(request, body: shapes.CodeIn):
    """The thread as the asker sees it. Wrong codes are slowed down (429), never locked."""
    _, found = _opened(request, body.code)
    return _thread_out(found)


@router.post("consultations/follow-up", response={201: shapes.FollowedUp}, summary="Ask on")
def follow_up(request, body: shapes.FollowUpIn, key: IdempotencyKey = None):
    """接着问."""
    by, found = _opened(request, body.code)

    def do() -> shapes.FollowedUp:
        said = actions.follow_up(by=by, consultation=found, text=body.text, form=uuid4().hex)
        return shapes.FollowedUp(state=shapes.State(said.state), due_at=said.due_at)

    return once(request, key, do, body=body, who=f"asker:{found.pk}", status=201)


@router.post("consultations/agree", response={201: shapes.Agreed}, summary="Agree that another adviser takes over")
def agree(request, body: shapes.CodeIn, key: IdempotencyKey = None):
    """同意由新顾问接手: whoever is on duty now reads what was said. Asked for where a thread says asks_consent."""
    by, found = _opened(request, body.code)

    def do() -> shapes.Agreed:
        agreed = passing.agree_to_hand_over(by=by, consultation=found)
        return shapes.Agreed(state=shapes.State(agreed.state), is_handed_over=agreed.holder_id != found.holder_id)

    return once(request, key, do, body=body, who=f"asker:{found.pk}", status=201)


@router.post("consultations/rate", response={201: shapes.Rated}, summary="Rate the help")
def rate(request, body: shapes.RateIn, key: IdempotencyKey = None):
    """评价, once: face 1 unhappy, 2 fair, 3 happy."""
    by, found = _opened(request, body.code)

    def do() -> shapes.Rated:
        rating = actions.rate(by=by, consultation=found, face=body.face, is_solved=body.is_solved)
        return shapes.Rated.model_validate(rating)

    return once(request, key, do, body=body, who=f"asker:{found.pk}", status=201)


def _village(code: str) -> Village:
    if not (code.isascii() and code.isdigit()):
        raise Absent(NOT_FOUND)
    return places.village_with(code)


def _opened(request, code: str) -> tuple[Actor, Consultation]:
    """The asker and what the code opens. Whoever tries codes is slowed by where they call from, whatever they send."""
    caller = digest("api-caller", request.address)
    found = pickup.pick_up(by=Actor(None, "居民", device=caller), district=request.district, typed=code)
    if found is None:
        raise Absent(WRONG)
    if found.lock is not None:
        raise Absent(LOCKED)
    asker = Actor(None, "居民", receipts=frozenset([found.pk]))
    return asker, queries.asked_for(asker, found.pk)


def _may_rate(found: Consultation) -> bool:
    return queries.may_still_rate(found, places.rules()["days_to_rate"])


def _thread_out(found: Consultation) -> shapes.ThreadOut:
    rating = queries.rating_of(found)
    has_arrived = found.answered_at is not None and found.answered_at <= clock.now()
    state = found.state if found.state != shapes.State.ANSWERED or has_arrived else shapes.State.WAITING
    said = content.open_for_asker(found)
    return shapes.ThreadOut(
        village=village_out(found.village),
        adviser=_holder_out(found),
        state=shapes.State(state),
        asked_at=found.asked_at,
        due_at=found.due_at,
        said=[_said_out(one) for one in said],
        handovers=[one.words for one in queries.handovers_of(found)],
        rating=_rating_out(rating) if rating else None,
        may_rate=rating is None and _may_rate(found),
        asks_consent=queries.asks_consent(found),
    )


def _said_out(one: content.Said) -> shapes.SaidOut:
    by: Literal["asker", "adviser"] = "adviser" if one.author_id else "asker"
    return shapes.SaidOut(by=by, text=one.text, at=one.at, enclosures=shapes.enclosed_out(one.enclosures))


def _rating_out(rating: Rating) -> shapes.RatingOut:
    return shapes.RatingOut(face=Rating.Face(rating.face), is_solved=rating.is_solved)


def _adviser_out(one: Registration) -> shapes.AdviserOut:
    return shapes.AdviserOut(name=one.adviser.name, title=one.adviser.title, institution=one.institution.name)


def _holder_out(found: Consultation) -> shapes.AdviserOut | None:
    return None if is_unheld(found) else _adviser_out(found.holder)
