"""Two officers at the same moment, over real connections: the database lets one of them, and says why."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.postings import publishing
from menkou.postings.models import Posting
from tests.at_once import WAIT_S

WAITED = "同一时刻有别人"  # each waited for the other, and PostgreSQL let one of them go on


@pytest.fixture
def at_once(at_once):
    """What each returned, or the words in which the database's refusal was explained."""

    def explained(do):
        def run():
            with publishing.explained():
                return do()

        return run

    return lambda *each: [str(met) if isinstance(met, Conflict) else met for met in at_once(*map(explained, each))]


def give(village, who, **more):
    facts = {"post": "B", "valid_from": clock.today(), **more}
    return lambda: Posting.objects.create(village=village, registration=who, **facts) and "held"


def test_where_each_waits_for_the_other_one_is_let_on_and_the_other_told():
    with pytest.raises(Conflict, match=WAITED), publishing.explained():
        try:
            raise DeadlockDetected
        except DeadlockDetected as stuck:
            raise OperationalError from stuck
    with pytest.raises(OperationalError, match="away"), publishing.explained():
        raise OperationalError("the server is away")


def test_the_last_place_of_a_cap_is_given_once(at_once, village, village_next_door, register):
    meng = register("孟强", "firm", 7)
    met = at_once(give(village, meng, place=12), give(village_next_door, meng, place=12))
    assert sorted(one == "held" for one in met) == [False, True]
    assert any(WAITED in one or "超过名额" in one for one in met)


def test_a_post_is_given_to_one_of_two(at_once, village, register):
    meng, feng = register("孟强", "firm", 7), register("冯平", "firm", 8)
    met = at_once(give(village, meng), give(village, feng))
    assert sorted(one == "held" for one in met) == [False, True]
    assert any(WAITED in one or "同时只能有一位" in one for one in met)


def test_who_leaves_just_now_is_given_no_post(at_once, village_next_door, register):
    meng, leaving = register("孟强", "firm", 7), Event()

    def leave():
        Registration.objects.filter(pk=meng.pk).update(valid_until=clock.today() + timedelta(days=1))
        leaving.set()
        return "left"

    def post():
        assert leaving.wait(WAIT_S)  # written, and perhaps not committed yet
        return give(village_next_door, meng)()

    left, posted = at_once(leave, post)
    assert left == "left"
    assert "超出了顾问在名册上的时间" in posted
