"""A matter's whole life in any order: clocks that stop, thanks, deadlines that pass, leave, endings, reopening, revisits."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from menkou.consultations import actions, queries
from menkou.consultations.after import actions as after
from menkou.consultations.after import queries as seen
from menkou.consultations.models import Concern, Consultation, Handover, Message, Reopening, Revisit, Stop, Urging
from menkou.consultations.passing import actions as passing
from menkou.consultations.tests.lives import ASKER, LIVES, Life, build, holds, matters
from menkou.consultations.timing import actions as timing
from menkou.consultations.timing import queries as clocks
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.postings.models import Absence

State = Consultation.State
FACTS = ("state", "due_at", "read_at", "answered_at", "closed_at", "ending", "holder")


class WholeLife(Life):
    """As a life, with all that time does to it and all that a resident may do after an answer."""

    def facts(self, matter) -> dict:
        return Consultation.objects.values(*FACTS).get(pk=matter.pk)

    @rule(matter=matters, words=st.sampled_from(["谢谢", "好的，谢谢您！", "辛苦了🙏"]), again=st.booleans())
    def thank(self, matter, words, again):
        before = self.facts(matter)
        stops = list(Stop.objects.values_list("pk", "ended_at"))
        do = after.reopen if again and before["state"] == State.CLOSED else actions.follow_up
        do(by=ASKER, consultation=matter, text=words, form=next(self.forms))
        assert self.facts(matter) == before
        assert list(Stop.objects.values_list("pk", "ended_at")) == stops

    @rule(matter=matters, days=st.integers(1, 12))
    def stop_clock(self, matter, days):
        before, allowed = self.now(matter), self.may_act(matter)
        until = clock.today() + timedelta(days=days)
        try:
            stop = timing.stop_clock(by=self.holder(matter), consultation=before, reason="papers", until=until)
            assert allowed
            assert before.state == State.WAITING
            assert self.now(matter).due_at >= stop.was_due_at > clock.now()
        except Refused:
            assert not allowed
        except Invalid:
            assert Stop.objects.filter(consultation=matter).exists()  # alone, twelve days are fewer than thirty
        except Conflict:
            running = Stop.objects.filter(consultation=matter, ended_at=None).exists()
            assert running or before.state != State.WAITING or before.due_at <= clock.now()

    @rule(matter=matters)
    def hand_over(self, matter):
        before, other = self.now(matter), queries.taker_of(self.now(matter))
        try:
            passing.hand_over(by=self.holder(matter), consultation=before, reason="away")
            assert self.now(matter).holder_id == other.registration_id
        except Conflict:
            assert before.state == State.CLOSED or other is None
        except Refused:
            assert not queries.is_served(before)

    @rule(matter=matters)
    def start_clock(self, matter):
        before = self.now(matter)
        try:
            timing.start_clock(by=self.holder(matter), consultation=before)
            assert not Stop.objects.filter(consultation=matter, ended_at=None).exists()
            assert self.now(matter).due_at <= before.due_at
        except Refused:
            assert not self.may_act(matter)

    @rule(matter=matters)
    def withdraw(self, matter):
        before = self.now(matter)
        try:
            done = after.withdraw(by=ASKER, consultation=matter)
            assert before.state != State.CLOSED
            assert (done.entry is None) == (before.first_answered_at is None)
        except Conflict:
            assert before.state == State.CLOSED

    @rule(matter=matters)
    def reopen(self, matter):
        before = self.now(matter)
        try:
            after.reopen(by=ASKER, consultation=matter, text=next(self.texts), form=next(self.forms))
            assert before.state == State.CLOSED
            assert self.now(matter).due_at > clock.now()
        except Conflict:
            assert before.state != State.CLOSED or not seen.may_still_reopen(before)

    @rule(matter=matters)
    def rate_unsolved(self, matter):
        with suppress(Conflict):
            actions.rate(by=ASKER, consultation=matter, face=1, is_solved=False)

    @rule(matter=matters)
    def ask_other(self, matter):
        before, unsolved = self.now(matter), seen.is_unsolved(self.now(matter))
        try:
            after.ask_other(by=ASKER, consultation=matter)
            assert unsolved
            assert self.now(matter).state == State.WAITING
            assert self.now(matter).holder_id != before.holder_id
            assert self.may_act(matter)
        except Conflict:
            assert self.now(matter).state == before.state

    @rule(matter=matters)
    def tell_office(self, matter):
        unsolved = seen.is_unsolved(self.now(matter))
        try:
            after.tell_office(by=ASKER, consultation=matter)
            assert unsolved
        except Conflict:
            assert not unsolved or seen.open_concern(matter)

    @rule(matter=matters, face=st.integers(1, 3), by_phone=st.booleans())
    def revisit(self, matter, face, by_phone):
        found = seen.asked_revisit(self.now(matter))
        if found is None:
            return
        try:
            do = after.record_call if by_phone else after.tell_outcome
            do(by=self.holder(matter) if by_phone else ASKER, revisit=found, face=face)
            assert found.told_at
        except Refused:
            assert by_phone
            assert not self.may_act(matter)

    @rule(who=st.integers(0, 2), days=st.integers(1, 4))
    def be_away(self, who, days):
        facts = {"registration_id": self.world["ids"][who], "reason": "holiday"}
        here = clock.now()
        if Absence.objects.filter(ends_at__gt=here).exists():
            return  # so that somebody is always on duty
        Absence.objects.create(begins_at=here, ends_at=here + timedelta(days=days), **facts)

    @precondition(lambda self: self.has_anything_happened_since("clocks"))
    @rule()
    def sweep_the_clocks(self):
        for matter in clocks.stops_over():
            timing.start_clock(by=CLOCK, consultation=matter)
        for pk in clocks.to_urge():
            assert timing.urge(by=CLOCK, consultation=Consultation.objects.get(pk=pk))
        for pk in seen.to_revisit():
            assert after.plan_revisits(by=CLOCK, consultation=Consultation.objects.get(pk=pk))
        assert not clocks.to_urge()
        assert not clocks.stops_over().exists()
        assert not seen.to_revisit()
        self.looked["clocks"] = self.writes, clock.now()

    @holds
    def a_deadline_is_on_a_working_day(self):
        for matter in Consultation.objects.all():
            assert clock.is_weekday(matter.due_at.astimezone(clock.SHANGHAI).date())

    @holds
    def a_clock_stands_still_only_while_an_answer_is_owed(self):
        for stop in Stop.objects.filter(ended_at=None).select_related("consultation"):
            assert stop.consultation.state == State.WAITING
            assert stop.consultation.due_at > stop.until_at

    @holds
    def nobody_is_urged_too_soon(self):
        for urging in Urging.objects.all():
            assert urging.taken_at >= urging.due_at - timedelta(hours=4)
            assert urging.step != "over" or urging.taken_at >= urging.due_at + timedelta(days=1)

    @holds
    def whoever_is_late_has_lost_it_or_the_office_knows(self):
        passed = Handover.objects.filter(reason="late").count()
        assert passed <= Urging.objects.filter(step="over").count()

    @holds
    def an_ending_says_how_and_what_is_open_has_none(self):
        for matter in Consultation.objects.all():
            assert bool(matter.ending) == (matter.state == State.CLOSED)

    @holds
    def nothing_is_done_twice(self):
        for rows in (Handover.objects.filter(reason="asked_for"), Concern.objects.filter(seen_to_at=None)):
            asked = list(rows.values_list("consultation", flat=True))
            assert len(asked) == len(set(asked))
        assert not Revisit.objects.filter(way="thread", told_by__isnull=False).exists()

    @holds
    def thanks_opened_nothing(self):
        thanks = Message.objects.filter(only_thanks=True)
        assert not thanks.exclude(author=None).exists()
        for one in Reopening.objects.all():
            assert Message.objects.filter(consultation=one.consultation, only_thanks=False).exists()


@pytest.fixture
def life(district, village, adviser_a, adviser_b, adviser_next_door, bureau, chen, lin, wu):
    advisers = dict(zip([chen.pk, lin.pk, wu.pk], (adviser_a, adviser_b, adviser_next_door), strict=True))
    return type("WholeLife", (WholeLife,), {"world": build(district, village, advisers, bureau)})


def test_whatever_time_and_people_do_in_whatever_order(life):
    run_state_machine_as_test(life, settings=settings(LIVES, max_examples=8, stateful_step_count=25))


@pytest.mark.nightly
@pytest.mark.parametrize("quarter", range(4))
def test_whatever_time_and_people_do_for_two_thousand_lives(life, quarter):
    run_state_machine_as_test(life, settings=settings(LIVES, max_examples=500, stateful_step_count=60))
