"""A complaint at 红花镇司法所 about Chen, two people of the bureau, and a clock that stands still."""

import pytest
import time_machine

from menkou.complaints import actions
from menkou.core.actors import Role

WORDS = "问了半个月，打电话也不接。"
FORM, ANSWER_FORM = "a" * 32, "b" * 32


@pytest.fixture
def hands():
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:  # a Thursday
        yield hands


@pytest.fixture
def second(make_actor):
    return make_actor(Role.JUSTICE_BUREAU, "second")


@pytest.fixture
def complain(hands, consultation, resident, chen):
    """Complain about Chen; each call is another form unless one is named."""
    forms = iter(f"{n:032x}" for n in range(50_000, 60_000))

    def complain(**more):
        facts = {"kind": "silent", "about": chen, "text": WORDS, "contact": "13800000000", "form": next(forms)}
        return actions.complain(by=resident, consultation=consultation, **facts | more)

    return complain


@pytest.fixture
def complaint(complain):
    return complain(form=FORM)


@pytest.fixture
def accepted(complaint, office):
    return actions.accept(by=office, complaint=complaint)


@pytest.fixture
def answered(accepted, office):
    return actions.answer(by=office, complaint=accepted, outcome="true", text="查实了，已经批评。", form=ANSWER_FORM)
