"""超时没回: listed by reference, month and step; below five nothing that points at a person; a village only with five."""

import re
from datetime import timedelta

import pytest

from menkou.consultations.after import actions as after
from menkou.consultations.models import Consultation, Urging
from menkou.core import clock
from menkou.oversight import numbers

PAGE = "/shili/desk/overdue"


def words(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


@pytest.fixture
def late(ask, resident):
    """So many that are two days late."""

    def late(count: int) -> list[Consultation]:
        found = [ask(resident).consultation for _ in range(count)]
        at = clock.now() - timedelta(days=3)
        Consultation.objects.update(asked_at=at, due_at=at + timedelta(days=1))
        return [Consultation.objects.get(pk=one.pk) for one in found]

    return late


def test_fewer_than_five_are_only_counted(late, sign_in, office):
    found = late(4)
    shown = words(sign_in(office).get(PAGE))

    assert "不列出来" in shown
    assert not [one for one in found if one.reference in shown]


def test_five_are_listed_with_what_was_done(late, sign_in, bureau, village):
    found = late(5)
    Urging.objects.create(consultation=found[0], due_at=found[0].due_at, step="over", taken_at=clock.now())
    shown = words(sign_in(bureau).get(PAGE))

    assert all(one.reference in shown for one in found)
    assert "转过人或告诉过司法所" in shown
    assert village.short_name in shown  # five of its own
    assert "陈明" not in shown
    assert "邻居" not in shown


def test_a_village_with_fewer_is_not_named(late, sign_in, bureau, village, village_next_door):
    late(6)
    few = list(Consultation.objects.values_list("pk", flat=True)[:2])
    Consultation.objects.filter(pk__in=few).update(village=village_next_door)
    shown = words(sign_in(bureau).get(PAGE))

    assert "共 6 条" in shown
    assert village_next_door.short_name not in shown
    assert village.short_name not in shown


def test_another_township_s_are_not_seen(late, sign_in, office_next_door):
    late(5)

    assert "没有超时的" in words(sign_in(office_next_door).get(PAGE))


def test_the_workbench_says_that_a_year_has_no_calendar(district, sign_in, bureau):
    assert "节假日和调休还没有录入" in words(sign_in(bureau).get("/shili/desk/"))


def test_who_said_never_mind_in_time_is_not_late(ask, resident, sign_in, bureau):
    for _ in range(4):
        ask(resident)
    after.withdraw(by=resident, consultation=ask(resident).consultation)
    rows = numbers.timeliness(bureau, numbers.Month.of(clock.today()))

    assert [row["state"] for row in rows].count("withdrawn") == 1
    assert "居民不问了" in words(sign_in(bureau).get("/shili/desk/asked"))
