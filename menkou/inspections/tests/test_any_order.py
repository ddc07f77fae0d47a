"""T-02: whatever is pressed by whom in whatever order, no word opens without an agreed, running grant of that person."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from menkou.consultations import viewings
from menkou.consultations.models import Consultation, Viewing
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.inspections import actions, jobs, policies
from menkou.inspections.models import Inspection
from tests.cast import QUESTION

LIVES = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
WHO = ["bureau", "second", "auditor", "operator", "adviser_a", "cadre", "office"]
INSPECTORS = {"bureau", "second", "auditor"}
PAUSES = [timedelta(minutes=1), timedelta(minutes=29), timedelta(minutes=30), timedelta(hours=23), timedelta(days=12)]
people = st.sampled_from(["bureau", "bureau", "auditor", *WHO])  # those who may, more often
matters = st.integers(0, 1)


class Drawer(RuleBasedStateMachine):
    """Two matters, seven people and the clock. `mine` is what the rules say, kept beside what the house says."""

    world: dict
    asked = Bundle("asked")

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.travel = time_machine.travel("2026-03-05 10:00+08:00", tick=False)
        self.hands = self.travel.start()
        self.forms = (f"{n:032x}" for n in count(1))
        self.mine, self.erased, self.looks = {}, set(), 0

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    @rule(target=asked, who=people, matter=matters, days=st.sampled_from([0, 0, 3]))
    def ask(self, who, matter, days):
        why = {"cause": "safety", "reason": "说明为什么必须要看这件咨询的内容才行。" * 2, "basis": "某法某条"}
        paper = {"defer_days": days, "instrument": "文书一号"} if days else {}
        target = self.world["matters"][matter]
        try:
            found = actions.request(by=self.world[who], consultation=target, form=next(self.forms), **why, **paper)
        except Refused:
            assert who not in INSPECTORS
            return None
        except Conflict:
            assert matter in self.erased
            return None
        assert who in INSPECTORS
        self.mine[found.pk] = {
            "who": who,
            "matter": matter,
            "agreed": None,
            "opened": None,
            "days": days,
            "shut": False,
        }
        return found

    @rule(inspection=asked, who=people, agrees=st.booleans())
    def decide(self, inspection, who, agrees):
        if inspection is None:
            return
        one = self.mine[inspection.pk]
        may = who in INSPECTORS and who != one["who"]
        try:
            (actions.approve if agrees else actions.refuse)(by=self.world[who], inspection=inspection)
        except Refused:
            assert not may
        except Conflict:
            assert one["shut"] or one["agreed"] or (agrees and one["matter"] in self.erased)
        else:
            assert may
            assert not one["shut"]
            one["agreed"], one["shut"] = (clock.now() if agrees else None), not agrees

    @rule(inspection=asked, who=people)
    def look(self, inspection, who):
        if inspection is None:
            return
        one, lines, words = self.mine[inspection.pk], Viewing.objects.count(), Outgoing.objects.count()
        try:
            said = actions.look(by=self.world[who], inspection=inspection)
        except (Refused, Conflict):
            assert not self.may_look(one, who)
            assert (Viewing.objects.count(), Outgoing.objects.count()) == (lines, words)
            return
        assert self.may_look(one, who)
        assert [line.text for line in said] == [f"{QUESTION}{one['matter']}"]
        assert Viewing.objects.count() == lines + 1
        assert Outgoing.objects.count() == words + (one["opened"] is None and not one["days"])
        one["opened"] = one["opened"] or clock.now()

    def may_look(self, one, who) -> bool:
        if who != one["who"] or not one["agreed"] or one["matter"] in self.erased:
            return False
        span = timedelta(minutes=30) if one["opened"] else timedelta(hours=24)
        return clock.now() < (one["opened"] or one["agreed"]) + span

    @rule(matter=matters)
    def erase(self, matter):
        if self.looks < 1:  # seldom, or nothing is left to read
            self.looks += 1
            return
        rights.erase(by=self.world["resident"], consultation=self.world["matters"][matter])
        self.erased.add(matter)

    @rule(pause=st.sampled_from(PAUSES))
    def wait(self, pause):
        self.hands.shift(pause)
        jobs.tell_what_had_to_wait()

    @invariant()
    def what_was_read_is_told_when_its_time_has_come(self):
        for pk, one in self.mine.items():
            if one["opened"]:
                due = one["opened"] + timedelta(days=one["days"])
                told = viewings.told_of(Consultation.objects.get(pk=self.world["matters"][one["matter"]].pk))
                assert due > clock.now() or told
                jobs.tell_what_had_to_wait()
                assert (Inspection.objects.get(pk=pk).told_at is not None) == (due <= clock.now())


@pytest.fixture
def drawer(ask, resident, make_actor, request):
    world = {who: request.getfixturevalue(who) for who in WHO if who != "second"}
    with time_machine.travel("2026-03-05 09:00+08:00", tick=False):
        matters = [ask(resident, f"{QUESTION}{n}").consultation for n in range(2)]
    second = make_actor(Role.JUSTICE_BUREAU, "second")

    return type("Drawer", (Drawer,), {"world": {**world, "second": second, "resident": resident, "matters": matters}})


def test_whatever_is_pressed(drawer):
    run_state_machine_as_test(drawer, settings=LIVES)


@pytest.mark.nightly
def test_whatever_is_pressed_many_times(drawer):
    run_state_machine_as_test(drawer, settings=settings(LIVES, max_examples=2000, stateful_step_count=60))


def test_the_machine_sees_somebody_agree_to_their_own(drawer, monkeypatch):
    everybody = type(policies.decide)(lambda by, inspection: by.is_staff, policies.decide.refusal)
    monkeypatch.setattr(actions, "approve", type(actions.approve)(**{**vars(actions.approve), "policy": everybody}))
    machine = drawer()
    try:
        asked = machine.ask("bureau", 0, 0)
        with pytest.raises((AssertionError, IntegrityError)):  # the database says no as well
            machine.decide(asked, "bureau", True)
    finally:
        machine.teardown()


@pytest.mark.parametrize("pause", [timedelta(minutes=30), timedelta(days=12)])
def test_the_machine_sees_minutes_that_never_end(drawer, monkeypatch, pause):
    monkeypatch.setattr(Inspection, "is_open", property(lambda self: self.state == self.State.APPROVED))
    machine = drawer()
    try:
        asked = machine.ask("bureau", 0, 0)
        machine.decide(asked, "auditor", True)
        machine.look(asked, "bureau")
        machine.hands.shift(pause)
        with pytest.raises(AssertionError):
            machine.look(asked, "bureau")
    finally:
        machine.teardown()
