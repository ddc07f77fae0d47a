"""A work order of the 12345 hotline that was found true opens a case as a complaint does, and punishes nobody."""

import pytest
import time_machine

from menkou.assessments.models import Consequence
from menkou.core import clock
from menkou.hotline import actions


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False) as noon:
        yield noon


@pytest.fixture
def close(district, bureau, office, townships):
    """An order that went its course to an outcome."""

    def close(outcome: str, **whom) -> None:
        facts = {"kind": "silent", "received_at": clock.now(), "text": "没有人接。", "number": "2026-1", **whom}
        order = actions.enter(by=bureau, district=district, form="a" * 32, **facts)
        actions.accept(by=bureau, order=order)
        order = actions.assign(by=bureau, order=order, handler="office", to=townships["here"])
        order = actions.handle(by=office, order=order, text="问过了。")
        actions.answer(by=bureau, order=order, outcome=outcome, text="查过了。")
        actions.visit(by=bureau, order=order)
        actions.rate(by=bureau, order=order, rating="unreached")
        assert not Consequence.objects.exists()
        for _ in range(2):
            actions.close(by=bureau, order=order)

    return close


@pytest.mark.parametrize(
    ("outcome", "facts"),
    [
        ("true", ["2026年3月办结的一件12345工单（一直不回），查明属实。"]),
        ("partly", ["2026年3月办结的一件12345工单（一直不回），查明部分属实。"]),
        ("untrue", []),
        ("unknown", []),
    ],
)
def test_found_true_about_an_adviser_it_opens_a_rectification_when_it_is_closed(close, chen, outcome, facts):
    close(outcome, subject="adviser", about=chen)

    cases = Consequence.objects.all()
    assert [one.facts for one in cases] == facts
    assert {(one.kind, one.trigger, one.registration_id) for one in cases} <= {("rectify", "complaint", chen.pk)}


def test_one_about_a_village_alone_opens_nothing(close, village):
    close("true", subject="village", village=village)

    assert not Consequence.objects.exists()
