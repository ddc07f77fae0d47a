"""A sample is decided by its seed: everybody who draws again finds the same, and nobody's few are left out."""

from collections import Counter
from math import ceil
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from menkou.worklogs.rules.sampling import WIDTH, digest_of, drawn, ids_in, population_of

ids = st.integers(0, 999).map(lambda number: UUID(int=number))
authors = st.dictionaries(ids, st.integers(1, 6), max_size=30)
seeds = st.binary(min_size=32, max_size=32)
percents, least = st.integers(1, 100), st.integers(0, 5)


@given(seed=seeds, authors=authors, percent=percents, per_adviser=least)
def test_a_sample_has_its_share_and_each_adviser_s_least_and_nothing_twice(seed, authors, percent, per_adviser):
    sample = drawn(seed, authors, percent, per_adviser)
    all_of, taken_of = Counter(authors.values()), Counter(authors[one] for one in sample)

    assert len(set(sample)) == len(sample)
    assert set(sample) <= set(authors)
    assert len(sample) >= ceil(len(authors) * percent / 100)
    assert all(taken_of[who] >= min(per_adviser, count) for who, count in all_of.items())
    needed = sum(min(per_adviser, count) for count in all_of.values())
    assert len(sample) == max(needed, ceil(len(authors) * percent / 100))


@given(seed=seeds, authors=authors, percent=percents, per_adviser=least)
def test_whoever_draws_again_finds_the_same_in_whatever_order_the_rows_come(seed, authors, percent, per_adviser):
    backwards = dict(reversed(authors.items()))

    assert drawn(seed, backwards, percent, per_adviser) == drawn(seed, authors, percent, per_adviser)


@given(seed=seeds, authors=authors, percent=st.integers(1, 99), per_adviser=least)
def test_a_larger_share_only_adds(seed, authors, percent, per_adviser):
    assert set(drawn(seed, authors, percent, per_adviser)) <= set(drawn(seed, authors, percent + 1, per_adviser))


@given(seed=seeds, other=seeds)
def test_another_seed_makes_another_row(seed, other):
    whole = {UUID(int=number): number % 3 for number in range(200)}
    same = drawn(seed, whole, 100, 0) == drawn(other, whole, 100, 0)

    assert same == (seed == other)


@given(found=st.sets(ids, max_size=40))
def test_a_population_is_kept_whole(found):
    kept = population_of(found)

    assert ids_in(kept) == sorted(found, key=lambda one: one.bytes)
    assert len(kept) == WIDTH * len(found)
    assert digest_of(kept) == digest_of(population_of(sorted(found, reverse=True)))


def test_over_many_seeds_every_entry_is_drawn_about_as_often():
    whole = {UUID(int=number): 1 for number in range(20)}
    times = Counter(one for seed in range(2000) for one in drawn(seed.to_bytes(32), whole, 10, 0))

    assert set(times) == set(whole)
    assert all(140 < count < 260 for count in times.values())  # 200 each, four deviations and more to either side
