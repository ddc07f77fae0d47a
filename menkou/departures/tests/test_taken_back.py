"""撤销 gives back what stands by then: no suspension is lifted by it, and no plan comes back that was withdrawn."""

from datetime import timedelta

import pytest

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.departures import actions, queries
from menkou.places.models import Village
from menkou.postings import actions as postings
from menkou.postings.models import Departure, Plan, Posting
from menkou.postings.queries import running

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def plan_ahead(bureau, district, village, village_next_door, chen, lin, wu, today):
    """In ten days Chen and Wu change places."""
    start = today + 10 * DAY
    rows = [
        Posting(village=where, post=post, registration=who, valid_from=start)
        for where, post, who in ((village, "A", wu), (village, "B", lin), (village_next_door, "A", chen))
    ]
    plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
    return postings.publish(by=bureau, district=district, plan=plan, postings=rows, pairings=[])


def held(on) -> set[tuple]:
    return set(running(on).values_list("village", "post", "registration"))


@pytest.mark.parametrize("days", [0, 5])
def test_a_director_who_takes_back_a_leave_lifts_no_suspension(bureau, director, chen, today, days):
    actions.suspend(by=bureau, registration=chen, on=today + days * DAY, until=None, reason="处罚决定")
    suspended = list(Departure.objects.values())
    person = Registration.objects.get(pk=chen.pk)
    left = actions.leave(by=director, registration=person, on=today + 2 * DAY, reason="另有高就")
    actions.undo(by=director, departure=left)

    stands = list(Departure.objects.values())
    for one in (*suspended, *stands):
        one.pop("recorded_at")
    assert stands == suspended


def test_a_plan_that_was_withdrawn_meanwhile_does_not_come_back(bureau, plan_ahead, chen, today):
    before = held(today)
    departure = actions.leave(by=bureau, registration=chen, on=today + 5 * DAY, reason="另有高就")
    postings.withdraw(by=bureau, plan=plan_ahead)
    actions.undo(by=bureau, departure=departure)

    assert len(before) == 3
    assert all(held(today + days * DAY) == before for days in range(40))


def test_a_village_that_ends_by_then_has_no_gap(bureau, village, chen, lin, today):
    Village.objects.filter(pk=village.pk).update(valid_until=today + 20 * DAY)
    Posting.objects.update(valid_until=today + 20 * DAY)

    assert queries.gaps_ahead(bureau) == []
    Village.objects.filter(pk=village.pk).update(valid_until=today + 21 * DAY)
    assert len(queries.gaps_ahead(bureau)) == 2
