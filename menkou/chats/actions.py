"""会话: what came is taken in, matters are bound and unbound, what is left lying is let go.

What is done to a matter goes through the matter's own actions, as whoever asked; here stands only what a chat remembers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from menkou.channels import inbox, ledger, pieces
from menkou.channels.arrived import Arrived, Kind
from menkou.channels.models import Correspondent, Incoming
from menkou.chats import doing, hearing, policies, queries, receipts
from menkou.chats.doing import Came, Turn
from menkou.chats.models import Binding, Chat
from menkou.chats.rules import lines, urgent
from menkou.chats.rules.dialogue import QUESTIONS, decide
from menkou.chats.rules.lines import Line
from menkou.chats.rules.standing import Do
from menkou.chats.rules.steps import Step
from menkou.chats.saying import Facts
from menkou.consultations.models import Consultation
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Problem, TooSoon, as_problem
from menkou.places import queries as places
from menkou.places.models import District

SAID_NOWHERE = datetime.fromtimestamp(0, UTC)  # the time of what has none


@action(policies.begin, audit="chat.begun")
def begin(*, by: Actor, correspondent: Correspondent) -> Chat:
    """开始会话, with somebody who wrote for the first time."""
    return Chat.objects.create(correspondent=correspondent)


@action(policies.speak, audit="chat.heard", when=bool)
def take(*, by: Actor, chat: Chat, came: Came) -> bool:
    """收一条: do what it says and answer, in the caller's transaction; whether anything was said or done.

    What an action of the matter refuses is said, and undoes nothing else. Raises TooSoon where it has to wait.
    """
    _note_way(chat, came.arrived, came.row.arrived_at)
    turn = _turn(by, chat, came)
    is_first = _is_first_since_an_answer(turn)
    try:
        with transaction.atomic():
            doing.DOINGS[turn.decision.do](turn)
    except (Problem, ObjectDoesNotExist) as error:
        turn = _refused(_turn(by, queries.chat_with(chat.pk), came), error)
    _remember(turn)
    return _answer(turn, came, may_ask=is_first) or turn.decision.do not in (Do.NOTHING, Do.LEAVE)


@action(policies.bind, audit="chat.bound", when=bool)
def bind(*, by: Actor, consultation: Consultation, chat: Chat, how: str) -> bool:
    """绑定: from now on the chat may speak of the matter and is told of its answers; whether that is new."""
    if queries.running(chat).filter(consultation=consultation).exists():
        return False
    Binding.objects.create(chat=chat, consultation=consultation, how=how, bound_at=clock.now())
    return True


@action(policies.speak, audit="chat.unbound", when=bool)
def unbind(*, by: Actor, chat: Chat) -> int:
    """解绑: everything; the 取件码 still open what they opened. What is on its way here is not sent any more."""
    bound = queries.running(chat)
    for matter in bound.values_list("consultation_id", flat=True):
        outbox.withdraw_to(f"chat:{chat.pk}", about=matter)
    return bound.update(ended_at=clock.now())


@action(policies.let_go, audit="chat.drafts_dropped")
def let_go(*, by: Actor, chat: Chat, rows: Sequence[Incoming]) -> None:
    """清理: what nobody said where to send for too long; the person is told, once for all of it."""
    inbox.taken(rows)
    Chat.objects.filter(pk=chat.pk).update(step=Step.NONE, choices=[], form="")
    _say(chat, Line.DROPPED_FOR_AGE.value, f"dropped:{rows[0].pk}")


@action(policies.forget, audit="chat.forgotten", when=bool)
def forget(*, by: Actor, district: District) -> int:
    """忘掉: which chats speak of matters that were erased, or whose asker is to be forgotten."""
    gone = queries.gone()
    matters = list(gone.values_list("consultation_id", flat=True))
    queries.speaking_of(matters).update(matter=None)
    return Binding.objects.filter(consultation__in=matters).delete()[0]


def _note_way(chat: Chat, arrived: Arrived, came_at: datetime) -> None:
    """What the platform's rules make of it: how often we may write back; what was lost on the way."""
    at = arrived.at if arrived.at > SAID_NOWHERE else came_at
    who, to = chat.correspondent, f"chat:{chat.pk}"
    ledger.note(who, arrived.kind, at, outbox.gone_since(to, at))
    if arrived.kind in ledger.SAID:
        outbox.wake(to, channel="answer")
    template = who.account.facts.get("template", "")
    if template and template in arrived.consents:
        ledger.note_consent(who, is_given=arrived.consents[template])
    if arrived.kind is Kind.LOST:
        receipts.note_lost(chat, arrived, at)


def _turn(by: Actor, chat: Chat, came: Came) -> Turn:
    held = inbox.held_of(chat.correspondent)
    matter = queries.matter_of(by, chat)
    heard, villages = hearing.heard(chat, came.arrived, came.plain)
    return Turn(
        by=by,
        chat=chat,
        row=came.row,
        decision=decide(queries.standing_of(chat, matter, len(held)), heard),
        district=chat.district,
        text=hearing.words_of(came.arrived),
        held=held,
        mine=list(came.mine),
        villages=villages,
        matter=matter,
        bind=lambda found, how: _bind(by, chat, found, how),
        unbind=lambda: _unbind(by, chat),
    )


def _bind(by: Actor, chat: Chat, found: Consultation, how: str) -> None:
    """What was just asked here, or opened with its code in this very turn, is theirs to bind."""
    bind(by=replace(by, receipts=by.receipts | {found.pk}), consultation=found, chat=chat, how=how)


def _unbind(by: Actor, chat: Chat) -> None:
    unbind(by=by, chat=chat)


def _refused(turn: Turn, error: Exception) -> Turn:
    """Say why, and where we stood: nothing of it was done, and what was said is not sent."""
    problem = as_problem(error)
    if problem is None or (isinstance(problem, TooSoon) and turn.decision.do is not Do.BIND):
        raise error
    now = Step(turn.chat.step)
    question = QUESTIONS.get(now)
    turn.step, turn.lines = now, [str(problem), *([question] if question else [])]
    return turn


def _remember(turn: Turn) -> None:
    """The numbers that were offered mean what they meant until another question is asked."""
    chat = turn.chat
    if turn.step not in (Step.VILLAGE, Step.MATTERS) or (turn.step != chat.step and not turn.choices):
        chat.choices = []
    chat.step, chat.matter = turn.step, turn.matter
    if turn.step != Step.SOLVED:
        chat.face = None
    chat.save(update_fields=["village", "matter", "step", "choices", "face", "form", "shows_words"])
    if turn.keeps:
        inbox.hold(turn.row)
    else:
        inbox.taken([turn.row, *turn.done_with])


def _is_first_since_an_answer(turn: Turn) -> bool:
    """Whether what is sent now begins to wait: only then is there anything to be reminded of anew."""
    return turn.matter is None or turn.matter.state != Consultation.State.WAITING


def _answer(turn: Turn, came: Came, *, may_ask: bool) -> bool:
    facts = Facts(turn.chat, turn.matter, turn.choices)
    first = urgent.first(f"{turn.text}\n{came.arrived.heard}", places.telephones())
    said = [Line.NOBODY_HERE if one is Line.ASK_SEND and facts.duty is None else one for one in turn.lines]
    if may_ask and not lines.GONE.isdisjoint(said) and queries.may_ask_to_remind(turn.chat):
        said.append(Line.REMIND)
    words = "\n".join(filter(None, (first, lines.joined(said, facts))))
    _say(turn.chat, words, f"said:{turn.row.pk}")
    return bool(words)


def _say(chat: Chat, words: str, key: str) -> None:
    for number, piece in enumerate(pieces.pieces(words)):
        own = f"{key}:{number}"
        outbox.send(to=f"chat:{chat.pk}", channel="chat", words=outbox.close(piece, own), key=own)
