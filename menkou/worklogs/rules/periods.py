"""Spans that logs are counted by: a week, a month, a quarter, half a year, a year; half open, as an address says them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SAID: Final = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|q([1-4])|h([12])|w(0[1-9]|[1-4]\d|5[0-3])))?", re.A)
DAYS: Final = re.compile(r"(20\d\d-\d\d-\d\d)\.\.(20\d\d-\d\d-\d\d)", re.A)
MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
MOST_DAYS: Final = 1100  # three years
WINDOWS: Final = {"month": "这个月", "quarter": "这个季度", "half_year": "这半年", "year": "今年"}


@dataclass(frozen=True)
class Period:
    """From a day until before another."""

    key: str
    title: str
    first: date
    after_last: date

    @classmethod
    def called(cls, said: str) -> "Period | None":
        """As an address says it: 2026-11, 2026-w48, 2026-q4, 2026-h2, 2026. None for what is no period."""
        match = SAID.fullmatch(said)
        if not match:
            return None
        year, month, quarter, half, week = (int(part) if part else 0 for part in match.groups())
        if week:
            return _week(year, week)
        if month:
            return cls.of(date(year, month, 1), "month")
        if quarter:
            return cls.of(date(year, 3 * quarter - 2, 1), "quarter")
        return cls.of(date(year, 6 * half - 5, 1), "half_year") if half else cls.of(date(year, 1, 1), "year")

    @classmethod
    def said(cls, said: str) -> "Period | None":
        """The same, or from a day to another: 2026-11-03..2026-11-15."""
        match = DAYS.fullmatch(said)
        try:
            return cls.between(*map(date.fromisoformat, match.groups())) if match else cls.called(said)
        except ValueError:
            return None

    @classmethod
    def between(cls, first: date, last: date) -> "Period | None":
        """From a day to another, both of them as well. None for what ends before it begins, or is longer than years."""
        if not timedelta() <= last - first <= timedelta(days=MOST_DAYS):
            return None
        title = f"{first.year}年{first.month}月{first.day}日到{last.year}年{last.month}月{last.day}日"
        return cls(f"{first}..{last}", title, first, last + timedelta(days=1))

    @classmethod
    def of(cls, day: date, window: str) -> "Period":
        """The period of this length that a day lies in."""
        if window == "week":
            year, week, _ = day.isocalendar()
            return _called_week(year, week, day - timedelta(days=day.weekday()))
        months = MONTHS[window]
        number = (day.month - 1) // months + 1
        first = date(day.year, (number - 1) * months + 1, 1)
        after = (first + timedelta(days=31 * months)).replace(day=1)
        titles = {
            "month": (f"{day.year}-{day.month:02}", f"{day.year}年{day.month}月"),
            "quarter": (f"{day.year}-q{number}", f"{day.year}年第{number}季度"),
            "half_year": (f"{day.year}-h{number}", f"{day.year}年{'上' if number == 1 else '下'}半年"),
            "year": (str(day.year), f"{day.year}年"),
        }
        return cls(*titles[window], first, after)

    @property
    def last(self) -> date:
        return self.after_last - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after_last

    def __str__(self) -> str:
        return self.title


def offered(today: date) -> list[Period]:
    """What a list of periods offers: two weeks, thirteen months, five quarters, three halves, three years; the latest first."""
    lengths = (("month", 13), ("week", 2), ("quarter", 5), ("half_year", 3), ("year", 3))
    return [one for window, count in lengths for one in back_from(today, window, count)]


def back_from(day: date, window: str, count: int) -> list[Period]:
    """The period of this length that a day lies in, and those before it, the latest first."""
    found = [Period.of(day, window)]
    while len(found) < count:
        found.append(Period.of(found[-1].first - timedelta(days=1), window))
    return found


def quarters_around(one: Period) -> Period:
    """The whole quarters that a period lies in."""
    first, last = Period.of(one.first, "quarter"), Period.of(one.last, "quarter")
    return Period(one.key, one.title, first.first, last.after_last)


def ahead_from(day: date, window: str, count: int) -> list[Period]:
    """The same, and those after it, the earliest first."""
    found = [Period.of(day, window)]
    while len(found) < count:
        found.append(Period.of(found[-1].after_last, window))
    return found


def _week(year: int, number: int) -> Period | None:
    try:
        return _called_week(year, number, date.fromisocalendar(year, number, 1))
    except ValueError:  # a year of 52 weeks has no 53rd
        return None


def _called_week(year: int, number: int, monday: date) -> Period:
    sunday = monday + timedelta(days=6)
    title = f"{monday.month}月{monday.day}日到{sunday.month}月{sunday.day}日这一周"
    return Period(f"{year}-w{number:02}", title, monday, monday + timedelta(days=7))
