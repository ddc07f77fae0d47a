"""Two at the same moment, over real connections: one stop, one reopening, one other adviser, one word to the office."""

from datetime import timedelta
from functools import partial

import pytest

from menkou.consultations import actions
from menkou.consultations.after import actions as after
from menkou.consultations.models import Concern, Consultation, Handover, Reopening, Stop, Urging
from menkou.consultations.timing import actions as timing
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict
from menkou.core.models import Outgoing

AT_ONCE = 3


@pytest.fixture
def at_once(at_once):
    return lambda do: at_once(*(partial(do, number) for number in range(AT_ONCE)))


def conflicts(met: list) -> int:
    return sum(isinstance(one, Conflict) for one in met)


def test_a_clock_is_stopped_once(at_once, consultation, adviser_a):
    until = clock.today() + timedelta(days=3)
    said = {"by": adviser_a, "consultation": consultation, "reason": "papers", "until": until}
    met = at_once(lambda _: timing.stop_clock(**said))

    assert conflicts(met) == AT_ONCE - 1
    assert Stop.objects.count() == 1


def test_a_step_is_taken_once(at_once, consultation):
    at = clock.now() - timedelta(days=9)
    Consultation.objects.update(asked_at=at, due_at=at + timedelta(hours=1))
    at_once(lambda _: timing.urge(by=CLOCK, consultation=consultation))

    assert Urging.objects.count() == 2  # passed on, and the bureau told
    assert Handover.objects.count() == Outgoing.objects.filter(address="bureau").count() == 1


def test_what_ended_is_opened_again_once_and_everybody_is_heard_or_told(at_once, answered, adviser_a, resident):
    actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")
    met = at_once(lambda n: after.reopen(by=resident, consultation=answered, text=f"又{n}", form=f"{n:032x}"))

    assert conflicts(met) == AT_ONCE - 1
    assert Reopening.objects.count() == 1


def test_an_answer_and_a_withdrawal_leave_one_end(at_once, answered, adviser_a, resident):
    def do(number):
        if number % 2:
            return after.withdraw(by=resident, consultation=answered)
        return actions.close(by=adviser_a, consultation=answered, minutes=5, category="land")

    assert conflicts(at_once(do)) == AT_ONCE - 1
    assert Consultation.objects.get().state == "closed"


def test_the_office_is_told_once(at_once, answered, resident):
    actions.rate(by=resident, consultation=answered, face=1, is_solved=False)
    met = at_once(lambda _: after.tell_office(by=resident, consultation=answered))

    assert conflicts(met) == AT_ONCE - 1
    assert Concern.objects.count() == 1


def test_another_adviser_is_asked_once(at_once, answered, resident):
    actions.rate(by=resident, consultation=answered, face=1, is_solved=False)
    met = at_once(lambda _: after.ask_other(by=resident, consultation=answered))

    assert conflicts(met) == AT_ONCE - 1
    assert Handover.objects.count() == 1
