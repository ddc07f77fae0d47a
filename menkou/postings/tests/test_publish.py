"""派驻: two different people for a village, each post held by exactly one on every day, and a plan in its place."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.advisers.models import Adviser, Speciality
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.places.actions import set_rule
from menkou.places.models import Demand
from menkou.postings import actions, queries
from menkou.postings.models import Pairing, Plan, Posting
from tests.cast import LONG_AGO

DAY = timedelta(days=1)


@pytest.fixture
def publish(bureau, district, village, townships, institutions):
    """Publish a plan for 红花村: who holds A, who holds B, from when."""

    def publish(a, b, start: date, by=bureau) -> Plan:
        plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
        posts = [
            Posting(village=village, post=post, registration=who, valid_from=start)
            for post, who in (("A", a), ("B", b))
            if who
        ]
        pair = Pairing(township=townships["here"], institution=institutions["firm"], valid_from=start)
        actions.publish(by=by, district=district, plan=plan, postings=posts, pairings=[pair])
        return plan

    return publish


def holders(village, on: date) -> dict[str, str]:
    return {posting.post: str(posting.registration) for posting in queries.running(on).filter(village=village)}


def test_a_plan_holds_from_its_day_and_what_held_before_ends_there(publish, village, chen, lin):
    today = clock.today()
    publish(lin, chen, today)

    assert holders(village, today - DAY) == {"A": "陈明", "B": "林芳"}
    assert holders(village, today) == {"A": "林芳", "B": "陈明"}
    assert Posting.objects.count() == 4


def test_a_plan_for_later_changes_nothing_today(publish, village, chen, lin):
    today = clock.today()
    publish(lin, chen, today + DAY)

    assert holders(village, today) == {"A": "陈明", "B": "林芳"}
    assert holders(village, today + DAY) == {"A": "林芳", "B": "陈明"}


def test_a_post_is_held_only_by_who_is_on_the_roster(village, chen, lin):
    today = clock.today()
    assert queries.holds_post(chen.pk, village.pk)
    assert queries.on_duty(village) == (chen.pk, "A")

    type(chen).objects.filter(pk=chen.pk).update(valid_until=today)

    assert not queries.holds_post(chen.pk, village.pk)
    assert queries.on_duty(village) == (lin.pk, "B")
    assert holders(village, today) == {"B": "林芳"}
    assert holders(village, today - DAY) == {"A": "陈明", "B": "林芳"}


def test_published_twice_for_a_day_the_later_plan_holds(publish, village, chen, lin):
    today = clock.today()
    publish(lin, chen, today)
    second = publish(chen, lin, today)

    assert holders(village, today) == {"A": "陈明", "B": "林芳"}
    assert {posting.plan_id for posting in queries.running()} == {second.pk}
    assert queries.pairings().count() == 1
    assert queries.latest_plan() == second


def test_a_plan_does_not_run_over_a_later_one(publish, chen, lin):
    today = clock.today()
    publish(lin, chen, today + DAY)

    with pytest.raises(Conflict, match="请先撤下"):
        publish(chen, lin, today)


@pytest.fixture
def ruled(bureau, district):
    """Set rules of the district from long ago."""

    def ruled(**numbers: int) -> None:
        for key, value in numbers.items():
            facts = {"key": key, "value": value, "valid_from": LONG_AGO, "source": "测试文件"}
            set_rule(by=bureau, district=district, **facts)

    return ruled


def test_a_b_who_cannot_act_for_a_is_not_posted(ruled, publish, village, chen, lin):
    ruled(b_kinds=2)
    today = clock.today()
    publish(chen, lin, today)  # who stood there before the rule may stay
    publish(lin, chen, today)
    with pytest.raises(Conflict, match="红花村的 B 岗林芳.*按本区规则不能替律师陈明的 A 岗。请看看"):
        publish(chen, lin, today)
    assert holders(village, today) == {"A": "林芳", "B": "陈明"}


def test_nor_one_who_knows_nothing_of_what_the_village_needs(ruled, publish, village, chen, lin):
    ruled(b_shares_speciality=2)
    facts = {"valid_from": LONG_AGO, "source": "测试文件"}
    Demand.objects.create(village=village, population=1000, consultations=10, remoteness=1, needs=["land"], **facts)
    with pytest.raises(Conflict, match="红花村的 B 岗陈明不擅长村里最需要的事项"):
        publish(lin, chen, clock.today())
    Speciality.objects.create(registration=chen, topic="land", **facts)
    publish(lin, chen, clock.today())


def test_a_trainee_s_posts_have_a_number_of_their_own(ruled, bureau, district, village, village_next_door, wu):
    ruled(most_posts_of_a_trainee=1)
    Adviser.objects.filter(pk=wu.adviser_id).update(kind="trainee")
    plan = Plan(value=1, bound=1, seconds=1, valid_from=clock.today())
    both = (village, village_next_door)
    posts = [Posting(village=one, post="B", registration=wu, valid_from=plan.valid_from) for one in both]
    with pytest.raises(Conflict, match="实习律师最多任 1 个岗位"):
        actions.amend(by=bureau, district=district, plan=plan, postings=posts)


def test_only_the_bureau_publishes(publish, chen, lin, office, director, adviser_a):
    for by in (office, director, adviser_a):
        with pytest.raises(Refused, match="区司法局"):
            publish(chen, lin, clock.today(), by=by)


def test_the_b_post_takes_questions_where_there_is_no_a(village, chen, lin):
    assert queries.on_duty(village)[1] == "A"
    Posting.objects.filter(post="A").delete()

    assert queries.on_duty(village)[1] == "B"
    assert [posting.post for posting in queries.posts_of(village)] == ["B"]
    assert queries.other_post(village.pk, lin.pk) is None


def test_the_database_refuses_one_person_on_both_posts(village, chen):
    with pytest.raises(IntegrityError, match="nobody_holds_both_posts_of_a_village"), transaction.atomic():
        Posting.objects.create(village=village, post="B", registration=chen, valid_from=clock.today())


def test_the_database_refuses_two_on_one_post(village, chen, wu):
    with pytest.raises(IntegrityError, match="a_post_is_held_by_one_at_a_time"), transaction.atomic():
        Posting.objects.create(village=village, post="A", registration=wu, valid_from=clock.today())


def test_the_database_refuses_a_post_that_ends_before_it_began(village, chen):
    with pytest.raises(IntegrityError, match="posting_ends_after_it_began"), transaction.atomic():
        Posting.objects.update(valid_until=LONG_AGO)


def test_on_the_day_of_succession_exactly_one_holds_the_post(village, chen, wu):
    today = clock.today()
    Posting.objects.filter(registration=chen).update(valid_until=today)
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=today)

    assert holders(village, today - DAY) == {"A": "陈明"}
    assert holders(village, today) == {"A": "吴刚"}
    assert not queries.holds_post(chen.pk, village.pk)
    assert queries.holds_post(wu.pk, village.pk)
    assert [posting.village for posting in queries.held_by([wu.pk])][0] == village


spans = st.tuples(st.integers(0, 30), st.none() | st.integers(1, 20), st.sampled_from("AB"), st.integers(0, 2))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(spans, max_size=6))
def test_whatever_is_tried_no_post_has_two_holders_and_nobody_two_posts(village, chen, lin, wu, tried):
    with transaction.atomic():
        Posting.objects.all().delete()
        for start, length, post, who in tried:
            begin = LONG_AGO + start * DAY
            dates = {"valid_from": begin, "valid_until": begin + length * DAY if length else None}
            try:
                with transaction.atomic():
                    Posting.objects.create(village=village, post=post, registration=[chen, lin, wu][who], **dates)
            except IntegrityError:
                continue
        turns = {start for start, *_ in tried} | {start + length for start, length, *_ in tried if length}
        for day in turns:
            held = [(p.post, p.registration_id) for p in queries.running(LONG_AGO + day * DAY).filter(village=village)]
            assert len({post for post, _ in held}) == len({who for _, who in held}) == len(held)
        transaction.set_rollback(True)
