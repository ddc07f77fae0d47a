"""Two at the same moment, over real connections: one departure, no post given to who leaves."""

from datetime import timedelta

from menkou.core import clock
from menkou.core.errors import Problem
from menkou.departures import actions, queries
from menkou.plans.models import Version
from menkou.postings import actions as postings
from menkou.postings.models import Departure, Plan, Posting


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
