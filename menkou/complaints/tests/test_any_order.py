"""A complaint's life in any order: whoever presses what, whenever; it is dealt with by those only who may, and never lost."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from menkou.complaints import actions, course, queries
from menkou.complaints.models import Complaint, Step
from menkou.complaints.timing import actions as timing
from menkou.complaints.timing import queries as deadlines
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing

LIVES = settings(
    max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
WHO = ["office", "office", "bureau", "second", "office_next_door", "adviser_a"]
PAUSES = [timedelta(hours=1), timedelta(days=1), timedelta(days=18), timedelta(days=21)]
people = st.sampled_from(WHO)
State, Level = Complaint.State, Complaint.Level


class Complainant(RuleBasedStateMachine):
    """One matter, six people and the clock; `may` says who deals with the complaint now, kept beside the house's word."""

    world: dict

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.travel = time_machine.travel("2026-03-05 10:00+08:00", tick=False)
        self.hands = self.travel.start()
        self.forms = (f"{n:032x}" for n in count(1))
        self.level, self.decider = "office", None
        self.complain()

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    @property
    def now(self) -> Complaint:
        return Complaint.objects.order_by("-id").first()

    @rule()
    def complain(self):
        facts = {"kind": "rude", "about": self.world["chen"], "text": "态度不好。", "form": next(self.forms)}
        ran = self.now is not None and self.now.state in Complaint.RUNNING
        try:
            actions.complain(by=self.world["resident"], consultation=self.world["matter"], **facts)
        except Conflict:
            assert ran
            return
        assert not ran
        self.level, self.decider = "office", None

    def press(self, who: str, act, **words):
        """Press a button; whether it was done. Only whom it is with may get so far as to be told of a conflict."""
        before = self.now.state
        may = (self.level == "office" and who == "office") or (self.level == "bureau" and who in ("bureau", "second"))
        try:
            act(by=self.world[who], complaint=self.now, **words)
        except Refused:
            assert not may
            return False
        except Conflict:
            assert may
            assert self.now.state == before
            return False
        assert may
        return True

    @rule(who=people)
    def accept(self, who):
        self.press(who, actions.accept)

    @rule(who=people)
    def refuse(self, who):
        if self.press(who, actions.refuse, reason="unclear"):
            self.decider = who

    @rule(who=people)
    def answer(self, who):
        review, accepted = self.now.is_review, self.now.accepted_at
        if self.press(who, actions.answer, outcome="true", text="查实了。", form=next(self.forms)):
            assert review or accepted
            assert not review or self.decider != who
            self.decider = self.decider or who

    @rule(is_satisfied=st.booleans())
    def judge(self, is_satisfied):
        found, may = self.now, queries.may_judge(self.now)
        try:
            actions.judge(by=self.world["resident"], complaint=found, is_satisfied=is_satisfied)
        except Conflict:
            return
        if may and not is_satisfied and not found.is_review:
            assert self.now.state == State.REVIEW
            self.level = "bureau"

    @rule()
    def take_over(self):
        try:
            actions.take_over(by=self.world["bureau"], complaint=self.now)
        except Conflict:
            return
        self.level = "bureau"

    @rule()
    def withdraw(self):
        if self.now.state == State.RECEIVED:  # seldom, or nothing is left to do
            actions.withdraw(by=self.world["resident"], complaint=self.now)

    @rule(pause=st.sampled_from(PAUSES))
    def wait(self, pause):
        self.hands.shift(pause)
        for _ in range(2):
            words = Outgoing.objects.count()
            for pk in deadlines.to_urge():
                timing.urge(by=CLOCK, complaint=Complaint.objects.get(pk=pk))
            for pk in deadlines.to_close():
                timing.close_quiet(by=CLOCK, complaint=Complaint.objects.get(pk=pk))
        assert Outgoing.objects.count() == words  # the second turn of the sweep says nothing new
        if Step.objects.filter(complaint=self.now, what="over").exists():
            self.level = "bureau"

    @invariant()
    def it_is_where_it_should_be_and_no_limit_passes_in_silence(self):
        found = self.now
        assert found.level == self.level
        assert not (found.is_open and found.level == Level.OFFICE and found.answer_due_at <= clock.now())
        assert Complaint.objects.filter(state__in=Complaint.RUNNING).count() <= 1
        assert (found.ended_at is None) == (found.state in Complaint.RUNNING)


@pytest.fixture
def complainant(consultation, resident, chen, office, office_next_door, bureau, second, adviser_a):
    world = {"office": office, "office_next_door": office_next_door, "bureau": bureau, "adviser_a": adviser_a}
    world |= {"second": second, "resident": resident, "matter": consultation, "chen": chen}
    return type("Complainant", (Complainant,), {"world": world})


def test_whatever_is_pressed(complainant):
    run_state_machine_as_test(complainant, settings=LIVES)


@pytest.mark.nightly
def test_whatever_is_pressed_many_times(complainant):
    run_state_machine_as_test(complainant, settings=settings(LIVES, max_examples=1000, stateful_step_count=50))


def test_the_machine_sees_an_office_that_keeps_what_is_over_its_limit(complainant, monkeypatch):
    monkeypatch.setattr(course, "move_to_bureau", lambda found, *rest: found)
    machine = complainant()
    try:
        machine.accept("office")
        with pytest.raises(AssertionError):
            machine.wait(timedelta(days=21))
            machine.it_is_where_it_should_be_and_no_limit_passes_in_silence()
    finally:
        machine.teardown()
