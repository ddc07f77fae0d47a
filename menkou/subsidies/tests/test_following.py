"""What an assessment decided by two is worth money without anybody typing it again; nothing else is."""

import pytest

from menkou.assessments.following import actions as following
from menkou.assessments.following.actions import Finding, Proposal
from menkou.assessments.models import Consequence, Cycle, Scheme, Sheet
from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Refused
from menkou.subsidies.following import actions as money
from menkou.subsidies.models import Adjustment, Factor


@pytest.fixture
def second(make_actor):
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def locked(district, bureau, second, chen):
    """A half-year in which Chen's grade is worth nine tenths."""
    now = clock.now()
    steps = {"opened_at": now, "opened_by_id": bureau.user_id, "shown_at": now, "shown_by_id": bureau.user_id}
    steps |= {"answer_until": now, "publicity_at": now, "publicity_by_id": bureau.user_id, "publicity_until": now}
    steps |= {"locked_at": now, "locked_by_id": second.user_id, "digest": b"x"}
    cycle = Cycle.objects.create(period="2026-h1", state="locked", **steps)
    scheme = Scheme.objects.create(subject="adviser", title="办法", source="x", made_at=now, made_by_id=bureau.user_id)
    facts = {"subject": "adviser", "registration": chen, "name": "陈明", "made_at": now, "grade": "合格"}
    Sheet.objects.create(cycle=cycle, scheme=scheme, coefficient=900, **facts)
    return cycle


def test_a_locked_grade_is_worth_its_coefficient_by_the_same_two_persons_and_once(locked, chen, bureau, second):
    assert money.follow_grades(by=CLOCK, cycle=locked) == 1
    money.follow_grades(by=CLOCK, cycle=locked)

    (found,) = Factor.objects.all()
    assert (found.registration_id, found.half, found.permille) == (chen.pk, "2026-h1", 900)
    assert (found.made_by_id, found.decided_by_id) == (bureau.user_id, second.user_id)
    assert "合格" in found.source


def test_an_open_half_year_is_worth_nothing_and_nobody_says_that_it_is(locked, bureau):
    with pytest.raises(Refused):
        money.follow_grades(by=bureau, cycle=locked)
    locked.state = Cycle.State.PUBLICITY
    with pytest.raises(Refused):
        money.follow_grades(by=CLOCK, cycle=locked)
    assert not Factor.objects.exists()


def test_a_deduction_that_was_decided_on_comes_off_once_and_no_other_kind_does(
    district, bureau, second, chen, institutions, adviser_a
):
    for kind in ("deduct", "notice"):
        finding = Finding("seen:1", "other", "三次到村都没有人", institutions["firm"], chen)
        case = following.open_one(by=bureau, district=district, finding=finding, kind=kind)
        proposal = Proposal("扣减补贴 500 元", 50_000, scope="own")
        following.tell(by=bureau, consequence=case, proposal=proposal)
        following.state(by=adviser_a, consequence=case, text="有一次在法院")
        following.decide(by=second, consequence=case, is_upheld=True, note="两次属实", fen=30_000)

    (found,) = Adjustment.objects.all()
    assert (found.registration_id, found.fen, found.kind) == (chen.pk, 30_000, "deduction")
    assert (found.made_by_id, found.decided_by_id) == (bureau.user_id, second.user_id)
    with pytest.raises(Refused):
        money.follow_decision(by=CLOCK, consequence=Consequence.objects.get(kind="notice"))
