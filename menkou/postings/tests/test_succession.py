"""Who follows whom: untouched posts keep their rows, a repair touches only its own, and what has not begun goes back."""

from datetime import date, timedelta

import pytest

from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.engagements.models import Contract
from menkou.postings import actions, queries
from menkou.postings.models import Pairing, Plan, Posting
from tests.cast import LONG_AGO
from tests.counting import at_most

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def publish(bureau, district, townships, institutions):
    def publish(*posts, start: date, amends: bool = False, pairs: str = "firm office") -> Plan:
        plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
        rows = [Posting(village=where, post=post, registration=who, valid_from=start) for where, post, who in posts]
        if amends:
            return actions.amend(by=bureau, district=district, plan=plan, postings=rows)
        led = [
            Pairing(township=townships["here"], institution=institutions[one], valid_from=start)
            for one in pairs.split()
        ]
        return actions.publish(by=bureau, district=district, plan=plan, postings=rows, pairings=led)

    return publish


@pytest.fixture
def served(publish, village, village_next_door, chen, lin, wu, today):
    """Two villages under a plan from today."""
    publish(
        (village, "A", chen), (village, "B", lin), (village_next_door, "A", wu), (village_next_door, "B", lin),
        start=today,
    )  # fmt: skip
    return {post.pk: post for post in Posting.objects.filter(valid_until=None)}


def held(on: date) -> set[tuple[str, str, str]]:
    rows = queries.running(on).values_list("village__name", "post", "registration__adviser__name")
    return set(rows)


def rows() -> list[tuple]:
    return sorted(Posting.objects.values_list("pk", "village", "post", "registration", "valid_from", "valid_until"))


def test_who_stays_keeps_the_row(publish, served, village, village_next_door, chen, lin, wu, today):
    plan = publish(
        (village, "A", wu), (village, "B", lin), (village_next_door, "A", chen), (village_next_door, "B", lin),
        start=today + DAY,
    )  # fmt: skip
    kept = Posting.objects.filter(registration=lin, pk__in=served, valid_until=None)

    assert kept.count() == 2
    assert Posting.objects.filter(plan=plan).count() == 2
    assert Pairing.objects.count() == 2
    assert held(today + DAY) == {
        ("红花村委会", "A", "吴刚"), ("红花村委会", "B", "林芳"), ("青树村委会", "A", "陈明"), ("青树村委会", "B", "林芳")
    }  # fmt: skip


def test_a_repair_changes_its_own_posts_alone(publish, served, village, lin, wu, chen, today):
    untouched = Posting.objects.filter(valid_until=None).exclude(village=village, post="A")
    before = set(untouched.values_list("pk", "valid_from", "valid_until", "plan"))
    publish((village, "A", wu), start=today + DAY, amends=True)

    assert set(untouched.exclude(registration=wu, village=village).values_list(
        "pk", "valid_from", "valid_until", "plan")) == before  # fmt: skip
    assert ("红花村委会", "A", "陈明") in held(today)
    assert ("红花村委会", "A", "吴刚") in held(today + DAY)
    assert Pairing.objects.filter(valid_until=None).count() == 2


def test_a_repair_today_ends_where_a_plan_for_later_begins(publish, served, village, chen, lin, wu, register, today):
    new = register("周平", "firm", 7)
    later = today + 30 * DAY
    publish((village, "A", wu), (village, "B", lin), start=later)
    publish((village, "A", new), start=today, amends=True)

    assert Posting.objects.get(registration=new).valid_until == later
    assert ("红花村委会", "A", "吴刚") in held(later)


def test_what_has_not_begun_is_withdrawn_without_a_trace(publish, bureau, served, village, chen, lin, wu, today):
    before = rows()
    pairs = sorted(Pairing.objects.values_list("pk", "valid_from", "valid_until"))
    plan = publish((village, "A", wu), (village, "B", chen), start=today + 30 * DAY, pairs="firm")
    assert rows() != before
    actions.withdraw(by=bureau, plan=plan)

    assert rows() == before
    assert sorted(Pairing.objects.values_list("pk", "valid_from", "valid_until")) == pairs
    assert not Plan.objects.filter(pk=plan.pk).exists()


def test_after_a_repair_in_between_nobody_is_left_without(publish, bureau, served, village, lin, wu, register, today):
    """The plan for later is withdrawn after somebody else has come on a post that it would have given away."""
    new = register("周平", "firm", 7)
    plan = publish((village, "A", wu), (village, "B", lin), start=today + 30 * DAY)
    publish((village, "A", new), start=today, amends=True)
    actions.withdraw(by=bureau, plan=plan)

    assert ("红花村委会", "A", "周平") in held(today + 60 * DAY)


def test_of_two_repairs_for_one_day_the_first_is_there_again(publish, bureau, served, village, wu, register, today):
    new = register("周平", "firm", 7)
    publish((village, "A", new), start=today + DAY, amends=True)
    before = rows()
    second = publish((village, "A", wu), start=today + DAY, amends=True)
    assert ("红花村委会", "A", "吴刚") in held(today + DAY)
    actions.withdraw(by=bureau, plan=second)

    assert sorted((row[1:] for row in rows()), key=str) == sorted((row[1:] for row in before), key=str)


def test_a_post_that_was_vacant_then_is_not_left_without(publish, bureau, served, village, lin, wu, register, today):
    Posting.objects.filter(village=village, post="A").delete()
    plan = publish((village, "A", wu), (village, "B", lin), start=today + 30 * DAY)
    publish((village, "A", register("周平", "firm", 7)), start=today, amends=True)
    actions.withdraw(by=bureau, plan=plan)

    assert ("红花村委会", "A", "周平") in held(today + 60 * DAY)


def test_what_went_on_under_a_next_contract_goes_on_again(publish, bureau, village, chen, lin, wu, today):
    first, then = today + 30 * DAY, today + 60 * DAY
    for begins, ends in ((LONG_AGO, first), (first, then)):
        Contract.objects.create(
            village=village, institution=chen.institution, stage="signed", valid_from=begins, valid_until=ends
        )
    publish((village, "A", chen), (village, "B", lin), start=today)
    shape = Posting.objects.filter(valid_until__gt=today).values_list("registration", "valid_from", "valid_until")
    before = sorted(shape, key=str)
    plan = publish((village, "A", wu), (village, "B", lin), start=today + DAY)
    actions.withdraw(by=bureau, plan=plan)

    assert sorted(shape.all(), key=str) == before


def test_a_contract_signed_since_carries_who_stays(publish, village, chen, lin, today):
    facts = {"village": village, "institution": chen.institution, "stage": "signed"}
    Contract.objects.create(**facts, valid_from=LONG_AGO, valid_until=today + 30 * DAY)
    publish((village, "A", chen), (village, "B", lin), start=today)
    Contract.objects.create(**facts, valid_from=today + 30 * DAY, valid_until=today + 90 * DAY)
    publish((village, "A", chen), (village, "B", lin), start=today + DAY)

    assert ("红花村委会", "A", "陈明") in held(today + 80 * DAY)
    assert Posting.objects.filter(registration=chen, plan__isnull=False).count() == 2


def test_what_has_begun_is_not_withdrawn(publish, bureau, office, village, chen, lin, today):
    plan = publish((village, "A", lin), (village, "B", chen), start=today)

    with pytest.raises(Conflict, match="已经开始"):
        actions.withdraw(by=bureau, plan=plan)
    with pytest.raises(Refused, match="区司法局"):
        actions.withdraw(by=office, plan=plan)


def test_publishing_asks_the_same_of_the_database_for_two_posts_as_for_four(publish, served, village, chen, lin, today):
    with at_most(44):
        publish((village, "A", lin), (village, "B", chen), start=today + DAY)
