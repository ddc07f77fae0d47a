"""The time of a visit is shared out to the minute, and a wrong clock of a phone changes nothing of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.visits.rules.clocks import LONGEST, NEAR, corrected, in_words
from menkou.visits.rules.minutes import minutes_of, split

NOW = datetime(2026, 3, 5, 4, tzinfo=UTC)
ago = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=30))
spans = st.timedeltas(min_value=timedelta(minutes=1), max_value=LONGEST)
wrong = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))


@given(minutes=st.integers(1, 1440), parts=st.integers(1, 20))
def test_the_shares_of_a_visit_are_fair_and_their_sum_is_the_whole(minutes, parts):
    shares = split(minutes, parts)

    assert len(shares) == parts
    assert sum(shares) == max(minutes, parts)
    assert max(shares) - min(shares) <= 1
    assert min(shares) >= 1


@given(since=ago, span=spans, off=wrong)
def test_a_phone_whose_clock_is_wrong_tells_the_same_visit(since, span, off):
    left = NOW - since
    right = corrected(left - span, left, NOW, NOW)
    told = corrected(left - span + off, left + off, NOW + off, NOW)

    assert (right.came, right.left, right.off_by) == (left - span, left, timedelta())
    assert abs(told.came - right.came) <= NEAR
    assert told.left - told.came == span
    assert told.off_by == (timedelta() if abs(off) <= NEAR else -off)
    assert not right.is_moved
    assert not told.is_moved


@given(came=wrong, span=wrong, off=wrong)
def test_whatever_a_phone_tells_a_visit_has_a_length_and_is_over(came, span, off):
    times = corrected(NOW + came, NOW + came + span, NOW + off, NOW)

    assert timedelta() < times.left - times.came <= LONGEST
    assert times.left <= NOW


def test_a_visit_dated_tomorrow_ends_now_and_is_marked():
    times = corrected(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2), NOW, NOW)

    assert (times.came, times.left, times.is_moved) == (NOW - timedelta(hours=2), NOW, True)


def test_a_visit_that_nobody_ended_is_cut():
    times = corrected(NOW - timedelta(days=2), NOW, NOW, NOW)

    assert (times.left - times.came, times.is_cut) == (LONGEST, True)


def test_minutes_are_whole_and_never_none():
    assert minutes_of(NOW, NOW + timedelta(minutes=90, seconds=20)) == 90
    assert minutes_of(NOW, NOW + timedelta(seconds=5)) == 1


@pytest.mark.parametrize(
    ("off_by", "said"),
    [
        (timedelta(), ""),
        (timedelta(days=1), "手机的时间慢了1天，到村时间已经按准的时间改好。"),
        (-timedelta(days=2, hours=3), "手机的时间快了2天3小时，到村时间已经按准的时间改好。"),
        (timedelta(minutes=75), "手机的时间慢了1小时15分钟，到村时间已经按准的时间改好。"),
    ],
)
def test_how_far_a_phone_is_out_is_said_in_words(off_by, said):
    assert in_words(off_by) == said
