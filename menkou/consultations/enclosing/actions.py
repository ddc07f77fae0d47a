"""附上: voice and pages of paper come before the words that they belong to, and wait in a draft."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.consultations import content, enclosed, policies, queries
from menkou.consultations.actions import pickup_code
from menkou.consultations.enclosing import sending
from menkou.consultations.models import Consultation, Draft
from menkou.consultations.rules import pace
from menkou.core import clock, pictures
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, TooSoon
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import District, Village

SENT = "这一页已经送出过了，请回到列表再看。"
AN_HOUR = timedelta(hours=1)
ADDRESS_FREE, ADDRESS_SLOW_S = 20, 5  # times as many from one address: a whole village may share it


@action(policies.ask, audit="consultation.draft_started", when=lambda started: started[1])
def start_question(*, by: Actor, village: Village, form: str) -> tuple[Draft | None, bool]:
    """起草提问: the draft of a form, and whether it is new; none where the form has asked already. Raises TooSoon."""
    if found := _started(form, consultation=None, author_id=None):
        return found, False
    if queries.once(form):
        return None, False
    _slow_down(by)
    draft = _new(by, form)
    while Consultation.objects.filter(code_digest=_code_digest(draft)).exists():
        draft = _new(by, form)  # once in some ten million times a code is taken; another identity spells another
    draft.village = village
    return _begin(draft)


@action(policies.follow_up, audit="consultation.follow_up_started", when=lambda started: started[1])
def start_follow_up(*, by: Actor, consultation: Consultation, form: str) -> tuple[Draft | None, bool]:
    """起草接着问: as a question's."""
    return _start_in(by, consultation, form, author_id=None)


@action(policies.answer, audit="consultation.answer_started", when=lambda started: started[1])
def start_answer(*, by: Actor, consultation: Consultation, form: str) -> tuple[Draft | None, bool]:
    """起草答复: as a question's."""
    return _start_in(by, consultation, form, author_id=consultation.holder_id)


@action(policies.fill, audit="consultation.voice_added", when=lambda is_new: is_new)
def put_piece(*, by: Actor, draft: Draft, clip: int, number: int, mime: str, piece: bytes) -> bool:
    """说话: one piece of a clip. Sent twice it is kept once. Raises Conflict where the draft has been sent."""
    limits = sending.limits()
    return enclosed.put_piece(_locked(draft), (clip, number), mime, piece, limits) and number == 0


@action(policies.fill, audit="consultation.page_added", when=bool)
def put_photo(*, by: Actor, draft: Draft, number: int, photo: bytes) -> bool:
    """拍照: one page of paper, made small and written anew. Raises Invalid with what to do."""
    page, limits = pictures.page(photo, places.rules()["most_kb_of_a_page"] * 1024), sending.limits()
    return enclosed.put_photo(_locked(draft), number, page, sending.source_of(photo), limits)


@action(policies.read, audit="consultation.enclosure_opened")
def open_enclosure(*, by: Actor, consultation: Consultation, enclosure_id: UUID, wanted: str) -> enclosed.Part | None:
    """听、看附件: by the holder; each opening is on record. None: there is no such part."""
    return content.enclosure_for_adviser(consultation, enclosure_id, wanted)


@action(policies.forget_drafts, audit="consultation.drafts_forgotten", when=bool)
def forget_drafts(*, by: Actor, district: District) -> int:
    """清理: drafts that were begun long ago and never sent; returns how many."""
    old = queries.drafts_begun_before(clock.now() - timedelta(hours=places.rules()["hours_a_draft_is_kept"]))
    return enclosed.forget(old.select_for_update(skip_locked=True))


def _start_in(by: Actor, consultation: Consultation, form: str, *, author_id: UUID | None) -> tuple[Draft | None, bool]:
    if found := _started(form, consultation=consultation.pk, author_id=author_id):
        return found, False
    if content.was_sent(form):
        return None, False
    if author_id is None:
        _slow_down(by)
    draft = _new(by, form)
    draft.consultation, draft.author_id = consultation, author_id
    return _begin(draft)


def _started(form: str, *, consultation: UUID | None, author_id: UUID | None) -> Draft | None:
    found = queries.draft_with(form).first()
    if found and (found.consultation_id, found.author_id) != (consultation, author_id):
        raise Conflict(SENT)
    return found


def _new(by: Actor, form: str) -> Draft:
    device = by.device if by.device_age_s else None  # a phone without cookies has another name at every request
    facts = {"device_digest": device, "address_digest": by.address or b"", "started_at": clock.now()}
    return Draft(form_digest=digest("once", form), **facts)


def _code_digest(draft: Draft) -> bytes:
    return digest("pickup-code", pickup_code(Consultation(pk=draft.pk)))


def _begin(draft: Draft) -> tuple[Draft, bool]:
    """Put a draft on record, or find the one that another piece of the form has begun this moment."""
    try:
        with transaction.atomic():
            enclosed.begin(draft)
    except IntegrityError:
        return Draft.objects.get(form_digest=draft.form_digest), False
    return draft, True


def _locked(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise Conflict(SENT)
    return found


def _slow_down(by: Actor) -> None:
    """Many in an hour are slowed: by device, and by address far later. Nobody is locked out."""
    free, now = places.rules()["messages_of_a_device_an_hour"], clock.now()
    own, here = queries.begun_since(now - AN_HOUR, by)
    seconds = max(
        pace.wait_seconds([(now - at).total_seconds() for at in own], free),
        pace.wait_seconds([(now - at).total_seconds() for at in here], free * ADDRESS_FREE, ADDRESS_SLOW_S),
    )
    if seconds:
        raise TooSoon(f"这一会儿送得太多了。请等 {seconds} 秒再说，写字随时可以送。", seconds)
