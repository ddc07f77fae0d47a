"""What goes into a group, word for word; and on which day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

MOST_BYTES: Final = 2048  # of a text, the least that any platform takes (群机器人)
FURTHEST_DAYS: Final = 62  # a month named by the rule has a day within so many


def to_group(kind: str, title: str, text: str, page: str) -> str:
    """The words for a group, with the address of the page behind them."""
    return f"【{kind}】{title}\n{text.strip()}\n看全文、转发给家里人：{page}"


def to_loudspeaker(title: str, text: str, speech: str) -> str:
    """What 村村响 reads: the words written for it, or else those of the text."""
    return speech.strip() or f"乡亲们，{title}。{text.strip()}"


def fault(words: str) -> str:
    """What is wrong with words for a group; empty where every platform takes them."""
    over = len(words.encode()) - MOST_BYTES
    return (
        f"发到群里的话太长，请删掉大约 {over // 3 + 1} 个字（连标题和链接，一条最多 2,048 字节）。" if over > 0 else ""
    )


def next_day(days: Sequence[int], today: date) -> date:
    """The first day from tomorrow on that the rule names; tomorrow where it names none."""
    coming = (today + timedelta(days=ahead) for ahead in range(1, FURTHEST_DAYS))
    return next((day for day in coming if day.day in days), today + timedelta(days=1))
