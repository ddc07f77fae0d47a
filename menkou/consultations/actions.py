"""受理、答复、移交、办结、评价. What was said goes through content; what follows below goes through worklogs."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from menkou.consultations import content, policies, queries
from menkou.consultations.models import Consultation, Handover, Rating, WrongTry
from menkou.consultations.rules import codes, tries
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import CLOCK, Actor, Role
from menkou.core.errors import Conflict, TooSoon
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.postings import queries as postings
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

State = Consultation.State
NOBODY = "这个村现在没有法律顾问在岗，请打司法所的电话问。"
CLOSED = "这件事已经办结了。"
MOVED = "这件事刚刚移交给了另一位法律顾问。"


def pickup_code(consultation: Consultation) -> str:
    """取件码: spelled from the identity with the key file, so that it is shown again and never stored."""
    return codes.spell(digest("pickup", str(consultation.pk)), codes.PICKUP_LENGTH)


@action(policies.ask, audit="consultation.asked")
def ask(*, by: Actor, village: Village, text: str, form: str, may_hand_over: bool) -> Consultation:
    """受理: seal the question and put it before the adviser on duty. Raises Conflict where the village has none.

    A form that has asked before breaks the constraint a_form_asks_once; intake.ask_once finds what it asked.
    """
    duty = postings.on_duty(village)
    if duty is None:
        raise Conflict(NOBODY)
    asked_at = clock.now()
    consultation = Consultation(
        village=village,
        holder_id=duty[0],
        post=duty[1],
        may_hand_over=may_hand_over,
        asked_at=asked_at,
        due_at=places.due(asked_at, places.rules()["answer_within_working_days"]),
        device_digest=by.device,
        once_digest=digest("once", form),
        asked_digest=digest("asked", form, village.code, text, str(may_hand_over)),
    )
    consultation.code_digest = digest("pickup-code", pickup_code(consultation))
    content.lay_down(consultation, text)
    _tell_holder(consultation, "您有一条新咨询，请登录查看。", f"asked:{consultation.pk}")
    return consultation


@action(policies.follow_up, audit="consultation.followed_up")
def follow_up(*, by: Actor, consultation: Consultation, text: str, form: str) -> Consultation:
    """接着问: the same matter waits for an answer again. A form sent twice says it once."""
    consultation = _locked(consultation)
    once = digest("once", form)
    if content.is_said(consultation, once, text):
        return consultation
    if consultation.state == State.CLOSED:
        raise Conflict(f"{CLOSED}还有事要问，请再提一个新问题。")
    said = content.add(consultation, text, author_id=None, once=once)
    if consultation.state == State.ANSWERED:
        consultation.due_at = places.due(clock.now(), places.rules()["answer_within_working_days"])
    consultation.state, consultation.read_at = State.WAITING, None
    consultation.save(update_fields=["state", "read_at", "due_at"])
    _tell_holder(consultation, "有一条咨询，居民接着问了，请登录查看。", f"followed-up:{said}")
    return consultation


@action(policies.read, audit="consultation.read")
def read(*, by: Actor, consultation: Consultation) -> list[content.Said]:
    """打开: the holder reads what was said; each opening is on record."""
    if consultation.read_at is None:
        consultation.read_at = clock.now()
        Consultation.objects.filter(pk=consultation.pk, read_at=None).update(read_at=consultation.read_at)
    return content.open_for_adviser(consultation)


@action(policies.answer, audit="consultation.answered")
def answer(*, by: Actor, consultation: Consultation, text: str, form: str) -> Consultation:
    """答复: seen by the asker after some seconds, so that it can be taken back. A form sent twice answers once."""
    consultation = _still_held(consultation)
    once = digest("once", form)
    if content.is_said(consultation, once, text):
        return consultation
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    delay_s = places.rules()["take_back_seconds"]
    content.add(consultation, text, author_id=consultation.holder_id, delay_s=delay_s, once=once)
    _settle_state(consultation)
    return consultation


@action(policies.answer, audit="consultation.answer_taken_back")
def take_back(*, by: Actor, consultation: Consultation, message_id: UUID) -> str:
    """撤回: before the asker has seen it. Return the text, to go on from. Raises Conflict where it is too late."""
    consultation = _still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    text = content.take_back(consultation, message_id, by.held(Role.ADVISER))
    if text is None:
        raise Conflict("已经送到对方那里，撤不回来了。可以再发一条更正。")
    _settle_state(consultation)
    return text


@action(policies.hand_over, audit="consultation.handed_over")
def hand_over(*, by: Actor, consultation: Consultation, reason: str) -> Handover:
    """移交 to the other post. Raises Conflict where there is none, or the matter is closed."""
    consultation = _still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    other = queries.taker_of(consultation)
    if other is None:
        raise Conflict("这个村现在没有另一位法律顾问在岗，或者在岗的有利害关系，没法移交。请联系司法所。")
    return _pass_to(other.registration_id, other.post, consultation, reason, by)


@action(policies.close, audit="consultation.closed")
def close(*, by: Actor, consultation: Consultation, minutes: int, category: str) -> Consultation:
    """办结: the work log entry writes itself. Raises Conflict where it is closed, or nobody has answered."""
    consultation = _still_held(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(f"{CLOSED}没有重复记日志。")
    if consultation.state == State.WAITING:
        raise Conflict("还没有答复，不能办结。要是已经当面或电话答复过，请先写一句说明。")
    consultation.entry = worklogs.record(
        by=by,
        author=consultation.holder,
        village=consultation.village,
        kind=Entry.Kind.CONSULTATION,
        done_on=clock.today(),
        minutes=minutes,
    )
    consultation.state, consultation.closed_at, consultation.closed_by_id = State.CLOSED, clock.now(), by.user_id
    consultation.minutes, consultation.category = minutes, category
    consultation.save(update_fields=["entry", "state", "closed_at", "closed_by", "minutes", "category"])
    return consultation


@action(policies.rate, audit="consultation.rated")
def rate(*, by: Actor, consultation: Consultation, face: int, is_solved: bool) -> Rating:
    """评价, once, when there is an answer. An unhappy one sends word, without content, to the judicial office."""
    consultation = _locked(consultation)
    if queries.rating_of(consultation):
        raise Conflict("您已经评价过了，谢谢。")
    days = places.rules()["days_to_rate"]
    if not queries.may_still_rate(consultation, days):
        raise Conflict(f"现在不能评价了：要等有了回复，并且办结不超过 {days} 天。")
    rating = Rating.objects.create(consultation=consultation, face=face, is_solved=is_solved, rated_at=clock.now())
    if face == Rating.Face.UNHAPPY:
        words = "辖区内有一条咨询的评价是不满意，请登录查看统计并跟进。"
        outbox.send(to=f"township:{consultation.village.township_id}", words=words, key=f"unhappy:{consultation.pk}")
    return rating


@action(policies.follow_up, audit="consultation.handover_agreed")
def agree_to_hand_over(*, by: Actor, consultation: Consultation) -> Consultation:
    """同意由新顾问接手: the asker lets whoever is on duty now read what was said. Raises Conflict where it is closed."""
    consultation = _locked(consultation)
    if consultation.state == State.CLOSED:
        raise Conflict(CLOSED)
    consultation.may_hand_over = True
    consultation.save(update_fields=["may_hand_over"])
    _offer(consultation)
    return consultation


@action(policies.pass_on, audit="consultation.offered_to_new_holders", when=bool)
def offer_to_new_holders(*, by: Actor, village: Village) -> int:
    """岗位变动或请假: open matters of those who left or are away pass to who is on duty, where the asker agreed.

    Returns how many did.
    """
    still_open = Consultation.objects.filter(village=village).exclude(state=State.CLOSED)
    return sum(_offer(one) for one in still_open.order_by("pk").select_for_update())


@action(policies.replay, audit="consultation.demo_replayed")
def replay(*, by: Actor, district: District, threads: Sequence[content.Thread], ratings: Sequence[Rating]) -> None:
    """演示: put a year of invented consultations on record, sealed like any other."""
    Consultation.objects.bulk_create([thread.consultation for thread in threads], batch_size=500)
    content.lay_down_many(threads)
    Rating.objects.bulk_create(ratings, batch_size=500)


@action(policies.pick_up, audit="consultation.picked_up", when=bool)
def pick_up(*, by: Actor, district: District, typed: str) -> Consultation | None:
    """取件: the consultation of a 取件码, None for a wrong one. Raises TooSoon after too many wrong tries."""
    _slow_down(by)
    code = codes.tidy(typed)
    found = Consultation.objects.filter(code_digest=digest("pickup-code", code)).first() if code else None
    if found is None:
        WrongTry.objects.create(device_digest=by.device or b"", address_digest=by.address or b"", tried_at=clock.now())
    return found


def _slow_down(by: Actor) -> None:
    now = clock.now()
    recent = WrongTry.objects.filter(tried_at__gt=now - timedelta(minutes=tries.WINDOW_MINUTES)).order_by("-tried_at")
    own = list(recent.filter(device_digest=by.device or b"").values_list("tried_at", flat=True)[: tries.ENOUGH])
    seconds = tries.wait_seconds(len(own), (now - own[0]).total_seconds() if own else 0.0)
    if recent.count() >= tries.CALM_DISTRICT:
        here = recent.filter(address_digest=by.address).values_list("tried_at", flat=True) if by.address else ()
        since = [(now - at).total_seconds() for at in here[: tries.MOST_OF_AN_ADDRESS]]
        seconds = max(seconds, tries.wait_in_a_storm(by.device_age_s, since))
    if seconds:
        raise TooSoon(f"输错的次数多了。请等 {seconds} 秒再试，取件码不会失效。", seconds)


def _locked(consultation: Consultation) -> Consultation:
    # without joins: PostgreSQL finds no row for whoever waited while the other one changed the holder
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _still_held(consultation: Consultation) -> Consultation:
    """Locked. Raises Conflict where it was handed over after the policy had been asked."""
    locked = _locked(consultation)
    if locked.holder_id != consultation.holder_id:
        raise Conflict(MOVED)
    return locked


def _settle_state(consultation: Consultation) -> None:
    """Answered if the last word is the adviser's; waiting if it is the asker's."""
    first, last = content.answers_span(consultation)
    consultation.state = State.ANSWERED if content.is_answered(consultation) else State.WAITING
    consultation.first_answered_at, consultation.answered_at = first, last
    consultation.save(update_fields=["state", "first_answered_at", "answered_at"])


def _offer(consultation: Consultation) -> bool:
    """Whether it passed to somebody, or stays with its holder in another part."""
    if not consultation.may_hand_over or queries.may_go_on(consultation):
        return False
    duty = postings.on_duty(consultation.village, not_of=queries.institutions_in_conflict(consultation))
    if duty is None:
        return False
    if duty[0] == consultation.holder_id:  # their post here has ended, and it is they who stand in
        consultation.post = duty[1]
        consultation.save(update_fields=["post"])
        return True
    reason = Handover.Reason.AWAY if queries.is_served(consultation) else Handover.Reason.POST_ENDED
    _pass_to(*duty, consultation, reason, CLOCK)
    return True


def _pass_to(taker_id: UUID, post: str, consultation: Consultation, reason: str, by: Actor) -> Handover:
    giver_id, consultation.holder_id = consultation.holder_id, taker_id
    consultation.post, consultation.read_at = post, None
    consultation.save(update_fields=["holder", "post", "read_at"])
    handover = Handover.objects.create(
        consultation=consultation,
        giver_id=giver_id,
        taker_id=taker_id,
        reason=reason,
        handed_at=clock.now(),
        handed_by_id=by.user_id,
    )
    _tell_holder(consultation, "有一条咨询移交给您了，请登录查看。", f"handed-over:{handover.pk}")
    return handover


def _tell_holder(consultation: Consultation, words: str, key: str) -> None:
    outbox.send(to=f"registration:{consultation.holder_id}", words=words, key=key)
