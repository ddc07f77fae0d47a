"""排到每个群: each group is put down once, whoever dies or comes twice; and whoever brings it there is told once."""

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.broadcasts import actions, jobs, queries, spreading
from menkou.broadcasts.bringing import actions as bringing
from menkou.broadcasts.models import Delivery, Notice
from menkou.broadcasts.tests.conftest import spread
from menkou.core.actors import CLOCK
from menkou.core.jobs import live
from menkou.core.models import Outgoing
from menkou.groups.models import Group


def states(notice: Notice) -> dict[str, str]:
    return dict(Delivery.objects.filter(notice=notice).values_list("group__name", "state"))


def test_each_group_is_put_down_once_and_whoever_brings_it_there_is_told_once(going, groups, chen, wu, townships):
    told = Outgoing.objects.filter(key__startswith="push:")

    assert set(states(going).values()) == {"waiting"}
    assert len(states(going)) == 3
    assert going.spread_at is not None
    assert {one.address for one in told} == {
        f"registration:{chen.pk}",
        f"registration:{wu.pk}",
        f"township:{townships['here'].pk}",
    }
    assert all(going.title not in one.words for one in told)
    spread(going)
    assert Delivery.objects.count() == 3


def test_killed_in_the_middle_it_goes_on_and_puts_no_group_down_twice(notice, second, groups):
    actions.approve(by=second, notice=notice, edition=1)
    actions.begin(by=CLOCK, notice=notice)
    assert bringing.spread(by=CLOCK, notice=notice, most=2) == 2  # and the worker dies here

    assert [one.pk for one in queries.due()] == [notice.pk]
    jobs.spread(district_id=notice.district_id, notice_id=str(notice.pk))
    assert Delivery.objects.count() == 3
    assert not queries.due().exists()


def test_a_notice_whose_job_was_lost_is_queued_again_once(notice, second):
    actions.approve(by=second, notice=notice, edition=1)
    ProcrastinateJob.objects.filter(task_name=spreading.SPREAD).delete()
    jobs.notices_whose_day_has_come()
    jobs.notices_whose_day_has_come()

    assert live(spreading.SPREAD, "notice_id") == {str(notice.pk)}
    assert ProcrastinateJob.objects.filter(task_name=spreading.SPREAD).count() == 1


def test_two_who_put_it_down_at_one_moment_put_each_group_down_once(at_once, notice, second):
    actions.approve(by=second, notice=notice, edition=1)
    actions.begin(by=CLOCK, notice=notice)
    met = at_once(*[lambda: bringing.spread(by=CLOCK, notice=notice)] * 2)

    assert sorted(met) == [0, 3]
    with pytest.raises(IntegrityError, match="a_notice_goes_once_to_a_group"), transaction.atomic():
        Delivery.objects.create(notice=notice, group=Group.objects.first(), means="hand")


def test_four_hundred_and_forty_groups_are_put_down_in_few_statements(
    notice, second, village, chen, django_assert_max_num_queries
):
    facts = {"level": "village", "village": village, "registration": chen}
    Group.objects.bulk_create(Group(name=f"第{number}群", **facts) for number in range(440))
    actions.approve(by=second, notice=notice, edition=1)
    actions.begin(by=CLOCK, notice=notice)

    with django_assert_max_num_queries(25):
        assert bringing.spread(by=CLOCK, notice=notice) == 443
