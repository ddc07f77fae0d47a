"""Working days: counted by the district's calendar, by weekday where it is silent, and never without end."""

from datetime import UTC, date, datetime, time, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from menkou.core import clock
from menkou.core.clock import SHANGHAI, after_working_days, is_weekday

THURSDAY = datetime(2026, 3, 5, 15, 30, tzinfo=SHANGHAI)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
calendars = st.dictionaries(st.integers(0, 60), st.booleans())


def test_the_same_hour_on_the_next_working_day():
    assert after_working_days(THURSDAY, 1) == THURSDAY + timedelta(days=1)
    assert after_working_days(THURSDAY, 2) == THURSDAY + timedelta(days=4)


def test_what_is_asked_on_a_day_off_has_all_of_the_next_working_day():
    saturday, sunday = THURSDAY + timedelta(days=2), datetime(2026, 3, 8, 0, 52, tzinfo=SHANGHAI)

    for off in (saturday, sunday):
        assert after_working_days(off, 1) == datetime.combine(date(2026, 3, 9), time.max, SHANGHAI)
        assert after_working_days(off, 2) == datetime.combine(date(2026, 3, 10), time.max, SHANGHAI)


def test_a_holiday_is_waited_out_and_a_weekend_may_be_worked():
    off = {date(2026, 10, day) for day in range(1, 9)}
    worked = {date(2026, 10, 10)}
    eve = datetime(2026, 9, 30, 9, 0, tzinfo=SHANGHAI)

    def is_working(day: date) -> bool:
        return day in worked or (day not in off and is_weekday(day))

    assert after_working_days(eve, 1, is_working).date() == date(2026, 10, 9)
    assert after_working_days(eve, 2, is_working).date() == date(2026, 10, 10)


def test_the_day_is_shanghai_s():
    late = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)  # Saturday, half past midnight in Shanghai

    assert after_working_days(late, 1) == datetime.combine(date(2026, 3, 9), time.max, SHANGHAI)
    assert clock.start_of(date(2026, 3, 7)) == datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_a_calendar_without_a_working_day_delays_but_never_hangs():
    assert after_working_days(THURSDAY, 1, lambda day: False) - THURSDAY < timedelta(days=62)


@given(instants, st.integers(1, 15), calendars)
def test_it_ends_on_a_working_day_with_so_many_between(start, days, known):
    first = start.astimezone(SHANGHAI).date()

    def is_working(day: date) -> bool:
        return known.get((day - first).days, is_weekday(day))

    end = after_working_days(start, days, is_working)
    span = [first + timedelta(days=n) for n in range((end.date() - first).days + 1)]
    passed = sum(map(is_working, span[1:]))

    assert end > start
    assert is_working(end.date())
    assert passed == days
    same_hour = start.astimezone(SHANGHAI).time() if is_working(first) else time.max
    assert end.astimezone(SHANGHAI).time() == same_hour


@given(instants, st.integers(1, 30), st.timedeltas(timedelta(), timedelta(days=9)), calendars)
def test_what_is_asked_later_is_never_due_sooner(start, days, later, known):
    first = start.astimezone(SHANGHAI).date()

    def is_working(day: date) -> bool:
        return known.get((day - first).days, is_weekday(day))

    assert after_working_days(start, days, is_working) <= after_working_days(start, days + 1, is_working)
    assert after_working_days(start, days, is_working) <= after_working_days(start + later, days, is_working)


def calendar_of(days: dict[int, bool]):
    """A year's start with some days that are not what their weekday says; further days are weekdays."""
    first = date(2026, 3, 1)
    known = {first + timedelta(days=n): is_working for n, is_working in days.items()}
    return lambda day: known.get(day, is_weekday(day))


SPRING = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 20), timezones=st.just(SHANGHAI))


@given(SPRING, SPRING, st.integers(1, 15), calendars)
def test_every_deadline_is_on_a_working_day_and_none_overtakes_another(one, other, days, marked):
    is_working = calendar_of(marked)
    earlier, later = sorted((one, other))
    due = clock.after_working_days(earlier, days, is_working)

    assert is_working(due.date())
    assert due <= clock.after_working_days(later, days, is_working)
    assert due < clock.after_working_days(earlier, days + 1, is_working)


@given(SPRING, SPRING, SPRING, SPRING, calendars)
def test_a_stopped_clock_moves_a_deadline_by_what_was_worked_meanwhile(due, a, b, c, marked):
    is_working = calendar_of(marked)
    due = clock.after_working_days(due, 1, is_working)
    begun, middle, ended = sorted((a, b, c))

    def moved(moment, start, end):
        return clock.later_by(moment, clock.worked_between(start, end, is_working), is_working)

    assert moved(due, begun, begun) == due
    assert is_working(moved(due, begun, ended).date())
    assert due <= moved(due, begun, middle) <= moved(due, begun, ended)
    assert moved(moved(due, begun, middle), middle, ended) == moved(due, begun, ended)
    assert clock.worked_between(due, moved(due, begun, ended), is_working) == clock.worked_between(
        begun, ended, is_working
    )
    assert clock.worked_between(ended, begun, is_working) == timedelta()


def test_a_working_day_that_was_stopped_is_a_day_later():
    friday = THURSDAY + timedelta(days=1)

    assert clock.later_by(friday, timedelta(days=1)) == THURSDAY + timedelta(days=4)
    assert clock.worked_between(THURSDAY, THURSDAY + timedelta(days=7)) == timedelta(days=5)


def test_a_calendar_without_working_days_delays_a_stopped_clock_and_never_hangs():
    assert clock.later_by(THURSDAY, timedelta(days=1), lambda day: False) > THURSDAY


def test_a_demos_time_can_be_moved_forward_and_the_queue_is_told_the_machines_own(settings, tmp_path):
    settings.MENKOU_CLOCK = str(tmp_path / "clock")
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False):
        real = clock.now()
        for written, moved in (("172800", timedelta(days=2)), ("", timedelta()), ("many", timedelta())):
            (tmp_path / "clock").write_text(written)
            assert clock.now() == real + moved
            assert clock.on_the_wall(clock.now()) == real
        (tmp_path / "clock").unlink()
        assert clock.now() == real
