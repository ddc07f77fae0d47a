"""会诊: a colleague reads one matter, read only, with the asker's consent, and tells its holder what they think."""

from uuid import UUID

from menkou.advisers.models import Registration
from menkou.consultations import consents, content, enclosed, holding, policies, viewings
from menkou.consultations.models import Consultation, Opinion
from menkou.consultations.notes import sealing
from menkou.consultations.opinions import queries
from menkou.consultations.passing import queries as passing
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places import queries as places

State = Opinion.State
CANNOT = "这位顾问现在不能帮着看：有利害关系，或者这几天不在。请换一位。"
OVER = "这次会诊已经结束了。"
SAID_NO = "居民在自己手机上点过不同意，口头同意不算数。请不要勾选“本人同意他看”，由居民自己在手机上点同意。"


@action(policies.answer, audit="opinion.asked")
def ask(*, by: Actor, consultation: Consultation, colleague: Registration, is_spoken: bool) -> Opinion:
    """请人会诊. The asker is asked on the thread; at once where they agreed by word of mouth, which is put down as such.

    Asking the same colleague twice asks once. Raises Conflict for whom an interest keeps out, or who is away, and for
    word of mouth after the asker's own no.
    """
    consultation = holding.still_held(consultation)
    if consultation.state == Consultation.State.CLOSED:
        raise Conflict(holding.CLOSED)
    _end_what_is_over(consultation, colleague.pk)
    _may_still(consultation, colleague.pk)
    standing = Opinion.objects.filter(consultation=consultation, colleague=colleague, state__in=queries.STANDING)
    found = standing.first() or Opinion.objects.create(
        consultation=consultation,
        holder_id=consultation.holder_id,
        colleague=colleague,
        asked_at=clock.now(),
        asked_by_id=by.user_id,  # type: ignore[misc]  # whoever holds a matter has an account
    )
    if is_spoken and found.state == State.ASKED:
        if consents.has_declined_opinions(consultation):
            raise Conflict(SAID_NO)
        _opened(found, is_spoken=True)
        consents.note_opinion(consultation, is_given=True, recorded_by_id=by.user_id)
    return found


@action(policies.allow_opinion, audit="opinion.agreed")
def agree(*, by: Actor, opinion: Opinion) -> Opinion:
    """同意会诊, by the asker. Saying so twice says it once. Raises Conflict where it is over, or the colleague may not."""
    found = _locked(opinion)
    if queries.is_open(found):
        return found
    is_closed = found.consultation.state == Consultation.State.CLOSED
    if found.state != State.ASKED or is_closed or found.holder_id != found.consultation.holder_id:
        raise Conflict(OVER)
    _may_still(found.consultation, found.colleague_id)
    consents.note_opinion(found.consultation, is_given=True)
    return _opened(found, is_spoken=False)


@action(policies.allow_opinion, audit="opinion.declined", when=bool)
def decline(*, by: Actor, opinion: Opinion) -> bool:
    """不同意, or 不让看了: from this moment the colleague reads nothing more. Returns whether there was anything to end.

    A first no is kept also where the holder was quicker and ended it.
    """
    found = _locked(opinion)
    is_standing = found.state in queries.STANDING
    if is_standing or not consents.has_declined_opinions(found.consultation):
        consents.note_opinion(found.consultation, is_given=False)
    if not is_standing:
        return False
    _ended(found, State.DECLINED if found.state == State.ASKED else State.ENDED)
    return True


@action(policies.end_opinion, audit="opinion.ended", when=bool)
def end(*, by: Actor, opinion: Opinion) -> bool:
    """结束会诊, by the holder, or where it is over. Returns whether there was anything to end."""
    holding.locked(opinion.consultation)  # also of a matter that was erased
    found = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if found.state not in queries.STANDING:
        return False
    _ended(found, State.ENDED)
    return True


@action(policies.advise, audit="opinion.read")
def read(*, by: Actor, opinion: Opinion) -> list[content.Said]:
    """看, read only: what has arrived; each opening is on record, and the asker sees by whom."""
    matter = opinion.consultation
    viewings.note(matter, by, viewings.Way.CONFERRED, viewer_id=opinion.colleague_id)
    return content.open_for_asker(matter)


@action(policies.advise, audit="opinion.enclosure_opened")
def open_enclosure(*, by: Actor, opinion: Opinion, enclosure_id: UUID, wanted: str) -> enclosed.Part | None:
    """听、看附件: by the colleague; each opening is on record. None: there is no such part."""
    return content.enclosure_for_asker(opinion.consultation, enclosure_id, wanted)


@action(policies.advise, audit="opinion.given")
def give(*, by: Actor, opinion: Opinion, text: str, form: str) -> UUID:
    """写会诊意见: sealed, for the holder alone; never on the thread. A form sent twice writes once.

    Raises Conflict where it is over, or the form has written something else.
    """
    found = _locked(opinion)
    if not queries.is_open(found):
        raise Conflict(OVER)
    matter, once = found.consultation, digest("opinion", form)
    note = sealing.add(matter, text, by_id=by.user_id, once=once, opinion_of=found.colleague_id)
    found.given_at = clock.now()
    found.save(update_fields=["given_at"])
    holding.tell_holder(matter, "您请的会诊，有意见了，请登录查看。", f"opinion-given:{note}")
    return note


def _locked(opinion: Opinion) -> Opinion:
    """As it is now. The matter is locked before it, in the order in which every other action locks."""
    matter = holding.kept(opinion.consultation)
    found = Opinion.objects.select_for_update().get(pk=opinion.pk)
    found.consultation = matter
    return found


def _may_still(consultation: Consultation, colleague_id: UUID) -> None:
    if not passing.near(consultation).filter(pk=colleague_id).exists():
        raise Conflict(CANNOT)


def _opened(opinion: Opinion, *, is_spoken: bool) -> Opinion:
    now = clock.now()
    until_at = places.due(now, places.rules()["working_days_of_an_opinion"])
    opinion.state, opinion.agreed_at, opinion.until_at, opinion.is_spoken = State.OPEN, now, until_at, is_spoken
    opinion.save(update_fields=["state", "agreed_at", "until_at", "is_spoken"])
    words, key = "有一位同行请您会诊，请登录查看。", f"opinion:{opinion.pk}"
    outbox.send(to=f"registration:{opinion.colleague_id}", words=words, key=key, about=opinion.consultation_id)
    return opinion


def _ended(opinion: Opinion, state: str) -> None:
    opinion.state, opinion.ended_at = state, clock.now()
    opinion.save(update_fields=["state", "ended_at"])


def _end_what_is_over(consultation: Consultation, colleague_id: UUID) -> None:
    """So that the same colleague can be asked again: whose days are over, or whose holder was another."""
    for one in Opinion.objects.filter(
        consultation=consultation, colleague=colleague_id, state__in=queries.STANDING
    ).select_for_update():
        is_over = one.state == State.OPEN and one.until_at is not None and one.until_at <= clock.now()
        if is_over or one.holder_id != consultation.holder_id:
            _ended(one, State.ENDED)
