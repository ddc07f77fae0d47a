"""名额: whatever was given before, a post within the caps finds a place, one beyond them does not, and none is doubled."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.postings.rules.capping import Held, OverCap, allot

DAY = date(2026, 3, 5)


def days(post: str, start: int = 0, length: int | None = None) -> Held:
    begin = DAY + timedelta(days=start)
    return Held(post, begin, None if length is None else begin + timedelta(days=length))


def places(*posts: Held) -> list[int | None]:
    return [post.place for post in posts]


def test_a_posts_take_places_from_below_and_b_posts_from_above():
    a, b, second = days("A"), days("B"), days("A")
    allot([], [b, a, second], cap_a=6, cap_all=12)
    assert places(a, second, b) == [1, 2, 12]


@pytest.mark.parametrize(("post", "cap_a", "cap_all"), [("A", 2, 12), ("B", 2, 2)])
def test_one_beyond_a_cap_is_refused_by_its_name(post, cap_a, cap_all):
    held = [days("A"), days("A")]
    allot([], held, cap_a, cap_all)
    with pytest.raises(OverCap) as refused:
        allot(held, [days(post)], cap_a, cap_all)
    assert refused.value.post == post


def test_posts_without_a_place_count_too():
    with pytest.raises(OverCap):
        allot([days("A"), days("B")], [days("B")], cap_a=6, cap_all=2)


def test_a_place_is_free_again_when_its_post_has_ended():
    first, then = days("A", length=5), days("A", start=5)
    allot([], [first, then], cap_a=1, cap_all=1)
    assert places(first, then) == [1, 1]


def test_a_b_post_makes_room_for_an_a_post_within_the_caps():
    b = Held("B", DAY, None, place=1)
    a = days("A")
    allot([b], [a], cap_a=1, cap_all=3)
    assert places(a, b) == [1, 3]


def test_who_may_hold_no_a_post_gets_none():
    with pytest.raises(OverCap):
        allot([], [days("A")], cap_a=0, cap_all=12)


posts = st.builds(days, st.sampled_from("AB"), st.integers(0, 12), st.none() | st.integers(1, 8))


@given(st.lists(posts, max_size=12), st.integers(0, 4), st.integers(1, 6))
def test_no_place_is_doubled_and_none_lies_beyond_its_cap(wanted, cap_a, cap_all):
    held: list[Held] = []
    for one in wanted:
        try:
            allot(held, [one], min(cap_a, cap_all), cap_all)
        except OverCap:
            continue
        held.append(one)
        assert all(1 <= post.place <= (cap_a if post.post == "A" else cap_all) for post in held)
        assert all(
            not (this.meets(that) and this.place == that.place) for n, this in enumerate(held) for that in held[:n]
        )


@given(st.lists(st.sampled_from("AB"), max_size=12), st.integers(0, 6), st.integers(1, 8))
def test_for_posts_of_one_plan_the_caps_alone_decide(wanted, cap_a, cap_all):
    cap_a = min(cap_a, cap_all)
    fits = wanted.count("A") <= cap_a and len(wanted) <= cap_all
    try:
        allot([], [days(post) for post in wanted], cap_a, cap_all)
        assert fits
    except OverCap:
        assert not fits
