"""What a decision of the dialogue does: through the same actions as the web's pages, as whoever writes in the chat.

Each takes the turn, may change what the chat remembers, and may say something else than was decided. What an action
of a matter refuses is said in its own words; then nothing of it was done.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from menkou.channels.arrived import Arrived
from menkou.channels.models import Incoming
from menkou.chats import enclosing, queries
from menkou.chats.enclosing import Said
from menkou.chats.models import Binding, Chat
from menkou.chats.rules import commands
from menkou.chats.rules.dialogue import MOST_CHOICES
from menkou.chats.rules.lines import Line
from menkou.chats.rules.standing import Decision, Do
from menkou.chats.rules.steps import Step
from menkou.consultations import actions as consultations
from menkou.consultations import intake
from menkou.consultations.after import actions as after
from menkou.consultations.enclosing import actions as drafts
from menkou.consultations.interests.barring import is_unheld
from menkou.consultations.models import Consultation
from menkou.consultations.pickup import actions as pickup
from menkou.core.actors import Actor
from menkou.places.models import District, Village

Bind = Callable[[Consultation, str], None]
GOES_ON = "请接着看。"  # said for whoever reopens a matter by voice alone


@dataclass(frozen=True)
class Came:
    """One message, parsed, with the bytes of all that is to be sent by it."""

    row: Incoming
    arrived: Arrived
    plain: bytes = field(repr=False)
    mine: Sequence[Said] = field(repr=False, default=())


@dataclass
class Turn:
    """One message and what becomes of it. `keeps`: it waits for its sender's word; `mine`: what is sent with it."""

    by: Actor
    chat: Chat
    row: Incoming
    decision: Decision
    district: District
    text: str = field(repr=False)
    held: list[Incoming]
    mine: list[Said] = field(repr=False)
    villages: list[Village]
    matter: Consultation | None
    bind: Bind
    unbind: Callable[[], None]
    step: Step = Step.NONE
    lines: list[Line | str] = field(default_factory=list)
    choices: list[Village | Consultation] = field(default_factory=list)
    keeps: bool = False
    done_with: list[Incoming] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.step, self.lines = self.decision.step, list(self.decision.lines)


def hold(turn: Turn) -> None:
    """It waits. The first one of a question names the form that all of it will be sent by."""
    turn.keeps = True
    if not turn.held:
        turn.chat.form = secrets.token_hex(16)


def ask_village(turn: Turn) -> None:
    turn.chat.choices = []


def offer_villages(turn: Turn) -> None:
    turn.choices = list(turn.villages[:MOST_CHOICES])
    turn.chat.choices = [one.pk for one in turn.choices]


def set_village(turn: Turn) -> None:
    """The one that was named, or chosen by its number."""
    number = turn.decision.number
    chosen = queries.village_chosen(turn.chat.choices[number - 1]) if number else turn.villages[0]
    turn.chat.village, turn.chat.choices = chosen, []
    if not turn.held:  # what is said next is another matter, and goes to whoever serves there
        turn.chat.matter = turn.matter = None


def send(turn: Turn) -> None:
    """受理: what is held becomes a question; what does not fit into one message follows it."""
    portions, told = enclosing.sorted_out(turn.mine)
    if not portions:
        drop(turn)
        turn.lines = [*told, Line.NOTHING_LEFT]
        return
    form = f"chat:{turn.chat.form}"
    village = _village(turn)
    start = partial(drafts.start_question, by=turn.by, village=village, form=form)
    packed, faulty = enclosing.packed(turn.by, start, portions[0].enclosed)
    if not packed and not portions[0].text:
        drop(turn)
        turn.lines = [*told, *faulty, Line.NOTHING_LEFT]
        return
    asked = intake.ask_once(
        by=replace(turn.by, device=None),  # the binding is the key: a phone with the 取件码 may set a 暗号
        village=village,
        text=portions[0].text,
        form=form,
        may_hand_over=turn.decision.number == 1,
        enclosed=packed,
    ).consultation
    turn.chat.matter = turn.matter = asked
    turn.bind(asked, Binding.How.ASKED)
    faulty += _follow(turn, portions[1:], form)
    turn.done_with, turn.chat.form = turn.held, ""
    turn.lines = [*told, *faulty, Line.SENT_UNHELD if is_unheld(asked) else Line.SENT]


def drop(turn: Turn) -> None:
    turn.done_with, turn.chat.form = turn.held, ""


def follow_up(turn: Turn) -> None:
    """接着问, in the matter that is spoken of."""
    portions, told = enclosing.sorted_out(turn.mine)
    faulty = _follow(turn, portions, f"in:{turn.row.pk}", first_is_plain=True)
    if told or faulty:
        turn.lines = [*told, *faulty] if not portions or faulty else [*told, *turn.lines]


def reopen(turn: Turn) -> None:
    """重新打开, with what is held."""
    matter = _matter(turn)
    portions, told = enclosing.sorted_out(turn.mine)
    form = f"chat:{turn.chat.form}"
    first = portions[0].text if portions and not portions[0].enclosed else ""
    turn.matter = after.reopen(by=turn.by, consultation=matter, text=first or GOES_ON, form=form)
    told += _follow(turn, portions[1:] if first else portions, form)
    drop(turn)
    turn.lines = [*told, *turn.lines]


def fresh(turn: Turn) -> None:
    turn.chat.matter = turn.matter = None


def face(turn: Turn) -> None:
    turn.chat.face = turn.decision.number


def rate(turn: Turn) -> None:
    """评价: what was said before, and whether it is solved."""
    face, turn.chat.face = turn.chat.face or 0, None
    consultations.rate(by=turn.by, consultation=_matter(turn), face=face, is_solved=turn.decision.number == 1)


def list_matters(turn: Turn) -> None:
    turn.choices = list(queries.matters_of(turn.by, turn.chat)[:MOST_CHOICES])
    turn.chat.choices = [one.pk for one in turn.choices]


def choose(turn: Turn) -> None:
    """What was listed and is still bound; another one is spoken of from now on."""
    wanted = turn.chat.choices[turn.decision.number - 1]
    turn.chat.choices = []
    found = next((one for one in queries.matters_of(turn.by, turn.chat) if one.pk == wanted), None)
    turn.chat.matter = turn.matter = found
    if found is None:
        turn.lines = [Line.NO_MATTER]
    elif found.lock is not None:
        turn.lines = [Line.LOCKED]


def bind_by_code(turn: Turn) -> None:
    """凭取件码: slowed like anybody's tries. What is behind a 暗号 is opened on the phone only."""
    found = pickup.pick_up(by=turn.by, district=turn.district, typed=commands.code_in(turn.text))
    if found is None or found.is_unlinked or found.erased_at:
        turn.lines = [Line.NO_SUCH_CODE]
        return
    turn.matter = found
    if found.lock is not None:
        turn.lines = [Line.LOCKED]
        return
    turn.bind(found, Binding.How.CODE)
    turn.chat.matter, turn.lines = found, [Line.BOUND]


def unbind(turn: Turn) -> None:
    turn.unbind()
    turn.chat.matter = turn.matter = None


def show(turn: Turn) -> None:
    turn.chat.shows_words = bool(turn.decision.number)


def nothing(turn: Turn) -> None:
    """Only something is said."""


DOINGS: dict[Do, Callable[[Turn], None]] = {
    Do.NOTHING: nothing,
    Do.LEAVE: nothing,
    Do.HOLD: hold,
    Do.ASK_VILLAGE: ask_village,
    Do.OFFER_VILLAGES: offer_villages,
    Do.SET_VILLAGE: set_village,
    Do.SEND: send,
    Do.DROP: drop,
    Do.FOLLOW_UP: follow_up,
    Do.REOPEN: reopen,
    Do.FRESH: fresh,
    Do.FACE: face,
    Do.RATE: rate,
    Do.LIST: list_matters,
    Do.CHOOSE: choose,
    Do.BIND: bind_by_code,
    Do.UNBIND: unbind,
    Do.SHOW: show,
}
SENDS_HELD = frozenset({Do.SEND, Do.REOPEN})  # what the bytes of all that is held are needed for


def _follow(turn: Turn, portions: list[enclosing.Portion], form: str, *, first_is_plain: bool = False) -> list[Line]:
    """Say the portions in the matter, each by a form of its own; what had to be left out."""
    told: list[Line] = []
    for number, portion in enumerate(portions, 0 if first_is_plain else 1):
        own = f"{form}/{number}" if number else form
        start = partial(drafts.start_follow_up, by=turn.by, consultation=_matter(turn), form=own)
        packed, faulty = enclosing.packed(turn.by, start, portion.enclosed)
        told += faulty
        if packed or portion.text:
            turn.matter = consultations.follow_up(
                by=turn.by, consultation=_matter(turn), text=portion.text, form=own, enclosed=packed
            )
    return told


def _matter(turn: Turn) -> Consultation:
    """Raises DoesNotExist where nothing is spoken of: the dialogue decides so only where something is."""
    if turn.matter is None:
        raise Consultation.DoesNotExist
    return turn.matter


def _village(turn: Turn) -> Village:
    """As _matter."""
    if turn.chat.village is None:
        raise Village.DoesNotExist
    return turn.chat.village
