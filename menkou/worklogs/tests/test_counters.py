"""八项数 and reports: a number is the sum over its rows, whatever was told; periods follow each other without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.worklogs.models import Entry
from menkou.worklogs.rules import counters, periods
from menkou.worklogs.rules.counters import ALL, Counter, Tally
from menkou.worklogs.rules.periods import Period

KINDS = Entry.Kind.values
told = st.one_of(st.none(), st.integers(1, 500))
entries = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 1440), told, told), max_size=10)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
windows = st.sampled_from(["week", *periods.MONTHS])


def tallied(rows) -> dict[str, Tally]:
    found = dict.fromkeys({kind for kind, *_ in rows}, Tally())
    for kind, minutes, people, items in rows:
        one = Tally(1, minutes, people or 0, people is None, items or 0, items is None)
        found[kind] = Tally(*map(sum, zip(found[kind], one, strict=True)))
    return found


def worth(counter: Counter, people: int | None, items: int | None) -> int:
    """What one entry adds to a number, read off the counter's own words."""
    if counter.what == "entries":
        return 1
    said = people if counter.what == "people" else items
    return counter.untold if said is None else said


@given(entries, st.sampled_from(list(ALL.values())))
def test_a_number_is_the_sum_over_its_rows(rows, counter):
    behind = [
        (people, items)
        for kind, _, people, items in rows
        if kind in counter.kinds and (not counter.only_told or {"people": people, "items": items}[counter.only_told])
    ]

    assert counter.of(tallied(rows)) == sum(worth(counter, *row) for row in behind)
    assert all(worth(counter, *row) for row in behind)


@given(entries)
def test_every_entry_is_counted_once_among_services_and_consultations(rows):
    tallies = tallied(rows)
    consultations = tallies.get("consultation", Tally()).entries

    assert ALL["services"].of(tallies) + consultations == len(rows)
    assert counters.hours(tallies) == round(sum(row[1] for row in rows if row[0] != "consultation") / 60, 1)


def test_the_eight_are_those_of_the_programme():
    assert [f"{one.title}_{one.unit}" for one in counters.COUNTERS8] == [
        *("法治讲座_人次", "法律咨询_次", "调解纠纷_次", "培训骨干_人"),
        *("发放资料_份", "法律援助_次", "代写文书_份", "完善村居制度_个"),
    ]
    assert {kind for one in ALL.values() for kind in one.kinds} == set(KINDS)
    assert len(ALL) == len(counters.COUNTERS8) + len(counters.REPORT)


@given(days, windows)
def test_periods_follow_each_other_without_a_gap(day, window):
    period = Period.of(day, window)

    assert day in period
    assert Period.of(period.last, window) == period
    assert Period.of(period.after_last, window).first == period.after_last
    assert Period.called(period.key) == period


@pytest.mark.parametrize("said", ["", "2026-13", "2026-q5", "2026-w00", "2025-w53", "x", "2026-11-01", "２０２６"])
def test_what_is_no_period_is_none(said):
    assert Period.called(said) is None


def test_a_period_says_itself():
    assert [str(Period.called(key)) for key in ("2026-11", "2026-q4", "2026-h2", "2026", "2026-w48")] == [
        *("2026年11月", "2026年第4季度", "2026年下半年", "2026年", "11月23日到11月29日这一周"),
    ]
    assert Period.called("2026-w53").first == date(2026, 12, 28)


def test_what_is_offered_begins_with_this_month():
    found = periods.offered(date(2026, 11, 29))

    assert found[0].key == "2026-11"
    assert len({one.key for one in found}) == len(found) == 26
    assert all(one.first <= date(2026, 11, 29) for one in found)
    assert found[1].last + timedelta(days=1) == found[0].first
