"""登记、受理、派单、办理、退回重办、答复、回访、评价、办结: each locks the order; nobody deals with one about themselves."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from menkou.advisers.models import Institution, Registration
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.core.news import announce
from menkou.hotline import policies, queries, sealing
from menkou.hotline.models import Move, Order
from menkou.hotline.news import OrderClosed
from menkou.hotline.sealing import Words
from menkou.places import queries as places
from menkou.places.models import District, Village

State, Handler, What = Order.State, Order.Handler, Move.What
TOLD = (What.ASSIGNED, What.BACK, What.SOON, What.OVER, What.URGED, What.HANDLED)  # to whoever it was with
TO_IT, TO_THE_BUREAU, TO_AUDIT = "", ":bureau", ":auditor"  # of one move: to whoever it is with, and who else hears
ASSIGNED = "派来一件 12345 工单，请登录办理。"
ENTERED = "这个工单号已经登记过了，请在列表里找。"
MOVED = "这件工单刚才有人办过了，请重新打开看。"
THEMSELVES = "不能派给被反映的人自己的机构、司法所；反映区司法局的，由区司法局另外的人办。"
DEALT_WITH = "这件工单已经有人办过了，不能作废。请照实答复 12345。"
ANOTHER = "反映区司法局的工单，要由办理以外的另一个人答复。"


@action(policies.enter, audit="hotline.entered")
def enter(
    *,
    by: Actor,
    district: District,
    number: str,
    received_at: datetime,
    kind: str,
    subject: str,
    text: str,
    form: str,
    about: Registration | None = None,
    institution: Institution | None = None,
    village: Village | None = None,
    due_at: datetime | None = None,
) -> Order:
    """登记, as 12345 sent it; without a deadline of theirs the rule's. A form sent twice enters once. Raises Conflict."""
    if found := queries.once(form):
        return found
    if queries.is_entered(number):
        raise Conflict(ENTERED)
    facts: dict[str, Any] = {"kind": kind, "subject": subject, "about": about, "village": village}
    facts |= {"number": number, "institution": about.institution if about else institution}
    accept_due, answer_due = _first_dues(received_at, due_at)
    facts |= {"received_at": received_at, "accept_due_at": accept_due, "answer_due_at": answer_due}
    facts |= {"entered_at": clock.now(), "entered_by_id": by.user_id, "once_digest": digest("once", form)}
    made = Order(**facts)
    made.sealed = sealing.wrapped(made.pk, Words(summary=text))
    if twin := _put_in(made, form):
        return twin
    _note(made, What.ENTERED, by)
    return made


@action(policies.read, audit="hotline.read")
def read(*, by: Actor, order: Order) -> Words:
    """看: what is said of it; that it was opened, and by whom, stands in the audit log."""
    return sealing.opened(order)


@action(policies.take_out, audit="hotline.list_taken_out", count=int)
def take_out(*, by: Actor, district: District, rows: int) -> int:
    """取成 Excel: names of advisers leave the house, so that the audit log has a line of how many rows did."""
    return rows


@action(policies.manage, audit="hotline.accepted")
def accept(*, by: Actor, order: Order) -> Order:
    """受理. Raises Conflict where somebody else has."""
    return _go_on(by, order, State.ACCEPTED, State.RECEIVED)


@action(policies.manage, audit="hotline.assigned")
def assign(*, by: Actor, order: Order, handler: str, to: Any = None, tells: bool = True) -> Order:
    """派单 or 改派, to an office's township, an institution or the bureau; by when is the rule's. Raises Conflict.

    To whom has it already changes nothing: pressed twice, or nobody would be late any more. Whoever assigns many tells
    of them at once.
    """
    found = _locked(order)
    if found.state not in (State.ACCEPTED, State.ASSIGNED):
        raise Conflict(MOVED)
    if found.state == State.ASSIGNED and (found.handler, found.to_township or found.to_institution) == (handler, to):
        return found
    if queries.is_barred(found, handler, to):
        raise Conflict(THEMSELVES)
    _stop_telling(found)
    found.handler, found.to_township, found.to_institution = handler, None, None
    if handler == Handler.OFFICE:
        found.to_township = to
    elif handler == Handler.INSTITUTION:
        found.to_institution = to
    found.handle_due_at = _handle_due(found)
    name = {Handler.OFFICE: f"{to}司法所", Handler.INSTITUTION: str(to)}.get(Handler(handler), "区司法局")
    return _done(found, by, State.ASSIGNED, What.ASSIGNED, ASSIGNED if tells else "", name)


@action(policies.handle, audit="hotline.handled")
def handle(*, by: Actor, order: Order, text: str) -> Order:
    """办理, with what was found and done. The same sent again changes nothing. Raises Conflict."""
    found = _locked(order)
    if found.handled_by_id == by.user_id and sealing.opened(found).handled == text:
        return found  # pressed twice
    if found.state != State.ASSIGNED or not queries.handled_by(by).filter(pk=found.pk).exists():
        raise Conflict(MOVED)
    _stop_telling(found)
    _say(found, handled=text)
    return _done(found, by, State.HANDLED, What.HANDLED, "一件 12345 工单办理了，请登录答复。")


@action(policies.manage, audit="hotline.sent_back")
def send_back(*, by: Actor, order: Order, text: str) -> Order:
    """退回重办, with a reason; whoever handled it has the rule's days again. Raises Conflict."""
    found = _locked(order)
    if _is_sent_back(found, by, text):
        return found  # pressed twice
    if found.state != State.HANDLED:
        raise Conflict(MOVED)
    _say(found, back=text)
    found.handled_at, found.handled_by, found.handle_due_at = None, None, _handle_due(found)
    found.state = State.ASSIGNED
    found.save()
    move = _note(found, What.BACK, by)
    _tell(found, "一件 12345 工单退回重办，请登录查看。", move)
    return found


@action(policies.manage, audit="hotline.answered")
def answer(*, by: Actor, order: Order, outcome: str, text: str) -> Order:
    """答复 12345, with what was found. The same sent again changes nothing. Raises Conflict."""
    found = _locked(order)
    if found.answered_by_id == by.user_id and sealing.opened(found).answer == text:
        return found  # pressed twice
    if found.state != State.HANDLED:
        raise Conflict(MOVED)
    if found.subject == Order.Subject.BUREAU and found.handled_by_id == by.user_id:
        raise Conflict(ANOTHER)
    _stop_telling(found, TO_IT, TO_THE_BUREAU, TO_AUDIT)
    _say(found, answer=text)
    found.outcome = outcome
    return _done(found, by, State.ANSWERED, What.ANSWERED)


@action(policies.manage, audit="hotline.visited")
def visit(*, by: Actor, order: Order) -> Order:
    """回访. Raises Conflict."""
    return _go_on(by, order, State.VISITED, State.ANSWERED)


@action(policies.manage, audit="hotline.rated")
def rate(*, by: Actor, order: Order, rating: str) -> Order:
    """评价, as 12345 or whoever called says. Raises Conflict."""
    return _go_on(by, order, State.RATED, State.VISITED, rating=rating)


@action(policies.manage, audit="hotline.closed")
def close(*, by: Actor, order: Order) -> Order:
    """办结; what was found is heard by whom it concerns. Raises Conflict."""
    if (found := _locked(order)).state == State.CLOSED:
        return found  # pressed twice
    closed = _go_on(by, order, State.CLOSED, State.RATED)
    announce(OrderClosed(closed))
    return closed


@action(policies.manage, audit="hotline.voided")
def void(*, by: Actor, order: Order, text: str) -> Order:
    """作废, where it was entered by mistake and nobody has dealt with it; its number is free again. Raises Conflict."""
    found = _locked(order)
    if found.state == State.VOID:
        return found  # pressed twice
    if found.state not in Order.UNDONE:
        raise Conflict(DEALT_WITH)
    was_with = found.address
    _stop_telling(found, TO_IT, TO_THE_BUREAU, TO_AUDIT)
    _say(found, void=text)
    found.state = State.VOID
    found.save()
    move = _note(found, What.VOID, by)
    if was_with != "bureau":
        outbox.send(to=was_with, words="一件派来的 12345 工单作废了，不用再办。", key=f"order:{move.pk}")
    return found


@action(policies.forget, audit="hotline.forgotten", count=int, when=bool)
def forget(*, by: Actor, district: District) -> int:
    """到期删除: what was said of orders that have been closed for as long as the district keeps it. How many."""
    return queries.to_forget().update(sealed=None)


@action(policies.rewrap, audit="hotline.keys_rewrapped", count=int, when=bool)
def rewrap(*, by: Actor, district: District, most: int) -> int:
    """换密钥: wrap the words of the next so many anew. Returns how many were."""
    rows = list(sealing.old().select_for_update()[:most])
    for row in rows:
        row.sealed = sealing.wrap_anew(row)
    Order.objects.bulk_update(rows, ["sealed"])
    return len(rows)


def _put_in(made: Order, form: str) -> Order | None:
    """What the same form has entered at the same moment, where it has. Raises Conflict where the number is taken."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        if "an_order_is_entered_once" in str(problem):
            raise Conflict(ENTERED) from problem
        if found := queries.once(form):
            return found
        raise
    return None


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update().get(pk=order.pk)


def _go_on(by: Actor, order: Order, to: str, since: str, **facts: str) -> Order:
    """One step further. Pressed twice by one person it is taken once; raises Conflict where it stands elsewhere."""
    found = _locked(order)
    if found.state == to and getattr(found, f"{to}_by_id") == by.user_id:
        return found
    if found.state != since:
        raise Conflict(MOVED)
    for name, value in facts.items():
        setattr(found, name, value)
    return _done(found, by, to, What(str(to)))


def _is_sent_back(found: Order, by: Actor, text: str) -> bool:
    last = queries.last_move(found, What.BACK) if found.state == State.ASSIGNED else None
    return last is not None and last.made_by_id == by.user_id and sealing.opened(found).back == text


def _done(found: Order, by: Actor, state: str, what: str, words: str = "", name: str = "") -> Order:
    """It is so from now on; whoever is to go on with it is told, without any content."""
    found.state = state
    setattr(found, f"{state}_at", clock.now())
    setattr(found, f"{state}_by_id", by.user_id)
    found.save()
    move = _note(found, what, by, name)
    if words:
        _tell(found, words, move)
    return found


def _say(found: Order, **words: str) -> None:
    found.sealed = sealing.wrapped(found.pk, replace(sealing.opened(found), **words))


def _note(order: Order, what: str, by: Actor, to: str = "") -> Move:
    who: dict[str, Any] = {"made_by_id": by.user_id}
    return Move.objects.create(order=order, what=what, to=to, made_at=clock.now(), **who)


def _tell(order: Order, words: str, move: Move) -> None:
    """Words to whoever is to do something next."""
    outbox.send(to=order.address, words=words, key=f"order:{move.pk}")


def _stop_telling(order: Order, *whom: str) -> None:
    """What has not gone out yet to whoever it was with is not sent any more, nor that they are late; audit waits on."""
    for move in Move.objects.filter(order=order, what__in=TOLD).only("pk"):
        for one in whom or (TO_IT, TO_THE_BUREAU):
            outbox.withdraw_one(f"order:{move.pk}{one}")


def _first_dues(received_at: datetime, due_at: datetime | None) -> tuple[datetime, datetime]:
    """By when it is to be accepted, and answered: as 12345 says, else as the rule does; accepted not after answered."""
    rules = places.rules()
    answer_due = due_at or places.due(received_at, rules["working_days_to_answer_an_order"])
    return min(places.due(received_at, rules["working_days_to_accept_an_order"]), answer_due), answer_due


def _handle_due(order: Order) -> datetime:
    """The rule's days from now, and not after the answer is due where that is still to come."""
    now = clock.now()
    due = places.due(now, places.rules()["working_days_to_handle_an_order"])
    return min(due, order.answer_due_at) if order.answer_due_at > now else due
