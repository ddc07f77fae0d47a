"""节假日和调休: the State Council's real arrangement of the demo's year, as a bureau brings it in with its 日历 sheet."""

from datetime import date, timedelta

from menkou.places.models import CalendarDay

SOURCE = "国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）"
OFF = (  # from, to
    ((2026, 1, 1), (2026, 1, 3)),
    ((2026, 2, 15), (2026, 2, 23)),
    ((2026, 4, 4), (2026, 4, 6)),
    ((2026, 5, 1), (2026, 5, 5)),
    ((2026, 6, 19), (2026, 6, 21)),
    ((2026, 9, 25), (2026, 9, 27)),
    ((2026, 10, 1), (2026, 10, 7)),
)
WORKED = ((2026, 1, 4), (2026, 2, 14), (2026, 2, 28), (2026, 5, 9), (2026, 9, 20), (2026, 10, 10))


def days() -> list[CalendarDay]:
    """Every day of the year that is not what its weekday says, or is a holiday on a weekend; not stored yet."""
    off = [
        date(*first) + timedelta(days=number)
        for first, last in OFF
        for number in range((date(*last) - date(*first)).days + 1)
    ]
    told = [*((day, False) for day in off), *((date(*day), True) for day in WORKED)]
    return [CalendarDay(day=day, is_working=is_working, source=SOURCE) for day, is_working in sorted(told)]
