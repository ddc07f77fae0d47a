"""Which households are asked is decided by the seed alone: the same again, each once, and the more are drawn the more stay."""

from hypothesis import given
from hypothesis import strategies as st

from menkou.assessments.rules.surveys import after, drawn, row_of

SEEDS = st.binary(min_size=32, max_size=32)
HOUSEHOLDS = st.integers(1, 300)
SIZES = st.integers(1, 60)


@given(SEEDS, HOUSEHOLDS, SIZES)
def test_who_is_drawn_stands_in_the_list_once_and_anybody_draws_the_same_again(seed, households, size):
    found = drawn(seed, households, size)

    assert len(found) == len(set(found)) == min(size, households)
    assert set(found) <= set(range(1, households + 1))
    assert found == drawn(bytes(seed), households, size)


@given(SEEDS, HOUSEHOLDS, SIZES, st.integers(0, 10))
def test_who_comes_next_was_not_drawn_and_goes_on_where_the_row_stopped(seed, households, size, more):
    first, coming = drawn(seed, households, size), after(seed, households, size, more)

    assert not set(first) & set(coming)
    assert first + coming == drawn(seed, households, size + more)


@given(SEEDS, HOUSEHOLDS)
def test_every_household_has_a_place_in_the_row(seed, households):
    assert sorted(row_of(seed, households)) == list(range(1, households + 1))


@given(st.lists(SEEDS, min_size=2, max_size=2, unique=True))
def test_another_seed_is_another_row(seeds):
    assert row_of(seeds[0], 100) != row_of(seeds[1], 100)


def test_no_household_is_drawn_more_often_than_others():
    counts = [0] * 41
    for number in range(2_000):
        for place in drawn(number.to_bytes(32, "big"), 40, 10):
            counts[place] += 1

    assert all(400 < count < 600 for count in counts[1:])  # 500 each; five times what chance alone would move it
