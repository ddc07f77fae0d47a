"""A day of another year says which."""

from datetime import date, datetime

import pytest
import time_machine

from menkou.consultations.templatetags import moments
from menkou.core.clock import SHANGHAI

NEW_YEAR = datetime(2027, 1, 1, 0, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2027, 1, 1, 9, 5, tzinfo=SHANGHAI), "1月1日 09:05"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI), "2026年12月31日 23:59"),
        (datetime(2028, 2, 29, 8, 0, tzinfo=SHANGHAI), "2028年2月29日 08:00"),
    ],
)
@time_machine.travel(NEW_YEAR)
def test_the_year_stands_where_it_is_not_this_one(at, words):
    assert moments.minute(at) == words
    assert moments.day(at) == moments.day(at.date()) == words.split()[0]


@time_machine.travel(NEW_YEAR)
def test_nothing_is_a_dash():
    assert moments.day(None) == "—"
    assert moments.day(date(2027, 3, 5)) == "3月5日"


@time_machine.travel(datetime(2028, 6, 1, tzinfo=SHANGHAI))
def test_a_log_of_another_year_says_so(entry, office, sign_in):
    assert "2026年3月5日" in sign_in(office).get("/shili/worklogs/").content.decode()
