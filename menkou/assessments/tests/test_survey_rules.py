"""Which households are asked is decided by the seed alone: the same again, each once, and the more are drawn the more stay."""

from hypothesis import given
from hypothesis import strategies as st

from menkou.assessments.rules.surveys import after, drawn, may_be_told, row_of, told

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


HEARD = st.dictionaries(st.none() | st.sampled_from("abcd"), st.integers(0, 25))
FEWEST = st.integers(2, 12)


@given(HEARD, FEWEST)
def test_whoever_typed_in_some_subtracts_them_and_has_nobody_or_enough_left(counts, fewest):
    among = may_be_told(counts, fewest)
    all_told, typed = sum(counts[one] for one in among), {one: counts[one] for one in among if one is not None}

    assert all_told >= fewest if among else all_told == 0
    for knows in (*typed.values(), sum(typed.values())):  # one typist, or all of the office together
        assert all_told - knows == 0 or all_told - knows >= fewest


@given(HEARD, FEWEST)
def test_more_is_told_only_where_nobody_could_subtract(counts, fewest):
    """What is left out is left out for a reason: with it somebody would have few left over."""
    among, whole = may_be_told(counts, fewest), sum(counts.values())
    left = whole - sum(counts[one] for one in among)
    typed = [count for one, count in counts.items() if one is not None and count]
    linked = counts.get(None, 0)

    if left and linked < fewest <= whole:
        few = [linked, *(sum(typed) - one for one in typed)]
        assert any(0 < one < fewest for one in few) or sum(typed) < fewest


@given(st.dictionaries(st.none() | st.sampled_from("ab"), st.tuples(st.integers(0, 9), st.integers(0, 9))), FEWEST)
def test_the_happy_are_counted_among_those_alone_who_are_told(parts, fewest):
    heard = {who: (happy, happy + other) for who, (happy, other) in parts.items()}
    among = may_be_told({who: count for who, (_, count) in heard.items()}, fewest)

    assert told(heard, fewest) == tuple(sum(heard[one][at] for one in among) for at in (0, 1))


def test_of_two_who_typed_the_few_of_one_are_not_added_to_the_many_of_the_other():
    assert may_be_told({"a": 18, "b": 2}, 5) == {"a"}
    assert may_be_told({"a": 15, "b": 5}, 5) == {"a", "b"}
    assert may_be_told({"a": 13, "b": 2, None: 5}, 5) == {"a", "b", None}
    assert may_be_told({"a": 16, None: 4}, 5) == {"a"}
    assert may_be_told({"a": 4, "b": 4, None: 4}, 5) == frozenset()
