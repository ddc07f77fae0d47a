"""等我处理: one line of it, and the law of the clock by which lines stand. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

OVERDUE, DUE, PLANNED, NONE = "overdue", "due", "planned", "none"
SOON_S = 86_400  # what is due within a day looks so


@dataclass(frozen=True)
class Late:
    """An adviser who is late with some answers: whom to call, and what to say."""

    registration: UUID
    name: str
    institution: str
    phone: str
    words: str  # ready to send
    may_nudge: bool
    nudged: Any = None  # the 催办 of today, where there is one


@dataclass(frozen=True)
class Due:
    """Something that an office or an institution is late with: whom to call, what to say, and where 催办 is put down."""

    key: UUID
    name: str
    phone: str
    words: str  # ready to send
    url: str
    nudged: Any = None  # when it was asked for today, and by whom


@dataclass(frozen=True)
class Item:
    """One line: what, how much, by when, and the button's word and address."""

    title: str
    value: str
    act: str
    url: str
    due: datetime | None = None
    note: str = ""
    late: Late | None = None
    of: Due | None = None

    def state(self, now: datetime) -> str:
        """overdue, due within a day, planned, or none where no clock runs."""
        if self.due is None:
            return NONE
        seconds = (self.due - now).total_seconds()
        return OVERDUE if seconds < 0 else DUE if seconds < SOON_S else PLANNED


def in_order(items: Iterable[Item]) -> list[Item]:
    """Most overdue first, then what is due next, then what no clock runs for; as they came where they are alike."""
    return sorted(items, key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0))


def words_for(name: str, count: int, days_over: int, by: str) -> str:
    """Ready text for a message or a call: how many and how long, and nothing of what was asked."""
    over = f"，最早的超了 {days_over} 天" if days_over else ""
    return (
        f"{name}您好，您名下有 {count} 条咨询过了时限还没有答复{over}。"
        f"请今天登录答复；有难处请回我一声，可以先转给替班的顾问。——{by}"
    )


def words_for_order(name: str, number: str, due: str, days_over: int, by: str) -> str:
    """Ready text about one order: its number and its deadline, and nothing of what was said."""
    over = f"，已经超了 {days_over} 天" if days_over else ""
    return f"{name}：12345 工单 {number} 应在 {due} 前办理{over}。请今天登录办理；有难处请回我一声，可以改派。——{by}"


def words_for_complaint(name: str, due: str, days_over: int, by: str) -> str:
    """Ready text about one complaint: its deadline, and nothing of what was said."""
    over = f"，已经超了 {days_over} 天" if days_over else ""
    return f"{name}：有一件投诉应在 {due} 前先回复收到{over}。请今天登录受理；有难处请回我一声。——{by}"
