"""What day it is in the district, and how working days are counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")  # one time zone in all of China
WEEKDAYS = "一二三四五六日"
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, in UTC; in a demo whose time was moved forward, that instant."""
    if (moment := _told.get()) is not None:
        return moment
    return timezone.now() + _moved() if settings.MENKOU_CLOCK else timezone.now()


@contextmanager
def told(moment: datetime) -> Iterator[None]:
    """As if it were this moment: only to see how something is written then, never to do anything."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def on_the_wall(moment: datetime) -> datetime:
    """The same instant as the machine's own clock will show it: for the queue, which knows no other."""
    return moment - _moved() if settings.MENKOU_CLOCK else moment


def _moved() -> timedelta:
    """How far a demo's time was moved forward; nothing where its file is not there or holds no number of seconds."""
    try:
        return timedelta(seconds=float(Path(settings.MENKOU_CLOCK).read_text()))
    except (OSError, ValueError, OverflowError):
        return timedelta()


def today() -> date:
    """The day in Shanghai."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day of an instant in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def in_words(day: date) -> str:
    """11月23日, and with the year where it is not this one."""
    return f"{day:%-m月%-d日}" if day.year == today().year else f"{day:%Y年%-m月%-d日}"


def to_the_minute(moment: datetime) -> str:
    """11月23日 16:05 in Shanghai, and with the year where it is not this one."""
    here = moment.astimezone(SHANGHAI)
    return f"{in_words(here.date())} {here:%H:%M}"


def is_weekday(day: date) -> bool:
    """Monday to Friday: what holds where no calendar says otherwise."""
    return day.weekday() < 5


def after_working_days(start: datetime, days: int, is_working: Callable[[date], bool] = is_weekday) -> datetime:
    """The same hour on the so-many-th working day after; what starts on a day off has all of the last of them.

    So nothing that starts later is over earlier: Saturday evening and Sunday morning both have until Monday's end.
    Gives up on the calendar after 60 days off in a row, so that a wrong calendar can delay but never hang.
    """
    moment, left, off = start.astimezone(SHANGHAI), days, 0
    if days > 0 and not is_working(moment.date()):
        moment = datetime.combine(moment.date(), time.max, SHANGHAI)
    while left > 0 and off < 60:
        moment += timedelta(days=1)
        left, off = (left - 1, 0) if is_working(moment.date()) else (left, off + 1)
    return moment


def worked_between(start: datetime, end: datetime, is_working: Callable[[date], bool] = is_weekday) -> timedelta:
    """How much of the time from one instant to another falls on working days; nothing where the end comes first."""
    here, end, worked = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI), timedelta()
    while here < end:
        until = min(_next_midnight(here), end)
        worked += until - here if is_working(here.date()) else timedelta()
        here = until
    return worked


def later_by(moment: datetime, worked: timedelta, is_working: Callable[[date], bool] = is_weekday) -> datetime:
    """The instant at which so much working time has passed since; always on a working day, as far as one is found."""
    here, left, off = moment.astimezone(SHANGHAI), worked, 0
    while off < 60:
        is_day, rest = is_working(here.date()), _next_midnight(here) - here
        if is_day and left < rest:
            return here + left
        here, left, off = here + rest, left - rest if is_day else left, 0 if is_day else off + 1
    return here + left


def _next_midnight(here: datetime) -> datetime:
    return start_of(here.date() + timedelta(days=1))
