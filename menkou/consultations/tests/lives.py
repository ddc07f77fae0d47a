"""A consultation's life in any order of events: what must always hold, holds. Each life is rolled back.

Run, with all that time does, by test_whole_life.
"""

import functools
import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from menkou.consultations import actions, content, intake, jobs, queries
from menkou.consultations.models import Consultation, Message, Rating, Reopening
from menkou.consultations.passing import actions as passing
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Refused
from menkou.core.prepared import Prepared
from menkou.postings import actions as postings
from menkou.postings.models import Plan, Posting
from menkou.worklogs.models import Entry
from tests.cast import DEVICE

State = Consultation.State
ASKER = Actor(None, "居民", device=DEVICE)
LIVES = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
PAUSES = [timedelta(seconds=3), timedelta(seconds=11), timedelta(hours=5), timedelta(days=3), timedelta(days=8)]
MOST_MATTERS = 2  # so that much happens to each
matters = Bundle("matters")
WRITES = re.compile(r'\binsert into\b|\bdelete from\b|\bupdate "', re.IGNORECASE)
its_of = Prepared(
    lambda pk: pk, lambda holder, on: queries.held_by([holder], on).values_list("pk"), holder=UUID, on=date
)


def holds(check):
    """An invariant, looked at again where anything was written or the clock went on since: the rest cannot tell."""

    @functools.wraps(check)
    def look(self):
        here = self.writes, clock.now()
        if self.looked.get(check.__name__) != here:
            self.looked[check.__name__] = here
            check(self)

    return invariant()(look)


class Life(RuleBasedStateMachine):
    """One resident, three advisers, a bureau that moves people about, and the clock."""

    world: dict

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.travel = time_machine.travel("2026-03-05 10:00+08:00", tick=False)
        self.hands = self.travel.start()
        self.forms, self.texts = (f"{n:032x}" for n in count(1)), (f"第{n}句" for n in count(1))
        self.asked = 0
        self.seen, self.taken_back = defaultdict(set), defaultdict(set)
        self.writes, self.looked = 0, {}
        self.counting = connection.execute_wrapper(self.count_writes)
        self.counting.__enter__()

    def count_writes(self, execute, sql, params, many, context):
        self.writes += bool(WRITES.search(sql))
        return execute(sql, params, many, context)

    def teardown(self):
        self.counting.__exit__(None, None, None)
        self.travel.stop()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def holder(self, matter) -> Actor:
        """The adviser who holds it, as they would act now."""
        return self.world["advisers"][Consultation.objects.get(pk=matter.pk).holder_id]

    def now(self, matter) -> Consultation:
        return Consultation.objects.get(pk=matter.pk)

    def may_act(self, matter) -> bool:
        return matter.pk in its_of(holder=self.now(matter).holder_id, on=clock.today())

    @precondition(lambda self: self.asked < MOST_MATTERS)
    @rule(target=matters, agrees=st.booleans())
    def ask(self, agrees):
        self.asked += 1
        said = {"text": next(self.texts), "form": next(self.forms), "may_hand_over": agrees}
        return intake.ask_once(by=ASKER, village=self.world["village"], **said).consultation

    @rule(matter=matters)
    def ask_on(self, matter):
        closed = self.now(matter).state == State.CLOSED
        try:
            actions.follow_up(by=ASKER, consultation=matter, text=next(self.texts), form=next(self.forms))
            assert not closed
        except Conflict:
            assert closed

    @rule(matter=matters)
    def answer(self, matter):
        before, allowed = self.now(matter), self.may_act(matter)
        try:
            by = self.holder(matter)
            actions.answer(by=by, consultation=before, text=next(self.texts), form=next(self.forms))
            assert allowed
            assert before.state != State.CLOSED
        except Conflict:
            assert before.state == State.CLOSED
        except Refused:
            assert not allowed

    @rule(matter=matters)
    def take_back(self, matter):
        before = self.now(matter)
        last = Message.objects.filter(consultation=matter, author__isnull=False).order_by("-id").first()
        if last is None:
            return
        try:
            by = self.holder(matter)
            text = actions.take_back(by=by, consultation=before, message_id=last.pk)
            assert text not in self.seen[matter.pk]
            self.taken_back[matter.pk].add(text)
        except Conflict:
            late = last.visible_at <= clock.now()
            assert late or before.state == State.CLOSED or last.author_id != before.holder_id
        except Refused:
            assert not self.may_act(matter)

    @rule(matter=matters)
    def hand_over(self, matter):
        before = self.now(matter)
        giver, allowed = self.holder(matter), self.may_act(matter)
        try:
            passing.hand_over(by=giver, consultation=before, reason="away")
            assert allowed
            assert not queries.mine(giver).filter(pk=matter.pk).exists()
            assert self.may_act(matter)
        except Conflict:
            assert before.state == State.CLOSED
        except Refused:
            assert not allowed

    @rule(matter=matters)
    def close(self, matter):
        before, allowed = self.now(matter), self.may_act(matter)
        try:
            actions.close(by=self.holder(matter), consultation=before, minutes=5, category="land")
            assert before.state == State.ANSWERED
        except Conflict:
            assert before.state in (State.CLOSED, State.WAITING)
        except Refused:
            assert not allowed

    @rule(matter=matters, face=st.integers(1, 3))
    def rate(self, matter, face):
        before, rated = self.now(matter), Rating.objects.filter(consultation=matter).exists()
        answered = before.first_answered_at is not None and before.first_answered_at <= clock.now()
        try:
            actions.rate(by=ASKER, consultation=matter, face=face, is_solved=True)
            assert answered
            assert not rated
        except Conflict:
            assert rated or not answered or before.state == State.CLOSED

    @rule(matter=matters)
    def agree(self, matter):
        try:
            passing.agree_to_hand_over(by=ASKER, consultation=matter)
            assert self.may_act(matter)  # somebody is always on duty here
        except Conflict:
            assert self.now(matter).state == State.CLOSED

    @rule(who=st.permutations([0, 1, 2]))
    def publish(self, who):
        today, world = clock.today(), self.world
        posts = [
            Posting(village=world["village"], post=post, registration_id=world["ids"][n], valid_from=today)
            for post, n in zip("AB", who[:2], strict=True)
        ]
        plan = Plan(value=1, bound=1, seconds=1, valid_from=today)
        said = {"plan": plan, "postings": posts, "pairings": []}
        postings.publish(by=world["bureau"], district=world["district"], **said)

    @rule(pause=st.sampled_from(PAUSES))
    def wait(self, pause):
        self.hands.shift(pause)

    def has_anything_happened_since(self, sweep: str) -> bool:
        """Whether a sweep could find anything to do."""
        return self.looked.get(sweep) != (self.writes, clock.now())

    @precondition(lambda self: self.has_anything_happened_since("sweep"))
    @rule()
    def sweep(self):
        days = timedelta(days=7)
        for pk in queries.quiet_since(clock.now() - days).values_list("pk", flat=True):
            jobs.close_quiet.task(district_id=self.world["district"].pk, consultation_id=str(pk))
        jobs.pass_on_what_is_left_behind()
        assert not queries.left_behind().exists()
        self.looked["sweep"] = self.writes, clock.now()

    @holds
    def the_asker_never_sees_what_was_taken_back(self):
        for matter in Consultation.objects.all():
            said = {one.text for one in content.open_for_asker(matter)}
            assert not said & self.taken_back[matter.pk]
            assert self.seen[matter.pk] <= said  # what was seen stays
            self.seen[matter.pk] |= said

    @holds
    def a_closing_has_exactly_one_entry(self):
        ended = [
            *Consultation.objects.values_list("entry", flat=True),
            *Reopening.objects.values_list("entry", flat=True),
        ]
        entries = [one for one in ended if one]
        assert set(entries) == set(Entry.objects.values_list("pk", flat=True))
        assert len(entries) == Entry.objects.count()
        assert not Entry.objects.exclude(summary="").exists()

    @holds
    def at_most_one_may_read_it(self):
        readers = defaultdict(list)
        for holder in self.world["advisers"]:
            for pk in its_of(holder=holder, on=clock.today()):
                readers[pk].append(holder)
        assert all(len(found) == 1 for found in readers.values())

    @holds
    def the_state_is_what_was_said_last(self):
        last = {one.consultation_id: one for one in Message.objects.filter(only_thanks=False).order_by("id")}
        for matter in Consultation.objects.exclude(state=State.CLOSED):
            said, since = last[matter.pk], queries.given_away_at(matter)
            answered = said.author_id is not None and (since is None or said.visible_at >= since)
            assert (matter.state == State.ANSWERED) == answered or since is not None and matter.state == State.WAITING

    @holds
    def nothing_is_rated_before_its_answer(self):
        for rating in Rating.objects.select_related("consultation"):
            assert rating.consultation.first_answered_at <= rating.rated_at


def build(district, village, advisers: dict, bureau) -> dict:
    """The world of a life: three who may hold posts, and nobody who must."""
    Posting.objects.filter(registration=list(advisers)[-1]).delete()
    return {"district": district, "village": village, "advisers": advisers, "bureau": bureau, "ids": list(advisers)}
