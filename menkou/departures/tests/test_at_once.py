"""Two at the same moment, over real connections: one departure, no post given to who leaves."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from menkou.core import clock
from menkou.core.errors import Problem
from menkou.core.scope import within
from menkou.departures import actions, queries
from menkou.places.models import District
from menkou.plans.models import Version
from menkou.postings import actions as postings
from menkou.postings.models import Departure, Plan, Posting
from tests.cast import SLUG

WAIT_S = 10


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
    """Do these in a thread each; each is a transaction of its own. Return what each met."""

    def at_once(*each) -> list:
        stage.close()
        start = Barrier(len(each))

        def run(do):
            try:
                start.wait(WAIT_S)
                with within(bare_district.pk):
                    return do()
            except Problem as problem:
                return problem
            finally:
                connection.close()

        with ThreadPoolExecutor(len(each)) as pool:
            met = list(pool.map(run, each))
        stage.enter_context(within(bare_district.pk))
        return met

    return at_once


def test_who_leaves_by_two_hands_leaves_once(at_once, bureau, director, chen, lin):
    def leave(by):
        return lambda: actions.leave(by=by, registration=chen, on=clock.today())

    met = at_once(leave(bureau), leave(director))
    assert sum(isinstance(one, Problem) for one in met) == 1
    assert Departure.objects.count() == Version.objects.count() == 1


def test_whoever_leaves_while_a_plan_is_published_holds_nothing_after(
    at_once, bureau, district, village, village_next_door, chen, lin
):
    tomorrow = clock.today() + timedelta(days=1)

    def publish():
        plan = Plan(value=1, bound=1, seconds=1, valid_from=tomorrow)
        post = Posting(village=village_next_door, post="B", registration=chen, valid_from=tomorrow)
        return postings.amend(by=bureau, district=district, plan=plan, postings=[post])

    at_once(lambda: actions.leave(by=bureau, registration=chen, on=tomorrow), publish)
    ahead = Posting.objects.filter(queries.reaching(tomorrow), registration=chen)
    assert not ahead.exists()
