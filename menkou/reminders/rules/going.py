"""走法: which of a person's ways a reminder takes, and what follows from how an attempt ended. Pure.

企业微信 first, then the browser, then a text, which costs money; in the end the file, so that what reached nobody is
seen. A way that is busy is waited for half an hour; where nobody knows whether it arrived it goes once more, numbered,
and then on to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Of a way, in the order in which they are taken; the last is everybody's."""

    WECOM = "wecom"
    PUSH = "push"
    PHONE = "phone"
    FILE = "file"


class End(StrEnum):
    """How a call ended, as channels.errors classes it."""

    SENT = "sent"
    LATER = "later"
    UNCLEAR = "unclear"
    FINAL = "final"  # never in this way, or somebody has to look: either way the next one is taken


ORDER: Final = tuple(Kind)
REPEATED: Final = frozenset({Kind.WECOM, Kind.PUSH})  # after an end that nobody knows; a text is paid for
MOST_WAITS: Final = 6  # half an hour in all
LONGEST: Final = timedelta(hours=1)  # whoever wants to be left alone for longer is passed by
SOONEST: Final = timedelta(seconds=30)


@dataclass(frozen=True)
class Stand:
    """Where a reminder stands: at which way, for the second time or not, and how often it has waited there."""

    kind: Kind
    place: int
    is_again: bool = False
    waits: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return ORDER.index(self.kind), self.place

    def __str__(self) -> str:
        return f"{self.kind}.{self.place}.{int(self.is_again)}.{self.waits}"


@dataclass(frozen=True)
class Next:
    """What the row says then; `failed` where a way was given up."""

    is_sent: bool
    way: str
    again_at: datetime | None = None
    failed: bool = False


AT_LAST: Final = Stand(Kind.FILE, 0)


def read(way: str) -> Stand | None:
    """What stands in the row; nothing before the first attempt."""
    parts = way.split(".")
    if len(parts) != 4:
        return None
    return Stand(Kind(parts[0]), int(parts[1]), parts[2] == "1", int(parts[3]))


def stand(ways: Sequence[tuple[Kind, int]], begun: Stand | None) -> Stand:
    """The first way that is open, from where an earlier attempt left off."""
    here = sorted((Stand(kind, place) for kind, place in ways), key=lambda one: one.key)
    if begun is None:
        return here[0] if here else AT_LAST
    found = next((one for one in here if one.key >= begun.key), AT_LAST)
    return begun if found.key == begun.key else found


def after(end: End, taken: Stand, now: datetime, after_s: int | None = None) -> Next:
    """What follows from how this attempt ended; `after_s` where the platform said how long it wants to be left alone."""
    if end is End.SENT:
        return Next(True, taken.kind)
    wanted = timedelta(seconds=after_s or 0)
    if end is End.LATER and taken.waits < MOST_WAITS and wanted <= LONGEST:
        pause = max(SOONEST * 2**taken.waits, wanted)
        return Next(False, str(replace(taken, waits=taken.waits + 1)), now + pause)
    if end is End.UNCLEAR and taken.kind in REPEATED and not taken.is_again:
        return Next(False, str(replace(taken, is_again=True)), now + SOONEST)
    return Next(False, str(behind(taken)), now, failed=True)


def after_death(begun: Stand | None) -> Stand | None:
    """Where to begin after an attempt that died with its worker: it may have gone out."""
    if begun is None or begun.kind is Kind.FILE:
        return begun
    if begun.kind in REPEATED and not begun.is_again:
        return replace(begun, is_again=True)
    return behind(begun)


def behind(taken: Stand) -> Stand:
    """Where the next way begins, whichever that is."""
    return Stand(taken.kind, taken.place + 1)


def quiet_until(here: datetime, begin: int, end: int) -> datetime | None:
    """When texts may go again, where they may not at this moment (of the place's clock); both are hours of its day."""
    minutes = here.hour * 60 + here.minute
    if begin * 60 <= minutes < end * 60 or begin >= end:
        return None
    morning = here.replace(hour=begin, minute=0, second=0, microsecond=0)
    return morning if here < morning else morning + timedelta(days=1)
