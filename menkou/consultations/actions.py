"""受理、答复、移交、办结、评价. What was said goes through content; what follows below goes through worklogs."""

from collections.abc import Sequence
from uuid import UUID

from menkou.consultations import consents, content, holding, news, policies, queries, viewings
from menkou.consultations.asking import recording as beside
from menkou.consultations.enclosing import sending
from menkou.consultations.interests import barring, recording, routing
from menkou.consultations.interests import queries as interests
from menkou.consultations.interests.routing import NOBODY_NAMED, About
from menkou.consultations.models import Consultation, Rating, Referral
from menkou.consultations.referring import queries as referring
from menkou.consultations.rules import codes, thanks
from menkou.consultations.rules.circumstances import NONE_SAID, Circumstances
from menkou.consultations.rules.packing import Packed
from menkou.consultations.timing import actions as timing
from menkou.consultations.wording import sealing as wording
from menkou.core import clock, outbox, replies
from menkou.core.actions import action
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.news import announce
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

State = Consultation.State
NOBODY = "这个村现在没有法律顾问在岗，请打司法所的电话问。"
CLOSED = holding.CLOSED
UNREFERRED = "还没有记过转到哪里去，不能这样结。请先点“转到别处办”，写明去哪里。"
UNDECLARED = "回复之前，请先勾“查过了，跟我和我们所没有利害关系”；有利害关系的，打开“有利害关系，不能办”转给别人。"


def pickup_code(consultation: Consultation) -> str:
    """取件码: spelled from the identity with the key file, so that it is shown again and never stored."""
    return codes.spell(digest("pickup", str(consultation.pk)), codes.PICKUP_LENGTH)


@action(policies.ask, audit="consultation.asked")
def ask(
    *,
    by: Actor,
    village: Village,
    text: str,
    form: str,
    may_hand_over: bool,
    enclosed: Sequence[Packed] = (),
    about: About = NOBODY_NAMED,
    how: Circumstances = NONE_SAID,
) -> Consultation:
    """受理: seal the question and put it before the adviser on duty. Raises Conflict where the village has none.

    Of whom it is about, it never reaches; of whoever asks for somebody else, the phone is not kept. A form that has
    asked before breaks the constraint a_form_asks_once; intake.ask_once finds what it asked.
    """
    way = routing.route(village, about.concerns)
    if way is None:
        raise Conflict(NOBODY)
    asked_at, goes_along = clock.now(), sending.of(form, text, enclosed)
    consultation = Consultation(
        **({"id": goes_along.draft.pk} if goes_along.draft else {}),
        village=village,
        holder_id=way.holder_id,
        post=way.post,
        may_hand_over=may_hand_over,
        asked_at=asked_at,
        due_at=places.due(asked_at, places.rules()["answer_within_working_days"]),
        device_digest=None if how.is_by_helper else by.device,
        once_digest=digest("once", form),
        asked_digest=sending.digest_of(form, village.code, text, may_hand_over, enclosed, about.said + how.said),
    )
    consultation.code_digest = digest("pickup-code", pickup_code(consultation))
    said = consents.said(consultation, content=True, hand_over=may_hand_over)
    content.lay_down(consultation, text, *said, *beside.rows(consultation, how, by), sending=goes_along)
    beside.wish(consultation, how)
    _put_before(consultation, way, about)
    return consultation


@action(policies.follow_up, audit="consultation.followed_up")
def follow_up(
    *, by: Actor, consultation: Consultation, text: str, form: str, enclosed: Sequence[Packed] = ()
) -> Consultation:
    """接着问: the same matter waits for an answer again. A form sent twice says it once."""
    consultation = holding.kept(consultation)
    once = digest("once", form)
    if content.is_said(consultation, once, text, enclosed):
        return consultation
    if not enclosed and thanks.only_thanks(text):  # restarts nothing and reopens nothing
        content.add(consultation, text, author_id=None, once=once, only_thanks=True)
        return consultation
    if consultation.state == State.CLOSED:
        raise Conflict(f"{CLOSED}还有事要问，请重新打开这件事，或者再提一个新问题。")
    timing.start_clock(by=by, consultation=consultation)
    goes_along = sending.of(form, text, enclosed, matter=consultation.pk)
    said = content.add(consultation, text, author_id=None, once=once, sending=goes_along)
    if consultation.state == State.ANSWERED:
        consultation.due_at = places.due(clock.now(), places.rules()["answer_within_working_days"])
    consultation.state, consultation.read_at = State.WAITING, None
    consultation.save(update_fields=["state", "read_at", "due_at"])
    holding.tell_holder(consultation, "有一条咨询，居民接着问了，请登录查看。", f"followed-up:{said}")
    return consultation


@action(policies.read, audit="consultation.read")
def read(*, by: Actor, consultation: Consultation) -> list[content.Said]:
    """打开: the holder reads what was said; each opening is on record, and the asker sees it."""
    if consultation.erased_at is None:
        viewings.note(consultation, by, viewings.Way.READ)
    return content.open_for_adviser(consultation)


@action(policies.answer, audit="consultation.answered")
def answer(
    *, by: Actor, consultation: Consultation, text: str, form: str, enclosed: Sequence[Packed] = ()
) -> Consultation:
    """答复: seen by the asker after some seconds, so that it can be taken back. A form sent twice answers once.

    Raises Conflict where the holder has not declared yet whether they have an interest, TakenBack where it is undone.
    """
    consultation = holding.still_held(consultation)
    once = digest("once", form)
    if content.is_said(consultation, once, text, enclosed):
        return consultation
    if replies.is_undone(once):
        raise holding.TakenBack
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    if interests.is_to_be_declared(consultation):
        raise Conflict(UNDECLARED)
    timing.start_clock(by=by, consultation=consultation)
    delay_s = places.rules()["take_back_seconds"]
    holder = consultation.holder_id
    goes_along = sending.of(form, text, enclosed, matter=consultation.pk, author_id=holder)
    content.add(consultation, text, author_id=holder, delay_s=delay_s, once=once, sending=goes_along)
    wording.destroy(consultation)
    _settle_state(consultation)
    announce(news.Answered(consultation, *content.sent_with(form)))
    return consultation


@action(policies.answer, audit="consultation.answer_taken_back")
def take_back(*, by: Actor, consultation: Consultation, message_id: UUID) -> str:
    """撤回: before the asker has seen it. Return the text, to go on from. Raises Conflict where it is too late."""
    consultation = holding.still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    text = content.take_back(consultation, message_id, by.held(Role.ADVISER))
    if text is None:
        raise Conflict("已经送到对方那里，撤不回来了。可以再发一条更正。")
    gone = {"outcome": Referral.Outcome.CANCELLED, "told_at": clock.now(), "told_by": by.user_id}
    referring.sent_with(consultation, text, by).update(**gone)  # the card with it
    _settle_state(consultation)
    announce(news.TakenBack(consultation, message_id))
    return text


@action(policies.close, audit="consultation.closed")
def close(
    *, by: Actor, consultation: Consultation, minutes: int, category: str, ending: str = Consultation.Ending.ANSWERED
) -> Consultation:
    """办结: how it ended is said, and the work log entry writes itself.

    Raises Conflict where it is closed, nobody has answered, or it is said to be referred and was not.
    """
    consultation = holding.still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(f"{CLOSED}没有重复记日志。")
    if consultation.state == State.WAITING:
        raise Conflict("还没有答复，不能办结。要是已经当面或电话答复过，请先写一句说明。")
    if ending == Consultation.Ending.REFERRED and not referring.is_referred(consultation):
        raise Conflict(UNREFERRED)
    consultation.entry = worklogs.record(
        by=by,
        author=consultation.holder,
        village=consultation.village,
        kind=Entry.Kind.CONSULTATION,
        done_on=clock.today(),
        minutes=minutes,
    )
    consultation.state, consultation.closed_at, consultation.closed_by_id = State.CLOSED, clock.now(), by.user_id
    consultation.minutes, consultation.category, consultation.ending = minutes, category, ending
    wording.destroy(consultation)
    consultation.save(update_fields=["entry", "state", "closed_at", "closed_by", "minutes", "category", "ending"])
    announce(news.Closed(consultation))
    return consultation


@action(policies.rate, audit="consultation.rated")
def rate(*, by: Actor, consultation: Consultation, face: int, is_solved: bool) -> Rating:
    """评价, once, when there is an answer. An unhappy one sends word, without content, to the judicial office."""
    consultation = holding.kept(consultation)
    if queries.rating_of(consultation):
        raise Conflict("您已经评价过了，谢谢。")
    days = places.rules()["days_to_rate"]
    if not queries.may_still_rate(consultation, days):
        raise Conflict(f"现在不能评价了：要等有了回复，并且办结不超过 {days} 天。")
    rating = Rating.objects.create(consultation=consultation, face=face, is_solved=is_solved, rated_at=clock.now())
    if face == Rating.Face.UNHAPPY:
        words = "辖区内有一条咨询的评价是不满意，请登录查看统计并跟进。"
        outbox.send(to=barring.overseer_of(consultation), words=words, key=f"unhappy:{consultation.pk}")
    return rating


@action(policies.replay, audit="consultation.demo_replayed")
def replay(*, by: Actor, district: District, threads: Sequence[content.Thread], ratings: Sequence[Rating]) -> None:
    """演示: put a year of invented consultations on record, sealed like any other."""
    Consultation.objects.bulk_create([thread.consultation for thread in threads], batch_size=500)
    content.lay_down_many(threads)
    Rating.objects.bulk_create(ratings, batch_size=500)


def _put_before(consultation: Consultation, way: routing.Route, about: About) -> None:
    """Whom it is kept from is on record before anybody is told; where nobody may have it, the bureau is."""
    if about.said:
        content.name_sides(consultation, {"other": about.other_side, "asker": about.own_name})
    recording.keep_out(consultation, way.interests, concerns=routing.concern_of(about.concerns))
    if way.is_held:
        holding.tell_new_holder(consultation, "您有一条新咨询，请登录查看。", f"asked:{consultation.pk}")
    else:
        recording.ask_bureau(consultation)


def _settle_state(consultation: Consultation) -> None:
    """Answered if the last word is the adviser's; waiting if it is the asker's."""
    first, last = content.answers_span(consultation)
    since = queries.given_away_at(consultation)
    consultation.state = State.ANSWERED if content.is_answered(consultation, since) else State.WAITING
    consultation.first_answered_at, consultation.answered_at = first, last
    consultation.save(update_fields=["state", "first_answered_at", "answered_at"])
