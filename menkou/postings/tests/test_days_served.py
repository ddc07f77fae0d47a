"""Credit goes to whoever served: A while here, B in reserve, and B as stand-in while A is away or there is none."""

from datetime import date, timedelta

import pytest

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.postings.models import Absence, Posting
from menkou.postings.served import Days, days_served
from tests.counting import at_most

MONDAY, DAY = date(2026, 3, 2), timedelta(days=1)
WEEK = (MONDAY, MONDAY + 7 * DAY)


@pytest.fixture
def away():
    """Somebody is away from one instant of the week to another, in hours from its beginning."""

    def away(who: Registration, begin: float, end: float) -> Absence:
        start = clock.start_of(MONDAY)
        hours = {"begins_at": start + timedelta(hours=begin), "ends_at": start + timedelta(hours=end)}
        return Absence.objects.create(registration=who, reason="holiday", **hours)

    return away


def test_where_both_are_here_each_has_their_own_days(chen, lin):
    assert days_served([chen.pk, lin.pk], *WEEK) == {chen.pk: Days(a=7), lin.pk: Days(b=7)}


def test_while_a_is_away_the_days_are_the_stand_in_s(chen, lin, away):
    away(chen, 24, 72)
    assert days_served([chen.pk, lin.pk], *WEEK) == {chen.pk: Days(a=5), lin.pk: Days(b=5, stood_in=2)}


@pytest.mark.parametrize(("begin", "end", "lost"), [(9, 11, 0), (9, 13, 1), (13, 35, 0), (13, 37, 1)])
def test_a_day_is_whose_who_is_here_at_noon(chen, away, begin, end, lost):
    away(chen, begin, end)
    assert days_served([chen.pk], *WEEK)[chen.pk].a == 7 - lost


def test_nobody_has_the_days_on_which_both_were_away(chen, lin, away):
    away(chen, 0, 48)
    away(lin, 24, 48)
    assert days_served([chen.pk, lin.pk], *WEEK) == {chen.pk: Days(a=5), lin.pk: Days(b=5, stood_in=1)}


def test_after_a_has_gone_b_stands_in_until_somebody_else_comes(village, chen, lin, wu):
    Posting.objects.filter(registration=chen).update(valid_until=MONDAY + 2 * DAY)
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=MONDAY + 5 * DAY)
    found = days_served([chen.pk, lin.pk, wu.pk], *WEEK)
    assert found[chen.pk] == Days(a=2)
    assert found[lin.pk] == Days(b=4, stood_in=3)
    assert found[wu.pk].a == 2 + 7  # and the village next door all week


def test_off_the_roster_is_off_duty(chen, lin):
    Registration.objects.filter(pk=chen.pk).update(valid_until=MONDAY + DAY)
    assert days_served([chen.pk, lin.pk], *WEEK) == {chen.pk: Days(a=1), lin.pk: Days(b=1, stood_in=6)}


def test_many_people_take_as_many_statements_as_one(chen, lin, wu):
    with at_most(3):
        assert days_served([chen.pk, lin.pk, wu.pk], *WEEK)[wu.pk].all == 7
