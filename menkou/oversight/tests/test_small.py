"""小数: an attacker who has every permitted report, and knows the rule, works out no count that is too small to be told."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from menkou.oversight.rules import small
from menkou.worklogs.rules.periods import Period

YEAR = date(2025, 1, 1)
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
QUARTERS = MONTHS[::3]
NEXT = date(2026, 1, 1)
PERIODS = [
    *(Period.of(one, "month") for one in MONTHS),
    *(Period.of(one, "quarter") for one in QUARTERS),
    *(Period.of(one, "half_year") for one in (MONTHS[0], MONTHS[6])),
    Period.of(YEAR, "year"),
]


def by_month(cells) -> dict[date, int]:
    """Of places by months, all places together."""
    return {month: sum(place[at] for place in cells) for at, month in enumerate(MONTHS[: len(cells[0])])}


def by_quarter(cells) -> dict[date, list[int]]:
    starts = QUARTERS[: len(cells[0]) // 3]
    return {start: [sum(place[3 * at : 3 * at + 3]) for place in cells] for at, start in enumerate(starts)}


def permitted(cells, until: date, fewest: int, periods=PERIODS):
    """Every number that any report tells: the places and the months that it is of, and what it says."""
    months, quarters = by_month(cells), by_quarter(cells)
    everywhere = range(len(cells))
    for one in periods:
        over = [at for at, month in enumerate(MONTHS) if one.first <= month < min(one.after_last, until)]
        yield everywhere, over, small.whole(months, one.first, one.after_last, until, fewest)
        found = small.by_place(months, quarters, one.first, one.after_last, until, fewest)
        whole = [at for at in over if MONTHS[at // 3 * 3 + 2] < until]
        for piece in [] if isinstance(found, str) else found:
            yield range(piece.start, piece.stop), whole, piece.total


def lattice(cells, fewest: int):
    """What is protected: each place, and all, by month and by every longer period, where there are some and too few."""
    places = [[one] for one in range(len(cells))] + [list(range(len(cells)))]
    length = len(cells[0])
    spans = [range(start, start + size) for size in (1, 3, 6, 12) for start in range(0, length - size + 1, size)]
    for rows, span in product(places, spans):
        count = sum(cells[place][at] for place in rows for at in span)
        if 0 < count < fewest:
            yield rows, span, count


def is_certain(told, shape: tuple[int, int], rows, span, count: int, fewest: int) -> bool:
    """Whether no other number of it agrees with all that is told, and with what not telling a month says."""
    model = cp_model.CpModel()
    x = {at: model.new_int_var(0, 60, str(at)) for at in product(*map(range, shape))}
    for places, months, said in told:
        here = sum(x[place, month] for place in places for month in months)
        if isinstance(said, int):
            model.add(here == said)
        elif len(months) == 1 and said == small.UNTOLD:
            model.add(here >= 1)
            model.add(here < fewest)
        elif said.startswith("至少"):
            model.add(here > int(said.split()[1]))
    here = sum(x[place, at] for place in rows for at in span)
    model.add(here != count)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model) == cp_model.INFEASIBLE


@st.composite
def districts(draw):
    """Places by the months of a year: quiet ones, busy ones, and some with nothing."""
    count = draw(st.integers(2, 4))
    sizes = [draw(st.sampled_from([0, 1, 2, 4, 9])) for _ in range(count)]
    return [[draw(st.integers(0, size)) for _ in MONTHS] for size in sizes]


@settings(max_examples=12)
@given(districts(), st.sampled_from([2, 3, 5]))
def test_no_count_too_small_can_be_worked_out_from_all_reports_together(cells, fewest):
    told = list(permitted(cells, NEXT, fewest))
    shape = (len(cells), len(MONTHS))

    least = max(fewest, small.FEWEST)
    found = [cell for cell in lattice(cells, least) if is_certain(told, shape, *cell, least)]
    assert found == []


def outputs(cells, fewest: int):
    """What a quarter's reports say of all places by months and of each place: the rest is added up from it."""
    months, whole = [sum(one) for one in zip(*cells, strict=True)], sum(map(sum, cells))
    each = tuple(one if small.is_enough(one, fewest) else None for one in months)
    total = small.of_quarter(months, fewest)
    places = small.split([sum(one) for one in cells], fewest) if total == whole else []
    return each, total, tuple(places)


@pytest.mark.parametrize(("fewest", "most"), [(3, 6), (4, 6)])
def test_whoever_knows_the_rule_finds_another_world_that_looks_the_same(fewest, most):
    """All quarters of two places with so many in a month at most: the rule tells nothing by the way it tells."""
    seen = defaultdict(lambda: defaultdict(set))
    month = [(here, there) for here in range(most + 1) for there in range(most + 1 - here)]
    for cells in (list(zip(*three, strict=True)) for three in product(month, repeat=3)):
        spread = (*cells[0], *cells[1], *(sum(one) for one in zip(*cells, strict=True)), *map(sum, cells))
        for at, count in enumerate((*spread, sum(map(sum, cells)))):
            seen[outputs(cells, fewest)][at].add(count)
    few = [counts for classes in seen.values() for counts in classes.values() if len(counts) == 1]
    assert [one for one in few if 0 < min(one) < fewest] == []


def test_the_attacker_works_out_what_a_careless_report_gives_away():
    """Each count that is enough told by itself: the rest of a sum is the one that is not."""
    cells, careless = [[9, 0, 0], [3, 0, 0]], [(range(2), range(1), 12), (range(1), range(1), 9)]
    assert is_certain(careless, (2, 3), [1], range(1), cells[1][0], 5)
    assert not is_certain(careless[:1], (2, 3), [1], range(1), cells[1][0], 5)


@settings(max_examples=5)
@given(districts(), st.sampled_from([3, 5]))
def test_what_is_told_on_one_day_is_told_ever_after(cells, fewest):
    """So whoever looks every day knows at last what one look tells, and no more."""
    last = {(tuple(rows), tuple(span)): said for rows, span, said in permitted(cells, NEXT, fewest)}
    for until in MONTHS:
        for rows, span, said in permitted(cells, until, fewest):
            if isinstance(said, int):
                assert last.get((tuple(rows), tuple(span)), said) == said


@given(st.lists(st.integers(0, 9), min_size=12, max_size=12), st.integers(0, 363), st.integers(1, 200))
def test_no_days_are_told_that_are_not_months(counts, start, days):
    first = YEAR + timedelta(days=start)
    after = first + timedelta(days=days)
    if first.day == 1 and after.day == 1:
        return
    assert small.whole(dict(zip(MONTHS, counts, strict=True)), first, after, NEXT, 5) == small.BY_MONTHS


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([7, 6, 0], 13),
        ([7, 3, 6], None),  # or the three would be the rest
        ([7, 3, 4], 14),
        ([7, 2, 2], None),
        ([7, 4, 4], None),  # eight of two that are four at most: four each
        ([2, 2, 2], 6),
        ([4, 4, 4], None),
        ([1, 1, 1], None),
    ],
)
def test_a_quarter_is_told_where_each_month_could_be_another(months, said):
    assert small.of_quarter(months, 5) == said


@pytest.mark.parametrize(
    ("parts", "pieces"),
    [
        ([7, 6, 9, 5], [(0, 1, 7), (1, 2, 6), (2, 3, 9), (3, 4, 5)]),
        ([7, 3, 9, 5], [(0, 2, 10), (2, 3, 9), (3, 4, 5)]),
        ([1, 1, 9, 5], [(0, 4, 16)]),
        ([0, 0, 9, 0], [(0, 1, 0), (1, 2, 0), (2, 3, 9), (3, 4, 0)]),
        ([1, 2], []),
    ],
)
def test_places_are_halved_as_long_as_both_halves_are_enough(parts, pieces):
    assert [tuple(one) for one in small.split(parts, 5)] == pieces
    assert sum(one.total for one in small.split(parts, 5)) in (sum(parts), 0)


def test_a_longer_period_says_what_is_told_and_nothing_else():
    months = dict(zip(MONTHS, [9, 3, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0], strict=True))
    assert small.whole(months, YEAR, NEXT, NEXT, 5) == "至少 45"
    assert small.whole(months, MONTHS[3], NEXT, NEXT, 5) == 27
    assert small.whole(months, MONTHS[1], MONTHS[2], NEXT, 5) == small.UNTOLD
    assert small.whole(months, MONTHS[3], MONTHS[6], MONTHS[3], 5) == small.NOT_YET


def test_a_part_is_told_where_its_rest_is_enough_as_well():
    quarters = {QUARTERS[0]: (7, 6), QUARTERS[1]: (7, 1), QUARTERS[2]: (8, 0)}
    told = [small.part(quarters, one, small._later(one, 3), NEXT, 5) for one in QUARTERS[:3]]
    assert told == [7, small.UNTOLD, 8]
    assert small.part(quarters, MONTHS[0], MONTHS[1], NEXT, 5) == small.BY_QUARTERS
