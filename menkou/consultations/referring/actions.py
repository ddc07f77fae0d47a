"""转介: the holder sends an asker to another body. Menkou tells that body nothing: the asker goes there."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from menkou.consultations import actions as consultations
from menkou.consultations import content, holding, policies
from menkou.consultations.models import Consultation, Referral, Target
from menkou.consultations.news import PublishingEnded
from menkou.consultations.referring import queries
from menkou.consultations.reviewing import queries as reviewing
from menkou.consultations.reviewing import sealing as copies
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.core.news import announce
from menkou.places import queries as places
from menkou.places.models import District

Outcome = Referral.Outcome
NOWHERE = "这个去处现在没有了，请另选一个。"
SENT = "这一页已经送出过了，请回到列表再看。"
TAKEN_BACK = "这次转介已经撤回了。"
REFUSALS = {  # what the database says no with, and what a person reads
    "target_ends_after_it_began": "结束的日子要在开始的日子之后。",
    "a_target_can_be_reached": "电话和地址，至少填一样。",
    "one_target_of_a_name_at_a_time": "这段时间里已经登记过同名的去处，请先结束那一条。",
}


@action(policies.answer, audit="consultation.referred")
def refer(*, by: Actor, consultation: Consultation, to: str, text: str, bring: str, form: str) -> Referral:
    """转介: why stands on the thread as an answer, what to bring on the card; both sealed. A form sent twice refers once.

    Raises Conflict where the body is none of today's, or the matter cannot be answered.
    """
    consultation = holding.still_held(consultation)
    if found := queries.once(form):
        if found.consultation_id != consultation.pk:
            raise Conflict(SENT)
        return found
    link = queries.link_to(consultation, to)
    if link is None:
        raise Conflict(NOWHERE)
    now, once = clock.now(), digest("refer", form)
    ask_at = places.due(now, places.rules()["working_days_to_ask_for_receipt"])
    facts = {"referred_at": now, "referred_by_id": by.user_id, "ask_at": ask_at, "once_digest": once}
    referral = Referral(consultation=consultation, **link, **facts)
    said = queries.said_of(referral) + (f"\n{text}" if text else "")
    consultations.answer(by=by, consultation=consultation, text=said, form=form)
    if bring:
        referral.sealed = content.seal_beside(consultation, queries.place_of(referral), bring)
    referral.save(force_insert=True)
    if reviewing.is_guarded(consultation):
        copies.end_publishing(consultation)
        announce(PublishingEnded(consultation))
    return referral


@action(policies.record_referral, audit="referral.recorded")
def record(*, by: Actor, referral: Referral, received_on: date | None, outcome: str) -> Referral:
    """接收和结果, as the holder has heard. Raises Conflict where it was taken back, Invalid for a day that cannot be."""
    found = _locked(referral)
    first = found.referred_at.astimezone(clock.SHANGHAI).date()
    if received_on and not first <= received_on <= clock.today():
        raise Invalid("接收的日子要在转介那天到今天之间。")
    return _told(found, received_on or found.received_on, outcome, by)


@action(policies.record_referral, audit="referral.cancelled")
def cancel(*, by: Actor, referral: Referral) -> Referral:
    """撤回转介: the asker does not see it any more; what was said on the thread stays."""
    return _told(_locked(referral), None, Outcome.CANCELLED, by)


@action(policies.tell_referral, audit="referral.told")
def tell(*, by: Actor, referral: Referral, outcome: str) -> Referral:
    """居民自己说: they were taken on (no outcome yet), did not go, or how it went. Saying so twice says it once."""
    found = _locked(referral)
    received_on = found.received_on if outcome else found.received_on or clock.today()
    return _told(found, received_on, outcome or _still(found), by)


@action(policies.remind_of_referral, audit="referral.reminded")
def remind(*, by: Actor, referral: Referral) -> None:
    """提醒: the holder is told once, without content, that nobody has said whether the asker was taken on."""
    found = _locked(referral)
    found.reminded_at = clock.now()
    found.save(update_fields=["reminded_at"])
    words = "有一件转介出去的咨询，还不知道对方接没接，请登录问一问。"
    holding.tell_holder(found.consultation, words, f"referral-silent:{found.pk}")


@action(policies.keep_targets, audit="target.recorded")
def record_target(*, by: Actor, district: District, target: Target) -> Target:
    """登记去处: it holds from its day on; the one of the same name before ends that day.

    Raises Invalid where it cannot be reached, Conflict where one that begins that day or later is on record.
    """
    same = Target.objects.filter(name=target.name)
    if same.filter(valid_from__gte=target.valid_from).exists():
        raise Conflict(f"{target.valid_from} 或之后已经登记过同名的去处，请先结束那一条，或者从更晚的一天起登记。")
    try:
        with transaction.atomic():
            running = Q(valid_until=None) | Q(valid_until__gt=target.valid_from)
            same.filter(running).update(valid_until=target.valid_from)
            target.save(force_insert=True)
    except IntegrityError as error:
        sentence = next((words for name, words in REFUSALS.items() if name in str(error)), "")
        if not sentence:
            raise
        raise Invalid(sentence) from error
    return target


@action(policies.keep_targets, audit="target.ended")
def end_target(*, by: Actor, district: District, target: Target) -> None:
    """停用去处 from today on; one that has not begun, or began today and sent nobody there, is struck out."""
    found = Target.objects.select_for_update(of=("self",)).filter(pk=target.pk).first()
    if found is None or (found.valid_until and found.valid_until <= clock.today()):
        raise Conflict("这个去处已经停用了。")
    if found.valid_from < clock.today():
        Target.objects.filter(pk=found.pk).update(valid_until=clock.today())
    elif Referral.objects.filter(target=found).exists():
        Target.objects.filter(pk=found.pk).update(valid_until=clock.today() + timedelta(days=1))
    else:
        found.delete()


def _locked(referral: Referral) -> Referral:
    """As it is now. The matter is locked before it, in the order in which every other action locks."""
    matter = holding.kept(referral.consultation)
    found = Referral.objects.select_for_update().get(pk=referral.pk)
    if found.outcome == Outcome.CANCELLED:
        raise Conflict(TAKEN_BACK)
    found.consultation = matter
    return found


def _still(referral: Referral) -> str:
    """What stays true of a referral of which it is said that the asker was taken on."""
    return "" if referral.outcome in (Outcome.NOT_GONE, Outcome.NOT_ACCEPTED) else referral.outcome


def _told(referral: Referral, received_on: date | None, outcome: str, by: Actor) -> Referral:
    if outcome in Referral.TAKEN_ON and received_on is None:
        received_on = clock.today()
    if outcome in (Outcome.NOT_GONE, Outcome.NOT_ACCEPTED):
        received_on = None
    if (received_on, outcome) == (referral.received_on, referral.outcome):
        return referral
    referral.received_on, referral.outcome = received_on, outcome
    referral.told_at, referral.told_by_id = clock.now(), by.user_id
    referral.save(update_fields=["received_on", "outcome", "told_at", "told_by"])
    return referral
