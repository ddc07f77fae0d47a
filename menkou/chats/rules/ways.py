"""通路: which way an answer takes to whoever asked, and what follows from how an attempt ended. Pure.

In the platform's window by the chat; else by a subscription notice; else by SMS; else somebody calls. Nothing waits
longer than the last way. Where nobody knows whether the chat brought it, it goes there once more, numbered, and then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """A way, in the order in which they are tried."""

    CHAT = "chat"  # 客服消息
    NOTICE = "notice"  # 订阅通知
    SMS = "sms"  # 短信
    TASK = "task"  # 请打电话
    NONE = "none"  # of our own prompts, which nobody needs later


class End(StrEnum):
    """How a call ended, as channels.errors classes it."""

    SENT = "sent"
    LATER = "later"
    UNCLEAR = "unclear"
    SPENT = "spent"
    FINAL = "final"
    WRONG = "wrong"


class State(StrEnum):
    """core.models.Outgoing.State, as plain words."""

    WAITING = "waiting"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    TASK = "task"


AGAIN: Final = "chat again"  # the chat, once more and numbered: the first time nobody knows what came of it
ORDER: Final = (Way.CHAT, Way.NOTICE, Way.SMS)
SOONEST: Final = timedelta(seconds=30)
LATEST: Final = timedelta(minutes=30)
ENOUGH: Final = 12  # attempts that ended, some five hours of pauses; beyond, the later ways wait no more


@dataclass(frozen=True)
class Reach:
    """What is open to somebody now. `repeats`: the platform takes a word again under the same number (微信客服)."""

    words_left: int
    notices: int = 0
    has_sms: bool = False
    is_answer: bool = True
    repeats: bool = False
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Next:
    """What the row says then: `way` begins the next attempt, or tells how it went."""

    state: State
    way: str
    again_at: datetime | None = None


def way(reach: Reach, begun: str) -> Way:
    """The first way that is open, from where an earlier attempt left off."""
    if begun == AGAIN and (reach.words_left or not reach.is_answer):
        return Way.CHAT if reach.words_left else Way.NONE
    open_: Mapping[Way, bool] = {
        Way.CHAT: reach.words_left > 0,
        Way.NOTICE: reach.is_answer and reach.notices > 0,
        Way.SMS: reach.is_answer and reach.has_sms,
    }
    places: dict[str, int] = {AGAIN: 1, Way.TASK: len(ORDER), **{one: place for place, one in enumerate(ORDER)}}
    first = places.get(begun, 0)
    return next((one for one in ORDER[first:] if open_[one]), Way.TASK if reach.is_answer else Way.NONE)


def without_way(reach: Reach, begun: str) -> Next:
    """Where no way is open: somebody calls; our own prompt may have arrived, or is of no use any more."""
    if reach.is_answer:
        return Next(State.TASK, Way.TASK)
    return Next(State.UNKNOWN, Way.CHAT) if begun == AGAIN else Next(State.WITHDRAWN, Way.NONE)


def after(end: End, taken: Way, begun: str, reach: Reach, ended: int, now: datetime) -> Next:
    """What follows from how this attempt ended; `ended` have ended before."""
    if end is End.SENT:
        return Next(State.SENT, taken)
    if end is End.WRONG:
        return Next(State.FAILED, taken)
    if end is End.UNCLEAR:
        return _unclear(taken, begun, reach, ended, now)
    if end is End.LATER and (taken is Way.CHAT or ended < ENOUGH):
        return _later(taken, begun, reach, ended, now)
    return Next(State.WAITING, _behind(taken), now)


def after_death(begun: str, *, repeats: bool) -> str:
    """Where to begin after an attempt of which only its way is known; `repeats` as in Reach."""
    if begun == Way.CHAT:
        return Way.CHAT if repeats else AGAIN
    if begun == AGAIN:
        return _behind(Way.CHAT)
    return _behind(Way(begun)) if begun in ORDER else begun


def pause(ended: int) -> timedelta:
    """How long to wait before the next attempt: twice as long each time, up to half an hour."""
    return min(SOONEST * 2 ** min(ended, 10), LATEST)


def _later(taken: Way, begun: str, reach: Reach, ended: int, now: datetime) -> Next:
    """Again in a while, and no later than the window closes: then the next way is open at once."""
    again_at = now + pause(ended)
    if taken is Way.CHAT and reach.closes_at:
        again_at = min(again_at, max(reach.closes_at, now))
    return Next(State.WAITING, begun if begun == AGAIN else taken, again_at)


def _unclear(taken: Way, begun: str, reach: Reach, ended: int, now: datetime) -> Next:
    """The next way is as good as a second try, for it says no more; an answer is left unknown in none (P-09)."""
    if taken is not Way.CHAT or begun == AGAIN or (reach.repeats and ended >= ENOUGH):
        return Next(State.WAITING, _behind(taken), now) if reach.is_answer else Next(State.UNKNOWN, taken)
    if reach.repeats:
        return _later(taken, begun, reach, ended, now)
    return Next(State.WAITING, AGAIN, now + pause(0))


def _behind(taken: Way) -> str:
    """Where the next attempt begins."""
    place = ORDER.index(taken) + 1
    return ORDER[place] if place < len(ORDER) else Way.TASK
