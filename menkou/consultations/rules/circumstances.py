"""What an asker may say of a question beside its words: for whom it is asked, what it is about, when to call.

Nothing of it has to be said.
"""

from dataclasses import dataclass
from typing import Final

FAMILY: Final = "family"
OTHER: Final = "other"
COMMITTEE: Final = "committee"
HELPERS: Final = frozenset({OTHER, COMMITTEE})  # whose phone forgets the matter

MORNING: Final = "morning"
PARTS: Final = ((MORNING, "上午"), ("afternoon", "下午"), ("evening", "晚上"))  # of a day


@dataclass(frozen=True)
class CallWish:
    """请回电话: the number, on which of the next days (0: today), in which part of it."""

    number: str
    in_days: int = 0
    part: str = MORNING


@dataclass(frozen=True)
class Circumstances:
    """Values of Asking.Through and of the topics, and the wish to be called."""

    through: str = ""
    topic: str = ""
    call: CallWish | None = None

    @property
    def is_by_helper(self) -> bool:
        return self.through in HELPERS

    @property
    def said(self) -> tuple[str, ...]:
        """What the form's digest holds of it; a form that says nothing is as it always was."""
        call = f"{self.call.number}/{self.call.in_days}/{self.call.part}" if self.call else ""
        words = {"through": self.through, "topic": self.topic, "call": call}
        return tuple(f"{name}={said}" for name, said in words.items() if said)


NONE_SAID: Final = Circumstances()
