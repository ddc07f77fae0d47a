"""Our search on assignment problems: read as published, never below the best there is, never above what was found."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.assignments.bundles import BITS
from bench.assignments.contest import BEST_KNOWN, highs
from bench.assignments.pricing import prices_of_room, raised
from bench.assignments.reading import Assignment, Malformed, read, type_d
from bench.assignments.solver import EACH, Infeasible, Search, first_answer, solve

TINY = b"1\n2 3\n1 2 3\n3 2 1\n1 1 1\n1 1 1\n2 2\n"


@st.composite
def tiny(draw) -> Assignment:
    """A few agents and jobs, some of them too much for anybody."""
    agents, jobs = draw(st.integers(1, 4)), draw(st.integers(1, 6))

    def table(least: int, most: int) -> np.ndarray:
        row = st.lists(st.integers(least, most), min_size=jobs, max_size=jobs)
        return np.array(draw(st.lists(row, min_size=agents, max_size=agents)))

    room = np.array(draw(st.lists(st.integers(0, 15), min_size=agents, max_size=agents)))
    return Assignment(table(-5, 20), table(0, 9), room)


def best_of_all(problem: Assignment) -> int | None:
    """By looking at every answer."""
    every = map(np.array, itertools.product(range(problem.agents), repeat=problem.jobs))
    return min((problem.value(taken) for taken in every if problem.keeps_room(taken)), default=None)


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_an_answer_keeps_every_room_and_the_bound_is_never_above_the_best(problem):
    best = best_of_all(problem)
    if best is None:
        with pytest.raises(Infeasible):
            solve(problem, steps=9)
        return
    answer = solve(problem, steps=60)
    taken = np.array(answer.taken)
    assert problem.keeps_room(taken)
    assert problem.value(taken) == answer.value
    assert answer.bound <= best <= answer.value


@settings(max_examples=60, deadline=None)
@given(tiny(), st.integers(0, 2**32))
def test_any_prices_give_a_bound(problem, seed):
    best = best_of_all(problem)
    if best is not None:
        start = np.random.default_rng(seed).uniform(-30, 30, problem.jobs)
        assert raised(problem, start, best + 1.0, 20).bound <= best + 1e-6


def test_the_published_problems_come_out_whole():
    found = type_d()
    assert set(found) == set(BEST_KNOWN)
    for one in found.values():
        assert one.agents == 20
        # the rule by which type D was drawn: four fifths of an even share, and dear where little room is taken
        assert (one.room == (0.8 * one.load.sum(axis=1) / one.agents).astype(int)).all()
        assert np.abs(one.cost + one.load - 111).max() <= 10


def test_what_all_costs_alike_changes_no_price_of_room():
    one = type_d()["d20100"]
    price, below = prices_of_room(one), prices_of_room(Assignment(one.cost - 500, one.load, one.room))
    assert price.max() > 0.5
    assert below == pytest.approx(price, abs=0.02)


def test_the_prices_of_room_reach_the_linear_relaxation():
    one = type_d()["d20100"]
    price = prices_of_room(one)
    bound = (one.cost + price[:, None] * one.load).min(axis=0).sum() - price @ one.room
    assert bound == pytest.approx(6142.53, abs=0.1)


def test_the_same_seed_and_steps_give_the_same_answer_and_more_steps_no_worse_one():
    one = type_d()["d20100"]
    first, again, longer = (solve(one, steps=steps, seed=3) for steps in (12, 12, 48))
    assert first == again
    assert longer.value <= first.value
    assert 6170 < longer.bound <= BEST_KNOWN["d20100"] <= longer.value < BEST_KNOWN["d20100"] + 50


def test_what_is_freed_are_jobs_that_change_easily_of_agents_near_each_other():
    one = type_d()["d20200"]
    price = prices_of_room(one)
    taken = first_answer(one, price, 0)
    prices = raised(one, (one.cost + price[:, None] * one.load).min(axis=0), one.value(taken), 20)
    search = Search(one, prices, taken, 1)
    freed, all_of_them = [], []
    for _ in range(20):
        agents, jobs, part = search._freed()
        assert len(set(agents)) == len(agents)
        assert len(jobs) <= min(BITS, EACH * len(agents))
        carried = np.bincount(taken[jobs], one.load[taken[jobs], jobs], one.agents)[agents]
        assert (carried <= part.room).all()  # what stays has its room, and what is freed fits where it was
        for found, which in ((freed, jobs), (all_of_them, np.flatnonzero(np.isin(taken, agents)))):
            least, second = np.sort(search.dear[np.ix_(agents, which)], axis=0)[:2]
            found.append(np.mean(second - least))
    assert np.mean(freed) < np.mean(all_of_them) / 2


def test_highs_answers_the_same_problem():
    taken, bound = highs(read(TINY)[0], 5)
    assert read(TINY)[0].value(taken) == 4
    assert bound == pytest.approx(4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "文件不完整：读到题数时已经没有数了。"),
        (b"0", "题数应在 1 到 1000000 之间，第 1 个数却是 0。"),
        (TINY.replace(b"3 2 1", b"3 2 x"), "第 1 题第 2 人的费用应是整数，第 9 个数却是 x。"),
        (TINY.replace(b"1 1 1\n2", b"1 -1 1\n2"), "第 1 题第 2 人的占用应在 0 到 1000000 之间，第 14 个数却是 -1。"),
        (TINY[:-3], "文件不完整：读到第 1 题第 2 人的容量时已经没有数了。"),
        (TINY + b"7", "1 题之后还有多余的内容：从第 18 个数起。"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(text, said):
    with pytest.raises(Malformed) as wrong:
        read(text)
    assert str(wrong.value) == said
