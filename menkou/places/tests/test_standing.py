"""A standing question: written once for whoever asks and the day; the same rows as if it were written each time."""

import gc
import logging
import threading
import weakref
from dataclasses import replace
from datetime import timedelta
from itertools import chain, repeat

import pytest
import time_machine
from django.db import connection, connections
from django.db.models import Count, DateField, DateTimeField, IntegerField, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from menkou.core import clock, memory
from menkou.core import standing as core_standing
from menkou.core.actors import Actor, Role
from menkou.core.scope import overseeing, within
from menkou.core.standing import StandingCounts, StandingRows, standing, standing_column
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


def test_another_district_is_not_seen(codes, district, office, village):
    other = District.objects.create(slug="other", name="另一区", code="999902")
    for _ in range(2):
        assert codes(office) == [village.code]
        with overseeing([district.pk, other.pk]):
            assert codes(office) == [village.code]
            with within(other.pk):
                assert codes(office) == []
            assert codes(office) == [village.code]


def test_what_a_question_is_told_by_another_that_stands_is_looked_at_too(village):
    @standing_column
    def shown(day):
        is_wide = queries.rules()["fewest_in_a_list"] > A_RULE
        return Village.objects.filter(pk__in=[village.pk] if is_wide else []).values_list("code")

    @standing_column
    def hidden(day):
        return Village.objects.filter(pk__in=[] if shown(day) else [village.pk]).values_list("code")

    assert hidden("") == [village.code]
    Rule.objects.create(key="fewest_in_a_list", value=A_RULE + 1, valid_from=clock.today())
    memory.forget()
    assert hidden("") == []


A_RULE = 200


def test_that_memory_had_nothing_to_say_is_not_kept(townships):
    code = "999901001299"

    @standing_column
    def gone_on(day):
        try:
            return Village.objects.filter(pk=queries.village_with(code).pk).values_list("code")
        except Village.DoesNotExist:
            return Village.objects.none().values_list("code")

    for _ in "12":
        assert gone_on("") == []
    facts = {"name": "新村委会", "kind": "village", "valid_from": clock.today()}
    made = Village.objects.create(township=townships["here"], code=code, **facts)
    assert gone_on("") == [code]
    Village.objects.filter(pk=made.pk).delete()
    memory.forget()
    assert gone_on("") == []


@pytest.fixture
def days():
    """A question of which day it is, and of the moment."""

    @standing
    def days(one):
        day = Value(clock.today(), output_field=DateField())
        return District.objects.annotate(day=day, now=_value(clock.now())).values_list("day", "now")[:1]

    return days


def test_what_is_asked_as_the_day_ends_is_asked_of_one_day(days, hands, district, monkeypatch):
    evening, night = (clock.start_of(clock.today() + timedelta(days=1)) + timedelta(seconds=n) for n in (-1, 1))
    hands.move_to(evening)
    assert [day for day, _ in days("")] == [evening.date()]
    moments = chain([evening], repeat(night))  # it becomes night while the same is asked for again
    monkeypatch.setattr(clock.timezone, "now", lambda: next(moments))
    ((day, moment),) = days("")
    assert day == clock.day_of(moment)


def test_a_question_that_fails_leaves_the_clock_and_memory_as_they_were(hands, district):
    @standing_column
    def fails(day):
        raise ArithmeticError

    for _ in "12":
        with pytest.raises(ArithmeticError):
            fails("")
        hands.move_to(clock.now() + timedelta(minutes=1))
        assert clock.now() == timezone.now()
        assert not memory.is_noting()
        assert not connection.execute_wrappers


@pytest.mark.parametrize("kind", [list, set, lambda found: ((found[0], []),)])
def test_what_can_change_in_the_hand_is_refused(kind, village):
    @standing_column
    def codes(found):
        return Village.objects.values_list("code")

    with pytest.raises(TypeError):
        codes(kind([village.code]))


def test_a_row_is_refused_for_it_equals_itself_as_it_was(village):
    @standing_column
    def codes(found):
        return Village.objects.filter(code=found.code).values_list("code")

    with pytest.raises(TypeError, match="ids"):
        codes(village)


def test_whoever_wrote_a_question_may_end_and_their_connection_with_them(bare_district):
    @standing_column
    def counted(day):
        return District.objects.values("slug").annotate(many=Count("pk")).values_list("many")

    wrote = []

    def ask():
        counted("")
        wrote.append(weakref.ref(connections["default"]))
        connection.close()

    writer = threading.Thread(target=ask)
    writer.start()
    writer.join()
    gc.collect()

    assert wrote[0]() is None
    assert counted("") == [1]


def test_many_ask_at_once_while_what_is_kept_is_emptied(
    office, office_next_door, village, village_next_door, codes, at_once, monkeypatch
):
    monkeypatch.setattr(core_standing, "MOST", 1)

    def asked(by, code):
        return lambda: all(codes(by) == [code] for _ in range(40))

    here, there = asked(office, village.code), asked(office_next_door, village_next_door.code)
    assert at_once(here, there, here, there) == [True] * 4
