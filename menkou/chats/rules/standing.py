"""Where a chat stands, what may be heard in it, and what may be decided: the words of the dialogue."""

from dataclasses import dataclass
from enum import StrEnum

from menkou.chats.rules.commands import Command
from menkou.chats.rules.lines import Line
from menkou.chats.rules.steps import Step


class Matter(StrEnum):
    """The matter that the chat speaks of, as far as it decides what may be said."""

    NONE = "none"
    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"  # 暗号: only on the phone


class Sort(StrEnum):
    """What was heard, by what can be done with it."""

    WORDS = "words"
    VOICE = "voice"
    PHOTO = "photo"
    NOTHING_FOR_US = "nothing for us"  # a video, a place, a kind that nobody knows
    CAME = "came"  # followed, or came by a code
    LEFT = "left"
    HAPPENED = "happened"  # what a platform tells, and nobody said


class Do(StrEnum):
    """What is done, in one transaction with what is said."""

    NOTHING = "nothing"
    HOLD = "hold"
    ASK_VILLAGE = "ask village"
    OFFER_VILLAGES = "offer villages"
    SET_VILLAGE = "set village"
    SEND = "send"
    DROP = "drop"
    FOLLOW_UP = "follow up"
    REOPEN = "reopen"
    FRESH = "fresh"
    FACE = "face"
    RATE = "rate"
    LIST = "list"
    CHOOSE = "choose"
    BIND = "bind"
    UNBIND = "unbind"
    SHOW = "show"
    LEAVE = "leave"


@dataclass(frozen=True)
class Standing:
    """Where a chat stands. `offered`: how many numbers were said; `bound`: how many matters it may speak of."""

    step: Step = Step.NONE
    matter: Matter = Matter.NONE
    has_village: bool = False
    held: int = 0
    offered: int = 0
    bound: int = 0
    may_rate: bool = False
    may_reopen: bool = False


@dataclass(frozen=True)
class Heard:
    """What was heard. `villages`: how many are so called; the rest: what else it may be.

    Of a voice, `number` and `villages` are what speech recognition took it for; it counts only as an answer.
    """

    sort: Sort
    words: str = ""  # plain, to be compared only
    command: Command | None = None
    number: int | None = None
    villages: int = 0
    may_be_place: bool = False
    is_called_place: bool = False  # as a village or community, in so many words
    is_thanks: bool = False
    is_code: bool = False
    may_be_telephone: bool = False  # a code of figures alone


@dataclass(frozen=True)
class Decision:
    """What to do, with which number; what the chat waits for then, and what is said."""

    do: Do
    step: Step
    lines: tuple[Line, ...] = ()
    number: int = 0
