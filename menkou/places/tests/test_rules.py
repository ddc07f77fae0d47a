"""地方规则 and the calendar: shipped defaults, the district's own from a day on, and when an answer is due."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.core.clock import SHANGHAI
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.memory import forget
from menkou.core.models import AuditEntry
from menkou.places import actions, queries
from menkou.places.models import CalendarDay, Rule
from menkou.places.rules.defaults import DEFAULTS, TELEPHONES

KEY = "take_back_seconds"
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def set_rule(district, bureau):
    def set_rule(value: int, valid_from: date, by=bureau) -> Rule:
        return actions.set_rule(
            by=by, district=district, key=KEY, value=value, valid_from=valid_from, source="测试文件"
        )

    return set_rule


@pytest.fixture
def noon():
    """A day in March."""
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=SHANGHAI), tick=False):
        yield date(2026, 3, 4)


def test_until_a_district_says_otherwise_the_defaults_hold(district):
    assert queries.rules() == DEFAULTS


def test_a_rule_holds_from_its_day_and_ends_the_one_before(set_rule):
    set_rule(20, MARCH)
    set_rule(30, APRIL)

    assert [queries.rules(on=day)[KEY] for day in (date(2026, 2, 28), MARCH, date(2026, 3, 31), APRIL)] == [
        DEFAULTS[KEY],
        20,
        20,
        30,
    ]
    assert Rule.objects.get(value=20).valid_until == APRIL


def test_a_rule_with_an_end_is_cut_short_too(set_rule):
    set_rule(20, MARCH)
    Rule.objects.update(valid_until=MAY)
    set_rule(30, APRIL)

    assert queries.rules(on=APRIL)[KEY] == 30


def test_two_who_set_a_rule_at_once_set_it_once(at_once, set_rule):
    met = at_once(lambda: set_rule(20, MARCH), lambda: set_rule(30, MARCH))

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "Rule"]
    assert Rule.objects.count() == 1


@pytest.mark.parametrize("day", [MARCH, date(2026, 2, 1)])
def test_history_is_not_rewritten(set_rule, day):
    set_rule(20, MARCH)

    with pytest.raises(Conflict, match="更晚的一天"):
        set_rule(30, day)
    assert queries.rules(on=MARCH)[KEY] == 20


def test_what_is_set_ahead_is_taken_back_and_the_one_before_goes_on(set_rule, bureau, noon):
    set_rule(20, MARCH)
    ahead, later = set_rule(30, APRIL), set_rule(40, MAY)

    actions.take_back_rule(by=bureau, rule=ahead)

    assert [queries.rules(on=day)[KEY] for day in (MARCH, APRIL, MAY)] == [20, 20, 40]
    assert AuditEntry.objects.get(what="places.rule_taken_back").subject == f"places.Rule:{ahead.pk}"
    actions.take_back_rule(by=bureau, rule=later)
    assert queries.rules(on=MAY)[KEY] == 20
    assert Rule.objects.count() == 3
    with pytest.raises(Conflict, match="已经收回了"):
        actions.take_back_rule(by=bureau, rule=ahead)


def test_what_was_taken_back_stands_in_nobodys_way(set_rule, bureau, noon):
    for value in (30, 35):
        actions.take_back_rule(by=bureau, rule=set_rule(value, APRIL))
    assert queries.rules(on=APRIL)[KEY] == DEFAULTS[KEY]

    set_rule(45, APRIL)

    assert queries.rules(on=APRIL)[KEY] == 45


def test_once_its_day_has_come_a_rule_is_not_taken_back_and_never_by_another(set_rule, bureau, office, noon):
    held, ahead = set_rule(20, noon), set_rule(30, APRIL)

    with pytest.raises(Conflict, match="已经到了，不能收回"):
        actions.take_back_rule(by=bureau, rule=held)
    with pytest.raises(Refused, match="区司法局"):
        actions.take_back_rule(by=office, rule=ahead)
    assert [queries.rules(on=day)[KEY] for day in (noon, APRIL)] == [20, 30]


def test_one_who_takes_back_while_another_sets_leaves_one_rule_a_day(at_once, set_rule, bureau, noon):
    ahead = set_rule(30, APRIL)

    at_once(lambda: actions.take_back_rule(by=bureau, rule=ahead), lambda: set_rule(40, MAY))

    assert queries.rules(on=APRIL)[KEY] == DEFAULTS[KEY]
    assert queries.rules(on=MAY)[KEY] == 40


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=10))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_set_and_taken_back_each_day_has_what_was_set_last_before_it(set_rule, bureau, noon, steps):
    with transaction.atomic():
        forget()
        known: dict[date, tuple[int, Rule]] = {}
        for number, (sets, after) in enumerate(steps, 1):
            day = noon + timedelta(days=1 + after)
            if not sets and day in known:
                actions.take_back_rule(by=bureau, rule=known.pop(day)[1])
            elif sets and all(one < day for one in known):
                known[day] = (number, set_rule(number, day))
        for day in (noon + timedelta(days=one) for one in range(8)):
            last = max((one for one in known if one <= day), default=None)
            assert queries.rules(on=day)[KEY] == (known[last][0] if last else DEFAULTS[KEY])
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("b_kinds", 3, "0 到 2"),
        ("b_shares_speciality", -1, "0 到 2"),
        ("most_posts_of_a_trainee", 100_001, "0 到 100000"),
        ("most_posts", 0, "1 到 100000"),
        ("b_colours", 1, "没有“b_colours”这条规则"),
    ],
)
def test_what_a_rule_may_be_is_said(district, bureau, key, value, says):
    with pytest.raises(Invalid, match=says):
        actions.set_rule(by=bureau, district=district, key=key, value=value, valid_from=MARCH, source="测试文件")
    assert not Rule.objects.exists()


def test_only_the_bureau_sets_rules(set_rule, office, resident):
    for by in (office, resident):
        with pytest.raises(Refused, match="区司法局"):
            set_rule(1, MARCH, by=by)


def test_the_database_refuses_two_rules_at_a_time(district):
    facts = {"key": KEY, "value": 1, "source": "测试文件"}
    Rule.objects.create(valid_from=MARCH, **facts)
    with pytest.raises(IntegrityError, match="one_rule_at_a_time"), transaction.atomic():
        Rule.objects.create(valid_from=APRIL, **facts)


def test_what_is_due_follows_the_district_s_calendar(district, bureau):
    days = [CalendarDay(day=date(2026, 10, day), is_working=False, source="国办通知") for day in range(1, 9)]
    actions.set_calendar(by=bureau, district=district, days=days)
    eve = datetime(2026, 9, 30, 9, 0, tzinfo=SHANGHAI)

    assert queries.due(eve, 1) == datetime(2026, 10, 9, 9, 0, tzinfo=SHANGHAI)


def test_a_calendar_can_be_set_right(district, bureau):
    for is_working in (False, True):
        day = CalendarDay(day=date(2026, 10, 1), is_working=is_working, source="国办通知")
        actions.set_calendar(by=bureau, district=district, days=[day])

    assert CalendarDay.objects.get().is_working


def test_a_year_without_a_calendar_counts_weekdays(district):
    friday = datetime(2071, 7, 3, 9, 0, tzinfo=SHANGHAI)

    assert queries.due(friday, 1) == datetime(2071, 7, 6, 9, 0, tzinfo=SHANGHAI)


def test_a_deadline_says_whether_its_year_has_a_calendar(district, bureau):
    days = [CalendarDay(day=date(2026, 10, 1), is_working=False, source="国办通知")]
    actions.set_calendar(by=bureau, district=district, days=days)

    assert not queries.is_by_weekends(datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI))
    assert queries.is_by_weekends(datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI))
    assert queries.is_by_weekends(datetime(2071, 7, 3, 9, 0, tzinfo=SHANGHAI))


def test_a_stopped_clock_goes_by_the_district_s_calendar(district, bureau):
    days = [CalendarDay(day=date(2026, 10, day), is_working=False, source="国办通知") for day in range(1, 9)]
    actions.set_calendar(by=bureau, district=district, days=days)
    due_at = datetime(2026, 9, 30, 15, 0, tzinfo=SHANGHAI)
    begun_at, until_at = datetime(2026, 9, 30, 9, 0, tzinfo=SHANGHAI), datetime(2026, 10, 9, tzinfo=SHANGHAI)

    assert queries.due_later(due_at, begun_at, until_at) == datetime(2026, 10, 9, 6, 0, tzinfo=SHANGHAI)


def test_from_november_a_missing_calendar_of_the_next_year_is_said(district, bureau):
    days = [CalendarDay(day=date(2026, 10, 1), is_working=False, source="国办通知")]
    actions.set_calendar(by=bureau, district=district, days=days)

    assert queries.years_by_weekends(date(2026, 10, 31)) == []
    assert queries.years_by_weekends(date(2026, 11, 1)) == [2027]
    assert queries.years_by_weekends(date(2027, 1, 1)) == [2027]


def test_a_district_may_have_telephones_of_its_own(district, bureau):
    facts = {"by": bureau, "district": district, "key": "phone_of_legal_aid", "valid_from": MARCH, "source": "公告"}
    actions.set_rule(**facts, value="0537-3412345")

    assert queries.telephones(on=date(2026, 2, 28)) == TELEPHONES
    assert queries.telephones(on=MARCH)["phone_of_legal_aid"] == "0537-3412345"
    assert queries.rules(on=MARCH) == DEFAULTS
    for wrong in ("", "12a", "110<b>", 110, "1" * 20):
        with pytest.raises(Invalid, match="电话要写成数字"):
            actions.set_rule(**facts | {"valid_from": MAY}, value=wrong)
    with pytest.raises(Invalid, match="取值"):
        actions.set_rule(**facts | {"key": KEY}, value="十")
