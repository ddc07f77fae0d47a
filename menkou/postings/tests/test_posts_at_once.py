"""Two officers at the same moment, over real connections: the database lets one of them, and says why."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.scope import within
from menkou.places.models import District
from menkou.postings import publishing
from menkou.postings.models import Posting
from tests.cast import SLUG

WAIT_S = 10
WAITED = "同一时刻有别人"  # each waited for the other, and PostgreSQL let one of them go on


@pytest.fixture
def bare_district(committed):
    return District.objects.create(slug=SLUG, name="示例区", code="999901")


@pytest.fixture
def stage():
    """What the cast builds; close() commits it."""
    with ExitStack() as stage:
        yield stage


@pytest.fixture
def district(bare_district, stage):
    stage.enter_context(within(bare_district.pk))
    return bare_district


@pytest.fixture
def at_once(bare_district, stage):
    """Do two things in a thread each; each is a transaction of its own. Return what each met."""

    def at_once(*each) -> list:
        stage.close()
        start = Barrier(len(each))

        def run(do):
            try:
                start.wait(WAIT_S)
                with within(bare_district.pk), publishing.explained():
                    return do()
            except Conflict as problem:
                return str(problem)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(each)) as pool:
            return list(pool.map(run, each))

    return at_once


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
