"""A standing question: written once for whoever asks and the day; the same rows as if it were written each time."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import DateTimeField, IntegerField, Value
from django.test.utils import CaptureQueriesContext

from menkou.core import clock, memory
from menkou.core.actors import Actor, Role
from menkou.core.scope import within
from menkou.core.standing import StandingCounts, StandingRows, standing_column
from menkou.places import queries
from menkou.places.models import District, Rule, Village


def in_villages(by):
    return Village.objects.filter(township__in=by.held(Role.JUDICIAL_OFFICE)).order_by("code").values_list("code")


@pytest.fixture
def hands():
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False) as hands:
        yield hands


@pytest.fixture
def codes():
    return StandingRows(str, in_villages)


def test_each_asks_for_their_own_and_in_one_statement(codes, office, office_next_door, village, village_next_door):
    for _ in range(2):
        assert codes(office) == [village.code]
        assert codes(office_next_door) == [village_next_door.code]
    with CaptureQueriesContext(connection) as asked:
        codes(office)
    assert len(asked) == 1


def test_it_is_written_once_whatever_the_browser_says(office, village):
    written = []

    @standing_column
    def codes(by):
        written.append(by)
        return in_villages(by)

    for age in (1.0, 2.0):
        assert codes(replace(office, device=b"d", device_age_s=age)) == [village.code]
    assert len(written) == 3  # at the moment and at both ends of the day
    assert {one.device for one in written} == {None}


def test_whoever_holds_something_else_today_is_asked_for_anew(codes, office, village, village_next_door):
    assert codes(office) == [village.code]
    moved = Actor(office.user_id, office.name, frozenset({(Role.JUDICIAL_OFFICE.value, village_next_door.township_id)}))
    assert codes(moved) == [village_next_door.code]


def test_the_moment_is_filled_in_each_time(hands, village):
    @standing_column
    def later(day):
        return District.objects.annotate(now=_value(clock.now())).values_list("now")[:1]

    assert later("") != []
    first = later("")
    hands.move_to(clock.now() + timedelta(minutes=1))
    assert later("")[0] - first[0] >= timedelta(minutes=1)
    assert later.is_steady_for("")


def _value(moment):
    return Value(moment, output_field=DateTimeField())


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=-1)])
def test_a_time_that_only_follows_from_the_moment_is_written_anew_each_time(back, hands, village, caplog):
    @standing_column
    def earlier(day):
        return District.objects.annotate(then=_value(clock.now() - back)).values_list("then")[:1]

    with caplog.at_level(logging.WARNING):
        first = earlier("")[0]
    assert "written anew each time" in caplog.text
    hands.move_to(clock.now() + timedelta(minutes=5))
    assert earlier("")[0] - first >= timedelta(minutes=5)
    assert not earlier.is_steady_for("")


def test_what_changes_within_the_day_is_written_anew_each_time(village):
    @standing_column
    def by_the_hour(day):
        is_morning = clock.now() < clock.start_of(clock.today()) + timedelta(hours=12)
        return Village.objects.filter(code=village.code if is_morning else "").values_list("code")

    assert not by_the_hour.is_steady_for("")


def test_a_question_that_asks_on_its_way_is_written_anew_each_time(village, village_next_door):
    @standing_column
    def of_whom(day):
        known = set(Village.objects.values_list("pk", flat=True))
        return Village.objects.filter(pk__in=known).order_by("code").values_list("code")

    before = of_whom("")
    Village.objects.filter(pk=village_next_door.pk).delete()
    assert before == [village.code, village_next_door.code]
    assert of_whom("") == [village.code]
    assert not of_whom.is_steady_for("")


def test_a_rule_that_was_changed_holds_at_once(village):
    @standing_column
    def at_least(day):
        return District.objects.annotate(few=_number(queries.rules()["fewest_in_a_list"])).values_list("few")[:1]

    (before,) = at_least("")
    assert at_least.is_steady_for("")
    Rule.objects.create(key="fewest_in_a_list", value=before + 3, valid_from=clock.today())
    memory.forget()
    assert at_least("") == [before + 3]


def _number(count):
    return Value(count, output_field=IntegerField())


def test_counts_are_those_of_the_questions_and_nothing_is_asked_of_others(office, bureau, village, village_next_door):
    counts = StandingCounts(
        mine=in_villages,
        all=lambda by: Village.objects.all() if by.has_role(Role.JUSTICE_BUREAU) else None,
        none=lambda by: Village.objects.none(),
    )
    for _ in range(2):
        assert counts(office) == {"mine": 1, "all": 0, "none": 0}
        assert counts(bureau) == {"mine": 0, "all": 2, "none": 0}
    nobody = StandingCounts(all=lambda by: None)
    with CaptureQueriesContext(connection) as asked:
        assert nobody(bureau) == {"all": 0}
    assert len(asked) == 0


def test_another_district_is_not_seen(codes, office, village):
    other = District.objects.create(slug="other", name="另一区", code="999902")
    for _ in range(2):
        assert codes(office) == [village.code]
        with within(other.pk):
            assert codes(office) == []
