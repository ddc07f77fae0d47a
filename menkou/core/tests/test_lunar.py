"""农历, against days that calendars print."""

from datetime import date

import pytest

from menkou.core.lunar import lunar


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 17), "正月初一"),
        (date(2026, 12, 3), "十月廿五"),
        (date(2025, 8, 1), "闰六月初八"),
        (date(2025, 1, 28), "腊月廿九"),
        (date(2020, 1, 25), "正月初一"),
        (date(2150, 1, 1), ""),
    ],
)
def test_a_day_as_farmers_say_it(day, said):
    assert lunar(day) == said
