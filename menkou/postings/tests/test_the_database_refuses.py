"""What a post may not do is refused by the database itself, under the application's role and forced row security."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from menkou.advisers.models import Licence, Registration
from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.postings.models import Departure, Posting
from tests.cast import LONG_AGO

DAY = timedelta(days=1)


@pytest.fixture
def contract(village, chen):
    """红花村 with Chen's firm, from long ago until a month from now."""
    until = clock.today() + 30 * DAY
    return Contract.objects.create(
        village=village, institution=chen.institution, valid_from=LONG_AGO, valid_until=until
    )


@pytest.fixture
def refused():
    """What is done in it is refused by a policy or constraint of this name."""

    def refused(name: str, kind=ProgrammingError):
        return pytest.raises(kind, match=name)

    return refused


def post(village_next_door, who, **dates) -> Posting:
    return Posting.objects.create(village=village_next_door, post="B", registration=who, **dates)


def test_a_post_beyond_its_holder_s_time_on_the_roster(refused, village_next_door, chen):
    until = clock.today() + 10 * DAY
    Registration.objects.filter(pk=chen.pk).update(valid_until=until)
    for dates in ({"valid_from": LONG_AGO - DAY, "valid_until": until}, {"valid_from": LONG_AGO}):
        with refused("a_post_keeps_to_the_roster"), transaction.atomic():
            post(village_next_door, chen, **dates)
    held = post(village_next_door, chen, valid_from=LONG_AGO, valid_until=until)
    with refused("a_post_keeps_to_the_roster"), transaction.atomic():
        Posting.objects.filter(pk=held.pk).update(valid_until=until + DAY)


def test_a_post_that_outlasts_its_contract(refused, village, chen, contract):
    held = Posting.objects.filter(registration=chen)
    for until in (contract.valid_until + DAY, date(2090, 1, 1)):
        with refused("a_post_ends_with_its_contract"), transaction.atomic():
            held.update(contract=contract, valid_until=until)
    with refused("a_post_ends_with_its_contract"), transaction.atomic():
        held.update(contract=contract)  # and goes on for good
    held.update(contract=contract, valid_until=contract.valid_until)


def test_a_post_beyond_its_holder_s_licences(refused, village_next_door, lin, chen):
    today = clock.today()
    facts = {"registration": chen, "kind": "lawyer", "number": "19900000000000001", "source": "执业证"}
    Licence.objects.create(valid_from=LONG_AGO, valid_until=today, **facts)
    Licence.objects.create(valid_from=today, valid_until=today + 9 * DAY, **facts)
    with refused("a_post_keeps_to_the_licence"), transaction.atomic():
        post(village_next_door, chen, valid_from=LONG_AGO)
    post(village_next_door, chen, valid_from=LONG_AGO, valid_until=today + 9 * DAY)
    post(village_next_door, lin, valid_from=today + 9 * DAY)  # of whom no licence is on record


def test_a_contract_under_which_posts_stand_is_not_struck_out(village, chen, contract):
    Posting.objects.filter(registration=chen).update(contract=contract, valid_until=contract.valid_until)
    with pytest.raises(IntegrityError, match="posting_and_contract_share_district"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk)._raw_delete(Contract.objects.db)


def test_a_post_of_who_has_departed(refused, village_next_door, chen):
    today = clock.today()
    Departure.objects.create(registration=chen, why="suspended", valid_from=today, valid_until=today + 9 * DAY)
    for start in (today - DAY, today, today + 8 * DAY):
        with refused("nobody_is_posted_who_has_departed"), transaction.atomic():
            post(village_next_door, chen, valid_from=start)
    post(village_next_door, chen, valid_from=today + 9 * DAY)


def test_a_place_of_somebody_s_cap_taken_twice(refused, village, village_next_door, chen):
    Posting.objects.filter(registration=chen).update(place=1)
    with refused("a_place_of_somebody_s_cap_is_taken_once", IntegrityError), transaction.atomic():
        post(village_next_door, chen, valid_from=clock.today(), place=1)
    with refused("places_are_counted_from_one", IntegrityError), transaction.atomic():
        post(village_next_door, chen, valid_from=clock.today(), place=0)
    post(village_next_door, chen, valid_from=clock.today(), place=2)


def test_a_departure_that_ends_before_it_began_or_twice_at_once(refused, chen):
    today = clock.today()
    facts = {"registration": chen, "why": "suspended"}
    with refused("departure_ends_after_it_began", IntegrityError), transaction.atomic():
        Departure.objects.create(**facts, valid_from=today, valid_until=today)
    with refused("who_has_left_does_not_come_back", IntegrityError), transaction.atomic():
        Departure.objects.create(registration=chen, why="left", valid_from=today, valid_until=today + DAY)
    Departure.objects.create(**facts, valid_from=today)
    with refused("nobody_departs_twice_at_once", IntegrityError), transaction.atomic():
        Departure.objects.create(**facts, valid_from=today + DAY)
