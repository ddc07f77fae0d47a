"""Orders of the hotline, at whatever step a test needs."""

import pytest
import time_machine

from menkou.core import clock
from menkou.core.actors import Role
from menkou.hotline import actions

WORDS = "打了几次电话都没有人接。"


@pytest.fixture(autouse=True)
def hands():
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:  # a Thursday
        yield hands


@pytest.fixture
def second(make_actor):
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def enter(district, bureau, chen):
    """Enter an order about Chen, unless something else is said; each is another form with another number."""
    numbers = iter(range(1000, 2000))

    def enter(**more):
        number = next(numbers)
        facts = {"kind": "silent", "subject": "adviser", "about": chen, "text": WORDS, "received_at": clock.now()}
        facts |= {"number": f"2026-{number}", "form": f"{number:032x}"}
        return actions.enter(by=bureau, district=district, **facts | more)

    return enter


@pytest.fixture
def assign(enter, bureau, townships):
    """As `enter`, accepted and assigned to 红花镇司法所 or whom else one says."""

    def assign(handler="office", to=None, **more):
        order = actions.accept(by=bureau, order=enter(**more))
        return actions.assign(by=bureau, order=order, handler=handler, to=to or townships["here"])

    return assign


@pytest.fixture
def answered(assign, office, bureau):
    order = actions.handle(by=office, order=assign(), text="问了本人。")
    return actions.answer(by=bureau, order=order, outcome="true", text="查实了。")
