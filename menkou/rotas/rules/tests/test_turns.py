"""轮流 is fair: whoever had it longest ago is next, nobody who cannot comes, and nobody loses their place by it."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from menkou.rotas.rules.distance import sentence
from menkou.rotas.rules.turns import days_of, in_turn

people = st.integers(1, 6).map(lambda count: [f"p{number}" for number in range(count)])
days = st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20).map(sorted)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60), st.integers(0, 6))
def test_every_tuesday_of_a_span_and_nothing_else(first, length, weekday):
    span = [first + timedelta(days=number) for number in range(length)]
    assert days_of(first, first + timedelta(days=length), weekday) == [one for one in span if one.weekday() == weekday]


@given(days, people)
def test_where_all_can_come_nobody_comes_twice_more_than_another(days, people):
    taken = Counter(who for _, who in in_turn(days, people, lambda who, day: True).taken)
    often = [taken[one] for one in people]
    assert max(often) - min(often) <= 1
    assert sum(often) == len(days)


@given(days, people, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 11))))
def test_nobody_comes_who_cannot_and_no_day_is_empty_on_which_somebody_can(days, people, away):
    def can(who, day):
        return (int(who[1:]), day.month - 1) not in away

    found = in_turn(days, people, can)
    assert all(can(who, day) for day, who in found.taken)
    assert [day for day in days if not any(can(who, day) for who in people)] == found.empty


def test_who_cannot_on_one_day_is_next_on_the_following():
    first, second, third = date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)
    found = in_turn([first, second, third], ["陈", "林"], lambda who, day: (who, day) != ("陈", first))
    assert found.taken == [(first, "林"), (second, "陈"), (third, "林")]


def test_a_sentence_says_how_far_it_is_and_that_nothing_happens_by_itself():
    assert "没有要算的缺席" in sentence({}, 3)
    assert sentence({"红花村": 1, "青树村": 2}, 3).startswith("青树村的合同记了 2 次缺席，再有 1 次才到 3 次")
    assert "由区司法局决定" in sentence({"红花村": 3}, 3)
