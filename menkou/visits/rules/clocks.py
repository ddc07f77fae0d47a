"""A phone's clock may be wrong by a day: it says its own time with what it sends, and the difference puts it right."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

NEAR: Final = timedelta(minutes=2)  # a request takes its time, and clocks differ a little: no difference to speak of
LONGEST: Final = timedelta(hours=12)  # longer was never a visit: somebody forgot to press 走了
SHORTEST: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Times:
    """When a visit was, by our own clock."""

    came: datetime
    left: datetime
    off_by: timedelta  # what was added to the phone's times
    is_moved: bool = False  # it would have lain ahead of now, or ended before it began: nobody knows when it really was
    is_cut: bool = False  # it was longer than any visit


def corrected(came: datetime, left: datetime, phone_now: datetime, now: datetime) -> Times:
    """The times of a visit as our clock would have shown them; how long it took stays as the phone counted it."""
    off_by = now - phone_now
    if abs(off_by) <= NEAR:
        off_by = timedelta()
    is_moved = left < came
    came, left = came + off_by, max(left, came + SHORTEST) + off_by
    if is_cut := left - came > LONGEST:
        left = came + LONGEST
    ahead = max(timedelta(), left - now)
    is_moved = is_moved or ahead > NEAR
    return Times(came - ahead, left - ahead, off_by, is_moved, is_cut)


def in_words(off_by: timedelta) -> str:
    """How far the phone was out, as people say it; nothing where it was not."""
    if not off_by:
        return ""
    minutes = round(abs(off_by) / timedelta(minutes=1))
    days, hours = divmod(minutes, 24 * 60)[0], minutes // 60 % 24
    parts = [f"{days}天"] * bool(days) + [f"{hours}小时"] * bool(hours)
    if not days:
        parts += [f"{minutes % 60}分钟"] * bool(minutes % 60)
    way = "慢" if off_by > timedelta() else "快"
    return f"手机的时间{way}了{''.join(parts)}，到村时间已经按准的时间改好。"
