"""来不了, 请人替, 我去, 指定: the first who agrees is the one, and the other is told so. Why is never in a notice."""

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District
from menkou.rotas import holding, policies, queries
from menkou.rotas.models import Asking, Excuse, Slot, Why

Answer = Asking.Answer


@action(policies.keep, audit="rota.cannot_come")
def cannot(*, by: Actor, slot: Slot, why: str, note: str = "", whom: Registration | None = None) -> Slot:
    """来不了, with why, and whom one asks instead. The office is told. Raises Invalid and Conflict."""
    found = holding.to_come(slot)
    if why not in Why.values:
        raise Invalid("请选为什么来不了。")
    said = {"why": why, "note": note, "said_at": clock.now(), "said_by_id": by.user_id}
    _, is_new = Excuse.objects.update_or_create(slot=found, who_id=found.adviser_id, defaults=said)
    if is_new:
        holding.tell_office(found, "有人来不了，请登录看有没有人替。", f"cannot:{found.adviser_id}")
    if whom:
        _ask(found, whom, by)
    return found


@action(policies.keep, audit="rota.comes_after_all")
def come(*, by: Actor, slot: Slot) -> Slot:
    """还是来: taken back while nobody has agreed. Raises Conflict, as while a leave is on record for that time."""
    found = holding.to_come(slot)
    if queries.is_away(found.adviser_id, found.begins_at, found.ends_at):
        raise Conflict("您那天还登记着请假。要来的话，请先在“请假”里销假。")
    if not Excuse.objects.filter(slot=found, who=found.adviser_id).delete()[0]:
        raise Conflict("您没有说过来不了，不用再说。")
    for one in Asking.objects.filter(slot=found, answer=""):
        holding.tell(found, one.whom_id, f"{found.called}，同事自己来，不用替了。", "after-all")
    _close(found)
    holding.tell_office(found, "说来不了的人还是来，不用另找人了。", f"after-all:{clock.now():%Y%m%d%H%M%S%f}")
    return found


@action(policies.ask, audit="rota.asked")
def ask(*, by: Actor, slot: Slot, whom: Registration) -> Asking:
    """请人替, where whoever's turn it is cannot come. Raises Invalid and Conflict."""
    return _ask(holding.to_come(slot), whom, by)


@action(policies.answer, audit="rota.agreed")
def agree(*, by: Actor, asking: Asking) -> Slot:
    """我去: one tap; of two who agree at once the first comes, and the other is told so. Raises Conflict."""
    found = holding.to_come(asking.slot)
    now = Asking.objects.get(pk=asking.pk)
    if now.answer == Answer.YES and found.adviser_id == now.whom_id:
        return found  # pressed twice
    if now.answer:
        raise Conflict(_taken(found))
    holding.demand_person(found, asking.whom)
    Asking.objects.filter(pk=asking.pk).update(answer=Answer.YES, answered_at=clock.now())
    return _hand_over(found, asking.whom)


@action(policies.answer, audit="rota.declined")
def decline(*, by: Actor, asking: Asking) -> Asking:
    """去不了: nothing follows for whoever was asked. Raises Conflict where it is answered."""
    found = holding.to_come(asking.slot)
    if not Asking.objects.filter(pk=asking.pk, answer="").update(answer=Answer.NO, answered_at=clock.now()):
        raise Conflict(_taken(found))
    words = f"{found.called}，请的同事去不了，请登录另请一位。"
    holding.tell(found, found.adviser_id, words, f"declined:{asking.pk}")
    asking.refresh_from_db()
    return asking


@action(policies.change, audit="rota.appointed")
def appoint(*, by: Actor, slot: Slot, whom: Registration) -> Slot:
    """指定: the office puts somebody else down, who is told. Raises Invalid and Conflict."""
    found = holding.to_come(slot)
    if found.adviser_id == whom.pk:
        raise Conflict(f"这一次已经是{whom.adviser.name}，不用再换。")
    if found.adviser_id != slot.adviser_id:
        raise Conflict(_taken(found))
    holding.demand_person(found, whom)
    Asking.objects.filter(slot=found, whom=whom, answer="").update(answer=Answer.YES, answered_at=clock.now())
    changed = _hand_over(found, whom)
    holding.tell(changed, whom.pk, f"{changed.called}，请您来，请登录查看。", "appointed")
    return changed


@action(policies.ask_for_absent, audit="rota.asked_for_absent", when=bool)
def ask_for_absent(*, by: Actor, district: District) -> int:
    """Whoever is on leave then cannot come, and the other post of the village is asked by itself. Returns how many."""
    rows = list(queries.away_unsaid().select_for_update(of=("self",)).select_related(*queries.RELATED[:4]))
    for one in rows:
        Excuse.objects.create(slot=one, who_id=one.adviser_id, why=Why.LEAVE, said_at=clock.now())
        if other := queries.beside(one):
            _ask(one, other, by)
        holding.tell_office(one, "有人请了假，请登录看有没有人替。", f"leave:{one.adviser_id}")
    return len(rows)


def _ask(found: Slot, whom: Registration, by: Actor) -> Asking:
    if not Excuse.objects.filter(slot=found, who=found.adviser_id).exists():
        raise Conflict(f"{found.adviser.adviser.name}没有说来不了，不用请人替。")
    holding.demand_person(found, whom)
    if before := Asking.objects.filter(slot=found, whom=whom).first():
        if before.answer != Answer.OVER:
            raise Conflict(f"已经请过{whom.adviser.name}了，请等答复，或者另请一位。")
        before.delete()
    made = Asking.objects.create(slot=found, whom=whom, asked_at=clock.now(), asked_by_id=by.user_id)
    holding.tell(found, whom.pk, f"{found.called}，同事来不了，想请您替一次，请登录答复。", f"asked:{made.pk}")
    return made


def _hand_over(found: Slot, whom: Registration) -> Slot:
    """Somebody else's turn from now on; whoever else was asked need not answer."""
    before, found.adviser = found.adviser_id, whom
    found.first_id = None if found.first_id == whom.pk else found.first_id or before
    Excuse.objects.filter(slot=found, who=whom).delete()  # who comes after all
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as problem:
        raise holding.busy(problem, whom) from problem
    _close(found)
    holding.tell(found, before, f"{found.called}，由{whom.adviser.name}替您去。", f"handed:{whom.pk}")
    holding.tell_office(found, "有人替了，请登录查看。", f"handed:{whom.pk}")
    return found


def _taken(found: Slot) -> str:
    return (
        f"{found.adviser.adviser.name}已经答应去了，您不用去了，谢谢。"
        if found.first_id
        else "这件事已经定了，不用再答复。"
    )


def _close(found: Slot) -> None:
    """Whoever else was asked need not answer."""
    Asking.objects.filter(slot=found, answer="").update(answer=Answer.OVER, answered_at=clock.now())
