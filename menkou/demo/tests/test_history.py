"""A year of the demo's work: as much as there should be, in the right proportions, and never in the future."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from menkou.consultations.rules.categories import CATEGORIES
from menkou.demo import places
from menkou.demo.history import SHANGHAI, SHARES, history
from menkou.demo.questions import TEMPLATES
from menkou.worklogs.models import Entry
from menkou.worklogs.rules import kinds

TODAY = date(2026, 3, 1)
VILLAGES = places.villages(440)
YEAR = history(VILLAGES, TODAY)
MIDNIGHT = datetime.combine(TODAY, time.min, SHANGHAI)


def test_a_year_has_2400_consultations_and_3600_other_entries():
    assert len(YEAR.consultations) == pytest.approx(2400, abs=20)
    assert len(YEAR.entries) == 3600


def test_a_small_demo_has_its_share():
    small = history(places.villages(20), TODAY)
    assert len(small.consultations) == pytest.approx(2400 * 20 / 440, abs=15)
    assert len(small.entries) == pytest.approx(3600 * 20 / 440, abs=5)
    assert sum(one.is_overdue for one in small.consultations) == 3


def test_categories_are_those_of_the_product_in_the_shares_of_a_rural_county():
    seen = Counter(one.category for one in YEAR.consultations)
    assert set(SHARES) == set(TEMPLATES) == {key for key, _ in CATEGORIES}
    for category, share in SHARES.items():
        assert 100 * seen[category] / len(YEAR.consultations) == pytest.approx(share, abs=2.5)


def test_nothing_happens_in_the_future_or_before_the_year():
    begun = MIDNIGHT - timedelta(days=365)
    for one in YEAR.consultations:
        times = [one.asked_at, one.closed_at or one.asked_at]
        if one.minutes_to_answer is not None:
            times.append(one.asked_at + timedelta(minutes=one.minutes_to_answer))
        assert begun <= min(times)
        assert max(times) < MIDNIGHT
    assert all(TODAY - timedelta(days=365) <= one.done_on < TODAY for one in YEAR.entries)


def test_each_state_has_what_it_needs_and_nothing_more():
    for one in YEAR.consultations:
        is_answered, is_closed = one.state != "waiting", one.state == "closed"
        assert (one.answer is not None, one.minutes_to_answer is not None) == (is_answered, is_answered)
        assert (one.closed_at is not None, one.minutes is not None) == (is_closed, is_closed)
        assert (one.face is None) == (one.is_solved is None)
        assert is_closed or one.face is None
        if one.closed_at:
            assert one.closed_at > one.asked_at + timedelta(minutes=one.minutes_to_answer or 0)


def test_most_are_closed_a_few_wait_and_three_are_overdue():
    states = Counter(one.state for one in YEAR.consultations)
    assert states["closed"] / len(YEAR.consultations) > 0.95
    assert states["answered"] >= 5
    assert 5 <= states["waiting"] <= 12
    assert sum(one.is_overdue for one in YEAR.consultations) == 3
    assert all(one.state == "waiting" for one in YEAR.consultations if one.is_overdue)


def test_someone_of_the_walks_village_waits_since_yesterday():
    waiting = [one for one in YEAR.consultations if one.village == places.WALK_VILLAGE and one.state == "waiting"]
    assert [one.asked_at.date() for one in waiting] == [TODAY - timedelta(days=1)]


def test_ninety_three_in_a_hundred_are_content():
    faces = [one.face for one in YEAR.consultations if one.face]
    assert faces.count(3) / len(faces) == pytest.approx(0.93, abs=0.025)
    assert set(faces) == {1, 2, 3}


def test_every_village_has_something_in_the_year_and_some_nothing_this_month():
    year = {one.village for one in (*YEAR.consultations, *YEAR.entries)}
    month = {one.village for one in YEAR.consultations if one.asked_at >= MIDNIGHT - timedelta(days=31)}
    month |= {one.village for one in YEAR.entries if one.done_on >= TODAY - timedelta(days=31)}
    assert year == {one.code for one in VILLAGES}
    assert 20 <= len(year - month) <= 220


def test_most_entries_are_verified_some_wait_and_a_few_came_back_with_a_reason():
    outcomes = Counter(one.outcome for one in YEAR.entries)
    assert outcomes["verified"] / len(YEAR.entries) > 0.9
    assert outcomes[""] > 50
    assert 30 <= outcomes["returned"] <= 120
    assert all(bool(one.review_note) == (one.outcome == "returned") for one in YEAR.entries)


def test_there_is_work_of_every_kind_and_each_tells_what_it_counts():
    assert {one.kind for one in YEAR.entries} == set(Entry.Kind.values) - {Entry.Kind.CONSULTATION}
    assert all(one.kind in kinds.PEOPLE for one in YEAR.entries if one.people)
    assert all(one.kind in kinds.ITEMS for one in YEAR.entries if one.items)
    assert sum(one.people or 0 for one in YEAR.entries if one.kind == "lecture") > 10_000


def test_no_slot_stays_unfilled_and_questions_vary():
    texts = [one.question + (one.answer or "") for one in YEAR.consultations] + [one.summary for one in YEAR.entries]
    assert not any("{" in text or "None" in text for text in texts)
    assert sum(map(len, TEMPLATES.values())) >= 60
    assert len({one.question for one in YEAR.consultations}) > 150


def test_one_seed_gives_one_year():
    assert history(VILLAGES, TODAY) == YEAR
    assert history(VILLAGES, TODAY, seed=2) != YEAR
