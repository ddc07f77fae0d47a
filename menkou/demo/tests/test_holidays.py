"""The demo counts working days as the year's notice says."""

from datetime import date, timedelta

from menkou.core import clock
from menkou.demo import holidays

YEAR = {one.day: one.is_working for one in holidays.days()}


def test_the_year_has_33_days_off_and_6_days_that_make_up_for_them():
    assert len(YEAR) == len(holidays.days()) == 39
    assert list(YEAR.values()).count(False) == 33
    assert all(day.weekday() >= 5 for day, is_working in YEAR.items() if is_working)


def test_no_day_is_given_away():
    """13 days are holidays by law (全国年节及纪念日放假办法, 2024); the rest is weekends, or made up for on one."""
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    worked = sum(YEAR.get(day, clock.is_weekday(day)) for day in year)

    assert worked == sum(clock.is_weekday(day) for day in year) - 13
