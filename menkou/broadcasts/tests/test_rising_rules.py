"""苗头: what stands above its own past, how rarely chance does, and that no number says how many there were."""

import random
from collections import Counter
from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.broadcasts.rules import rising
from menkou.broadcasts.rules.rising import Band, Cell, Limits, Pair
from menkou.places.rules.bounds import span
from menkou.places.rules.defaults import DEFAULTS

LIMITS = Limits.of(DEFAULTS)
FEWEST = LIMITS.fewest_in_a_list
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
counts = st.integers(0, 60)


def cell(number: int, askers: int | None = None, villages: int = 6) -> Cell:
    return Cell(number, number if askers is None else askers, villages)


def pair(recent: int, past: int, weeks: int = 52) -> Pair:
    return Pair(cell(recent), cell(past), weeks)


@given(of=st.integers(0, 80), seen=st.integers(0, 81), share=st.floats(0.01, 0.9))
def test_the_tail_is_the_binomial_one(of, seen, share):
    exact = sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(seen, of + 1))

    assert rising.tail(seen, of, share) == pytest.approx(exact, abs=1e-9)


@given(days)
def test_the_spans_are_whole_weeks_that_have_had_time_to_settle(today):
    at = rising.spans(today, LIMITS)

    assert {day.weekday() for day in (at.first, at.begins, at.ends)} == {0}
    assert timedelta(14) <= today - at.ends < timedelta(21)
    assert (at.ends - at.begins, at.begins - at.first) == (timedelta(weeks=4), timedelta(weeks=52))
    assert at.year_before == (at.first, at.first + timedelta(weeks=4))


@given(days, st.integers(0, 600))
def test_only_whole_weeks_since_anything_was_asked_are_a_past(today, ago):
    at = rising.spans(today, LIMITS)
    since = at.begins - timedelta(days=ago)

    assert rising.weeks_on_record(since, at) == min(52, ago // 7)


def test_a_planted_rise_is_found_and_what_is_as_ever_is_not():
    pairs = {"wages": pair(12, 20), "land": pair(6, 70), "traffic": pair(3, 0)}

    assert rising.risen(pairs, LIMITS) == ["wages"]


def test_without_a_past_nothing_rises():
    assert rising.risen({"new": pair(40, 0, weeks=12)}, LIMITS) == []
    assert rising.risen({"new": pair(40, 0, weeks=13)}, LIMITS) == ["new"]


@given(recent=counts, askers=counts, villages=st.integers(0, 9), past=counts)
def test_what_too_few_stand_behind_is_neither_shown_nor_told(recent, askers, villages, past):
    seen = Cell(recent, askers, villages)
    is_few = min(recent, askers) < FEWEST or villages < 2
    found = rising.risen({"a": Pair(seen, cell(past), 52)}, LIMITS)

    assert (rising.band(seen, LIMITS) is None) == is_few
    assert not (is_few and found)


@given(counts, counts)
def test_no_two_numbers_that_are_told_can_be_subtracted(one, other):
    """Whatever is told, or is not, stands for five counts, so that a difference of two is one of nine."""
    told = [rising.band(cell(number), LIMITS) for number in range(65)]
    fits = {a - b for a in range(65) for b in range(65) if (told[a], told[b]) == (told[one], told[other])}

    assert len(fits) == 2 * FEWEST - 1
    assert set(Counter(told).values()) == {FEWEST}


@given(recent=st.integers(FEWEST, 60), past=counts)
def test_what_is_said_of_two_numbers_follows_from_what_is_told_of_them(recent, past):
    edge = [n // FEWEST * FEWEST for n in (recent, past)]

    assert rising.times(pair(recent, past), LIMITS) == rising.times(pair(*edge), LIMITS)
    assert rising.usual(pair(recent, past), LIMITS) == rising.usual(pair(*edge), LIMITS)


@given(st.dictionaries(st.integers(0, 40), st.tuples(counts, counts), max_size=30), st.integers(1, 20))
def test_more_of_one_never_hides_it(pairs, more):
    made = {key: pair(*both) for key, both in pairs.items()}
    for key in rising.risen(made, LIMITS):
        recent, past = pairs[key]
        assert key in rising.risen(made | {key: pair(recent + more, past)}, LIMITS)


@given(st.dictionaries(st.integers(0, 40), st.tuples(counts, counts), max_size=30))
def test_who_looks_at_more_finds_no_more_by_it(pairs):
    """Pairs in which nothing happens can only make the others rarer."""
    made = {key: pair(*both) for key, both in pairs.items()}
    quiet = {f"quiet {n}": pair(3, 39) for n in range(20)}

    assert set(rising.risen(made | quiet, LIMITS)) <= set(rising.risen(made, LIMITS))


def poisson(dice: random.Random, mean: float) -> int:
    """How many fall into a span, counted by the pauses between them."""
    number, at = 0, dice.expovariate(1)
    while at < mean:
        number, at = number + 1, at + dice.expovariate(1)
    return number


def test_where_nothing_rises_hardly_ever_is_something_shown():
    """Ten townships, twelve topics from rare to common, four hundred looks; five in a hundred are promised."""
    dice, looks, shown = random.Random(7), 400, 0
    means = [0.02, 0.05, 0.1, 0.2, 0.4, 0.5, 0.8, 1, 1.5, 2, 3, 4]  # a week
    for _ in range(looks):
        pairs = {
            (town, topic): pair(poisson(dice, 4 * mean), poisson(dice, 52 * mean))
            for town in range(10)
            for topic, mean in enumerate(means)
        }
        shown += bool(rising.risen(pairs, LIMITS))

    assert shown / looks <= LIMITS.rising_false_percent / 100


def test_the_furthest_that_a_district_may_look_back_is_on_the_calendar():
    wild = Limits.of({name: span(name)[1] for name in DEFAULTS})

    assert rising.spans(date(2026, 11, 29), wild).first.year > 2000


def test_a_band_is_read_as_from_and_to():
    assert [str(one) for one in (Band(5, 5), Band(10, 5), Band(7, 1))] == ["5—9", "10—14", "7"]
