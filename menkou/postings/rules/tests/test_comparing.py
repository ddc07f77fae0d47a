"""Two plans side by side."""

import pytest

from menkou.postings.rules.comparing import Load, compare
from menkou.postings.rules.tests.test_checker import POSTS, WORLD
from menkou.postings.rules.tests.worlds import value

OTHER = {"v1": ("f-1", "o1-1"), "v2": ("f-1", "o1-1"), "v3": ("o2-1", "f-1")}


def test_who_comes_where_somebody_else_came():
    told = compare(WORLD, POSTS, OTHER)
    assert [(one.village, one.before, one.after, one.posts) for one in told.changes] == [
        ("v2", ("o1-1", "f-1"), ("f-1", "o1-1"), "AB"),
        ("v3", ("f-1", "o2-1"), ("o2-1", "f-1"), "AB"),
    ]
    assert told.costs_more == pytest.approx(value(WORLD, OTHER) - value(WORLD, POSTS))
    assert set(told.one) == set(told.other)


def test_what_everybody_carries_in_either():
    told = compare(WORLD, POSTS, OTHER)
    assert told.advisers["f-1"] == (Load(2, 1, 3, 2, 2.3), Load(2, 1, 3, 2, 2.3))
    assert told.institutions["o2"] == (Load(0, 1, 1, 1, 0.3), Load(1, 0, 1, 1, 1.0))


def test_gaps_and_strangers_are_shown_and_cost_nothing():
    told = compare(WORLD, {}, {"v1": ("f-1", None), "v9": ("gone", "f-1")})
    assert [(one.village, one.before, one.after, one.posts) for one in told.changes] == [
        ("v1", (None, None), ("f-1", None), "A"),
        ("v9", (None, None), ("gone", "f-1"), "AB"),
    ]
    assert not any(told.one.values())
    assert told.advisers == {"f-1": (Load(0, 0, 0, 0, 0.0), Load(1, 0, 1, 1, 1.0))}


def test_the_same_plan_twice_changes_nothing():
    told = compare(WORLD, POSTS, POSTS)
    assert (told.changes, told.costs_more) == ((), 0)
