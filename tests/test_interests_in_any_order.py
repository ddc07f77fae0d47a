"""T-11: whatever happens in whatever order, nobody whom a matter is kept from gets its content, or learns that it exists.

The oracle keeps its own books of who may not have which matter, from what was said and declared, and is not told by the
product. Each history is rolled back.
"""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from menkou.advisers.models import Adviser, Institution, Registration
from menkou.consultations import actions, intake, jobs, policies, queries, worklist
from menkou.consultations.interests import actions as interests
from menkou.consultations.interests import barring
from menkou.consultations.interests import queries as seen
from menkou.consultations.interests.routing import About
from menkou.consultations.models import Consultation
from menkou.consultations.passing import actions as passing
from menkou.core import clock, outbox
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.places.models import Village
from menkou.postings import actions as postings
from menkou.postings.models import Posting
from menkou.worklogs import queries as worklogs
from tests.cast import LONG_AGO
from tests.colleagues_in_histories import ASKER, Colleagues, asked
from tests.oracle_of_interests import Books, never

State = Consultation.State
NO_SHRINKING = [Phase.explicit, Phase.generate]
HISTORIES = settings(
    phases=NO_SHRINKING,
    max_examples=10,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
MOST_MATTERS = 2
WORDS = "第几句话不能给他看"


class History(Books, Colleagues, RuleBasedStateMachine):
    """Two villages of one township, three institutions with four people, and a bureau that moves them about."""

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.travel = time_machine.travel("2026-03-05 10:00+08:00", tick=False)
        self.hands = self.travel.start()
        self.forms = (f"{n:032x}" for n in count(1))
        self.open_books()

    def teardown(self):
        self.travel.stop()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    # what happens

    @precondition(lambda self: len(self.houses) < MOST_MATTERS)
    @rule(target=asked, concerns=st.sampled_from(["", "committee", "adviser_a", "adviser_b"]), agrees=st.booleans())
    def ask(self, concerns, agrees):
        village, serving = self.world["village"], self.serving(self.world["village"])
        facts = {"text": WORDS, "form": next(self.forms), "may_hand_over": agrees, "about": About(concerns)}
        try:
            matter = intake.ask_once(by=ASKER, village=village, **facts).consultation
        except Conflict:
            return None
        self.persons[matter.pk], self.houses[matter.pk] = set(), set()
        self.keep(matter, concerns, serving)
        return matter

    @rule(matter=asked, concerns=st.sampled_from(["committee", "adviser_a", "adviser_b"]))
    def tell_concern(self, matter, concerns):
        if matter is None:
            return
        now = Consultation.objects.get(pk=matter.pk)
        serving = self.serving(now.village_id)
        try:
            interests.tell_concern(by=ASKER, consultation=now, concerns=concerns)
        except Conflict:
            return
        self.keep(matter, concerns, serving)

    @rule(matter=asked, kind=st.sampled_from(["relative", "own_client", "both_sides"]), by_hand=st.booleans())
    def declare(self, matter, kind, by_hand):
        if matter is None:
            return
        by, now = self.holder(matter)
        holder, before = Registration.objects.get(pk=now.holder_id), self.handovers(now)
        try:
            if by_hand:
                passing.hand_over(by=by, consultation=now, reason="conflict")
            else:
                interests.declare(by=by, consultation=now, kind=kind)
        except (Conflict, Refused):
            return
        self.houses[matter.pk].add(holder.institution_id)
        self.persons[matter.pk].add(holder.adviser_id)
        self.took_rightly(now, before)

    @rule(matter=asked)
    def hand_over(self, matter):
        if matter is None:
            return
        by, now = self.holder(matter)
        try:
            passing.hand_over(by=by, consultation=now, reason="better_suited")
        except (Conflict, Refused):
            return

    @rule(matter=asked, who=st.integers(0, 3))
    def assign(self, matter, who):
        if matter is None:
            return
        now, taker = Consultation.objects.get(pk=matter.pk), self.world["people"][who]
        try:
            interests.assign(by=self.world["bureau"], consultation=now, taker=taker)
        except Conflict:
            return

    @rule(matter=asked)
    def answer_and_close(self, matter):
        if matter is None:
            return
        by, now = self.holder(matter)
        try:
            actions.answer(by=by, consultation=now, text="答", form=next(self.forms))
            now.refresh_from_db()
            actions.close(by=by, consultation=now, minutes=5, category="land")
        except (Conflict, Refused):
            return

    @rule(who=st.integers(0, 3), days=st.integers(1, 3))
    def be_away(self, who, days):
        begins_at = clock.now()
        try:
            postings.be_away(
                by=self.world["bureau"],
                registration=self.world["people"][who],
                begins_at=begins_at,
                ends_at=begins_at + timedelta(days=days),
                reason="holiday",
            )
        except Conflict:
            return

    @rule(who=st.integers(0, 3), post=st.sampled_from("AB"), where=st.sampled_from(["village", "near"]))
    def take_the_post_of_another(self, who, post, where):
        """A departure and a succession in one instant: the posting of whoever had it ends today."""
        village, today = self.world[where], clock.today()
        Posting.objects.filter(village=village, post=post, valid_from=today).delete()
        Posting.objects.filter(village=village, post=post, valid_until=None).update(valid_until=today)
        others = {"A": "B", "B": "A"}[post]
        if any(
            one.post == others and one.registration_id == self.world["people"][who].pk for one in self.serving(village)
        ):
            return
        facts = {"village": village, "post": post, "registration": self.world["people"][who], "valid_from": today}
        used = Posting.objects.filter(registration=facts["registration"], valid_until=None)
        facts["place"] = 1 + max([one.place or 0 for one in used], default=0)
        Posting.objects.create(**facts)

    @rule()
    def merge(self):
        """红花村 goes on as 邻红村: open matters go with it."""
        here, there = self.world["village"], self.world["near"]
        open_ = Consultation.objects.filter(village=here).exclude(state=State.CLOSED)
        open_.update(village=there)

    @rule(hours=st.sampled_from([1, 25, 80]))
    def time_passes(self, hours):
        self.hands.shift(timedelta(hours=hours))

    @rule()
    def sweep(self):
        jobs.pass_on_what_is_left_behind()

    # what must hold

    @invariant()
    def nobody_sees_what_is_kept_from_them(self):
        for matter in Consultation.objects.all():
            for person, by in zip(self.world["people"], self.world["advisers"], strict=True):
                if self.may_not(matter, person):
                    self.sees_nothing(by, person, matter)

    def sees_nothing(self, by: Actor, person: Registration, matter: Consultation) -> None:
        """Lists, counts, opening, assigning; of who does not hold it, only what does not ask for the holder."""
        self.is_no_colleague(by, person, matter)
        if matter.holder_id == person.pk:
            assert not policies.read.allows(by, matter)
            found = queries.closed(by) if matter.state == State.CLOSED else queries.mine(by)
            assert matter.pk not in set(found.values_list("pk", flat=True))
            assert matter.pk not in {one.pk for one in [*worklist.listed_waiting(by), *worklist.listed_answered(by)]}
            waiting = {one.pk for one in queries.mine(by) if one.state == State.WAITING}
            assert worklist.count_waiting(by) == len(waiting)

    @rule(matter=asked)
    def look(self, matter):
        """Everything else that could tell: numbers, villages, who may be assigned, notices."""
        if matter is None:
            return
        found = Consultation.objects.get(pk=matter.pk)
        kept = [one for one in self.world["people"] if self.may_not(found, one)]
        assert not set(kept) & set(seen.may_be_assigned(found))
        if not barring.is_holder_kept_out(found):  # where a post has begun since, the next sweep takes the notices
            unsent = Outgoing.objects.filter(about=found.pk, state="waiting").values_list("address", flat=True)
            assert not {f"registration:{one.pk}" for one in kept if self.is_named(found, one)} & set(unsent)
        self.directors_count_nothing_of_it(found)
        self.no_village_counts_it()
        assert not policies.read.allows(self.world["cadre"], found)
        assert not worklogs.visible_to(self.world["cadre"]).exists()


@pytest.fixture
def world(village, chen, lin, wu, institutions, register, make_actor, bureau, office, cadre):
    """A and B of different houses, a colleague of A's and somebody of a third house next door."""
    near = Village.objects.create(
        code="999901001207", name="邻红村", kind="village", valid_from=LONG_AGO, township=village.township
    )
    third = Institution.objects.create(name="演示·第三所", kind="law_firm", credit_code="310000000000000003")
    adviser = Adviser.objects.create(name="冯平", kind="lawyer", licence_no="19900000000000009")
    feng = Registration.objects.create(adviser=adviser, institution=third, phone="1", valid_from=LONG_AGO)
    meng = register("孟强", "firm", 7)
    for person, post in ((feng, "A"), (meng, "B")):
        Posting.objects.create(village=near, post=post, registration=person, valid_from=LONG_AGO)
    people = [chen, lin, feng, meng]
    advisers = [make_actor(Role.ADVISER, f"adviser-{n}", registration=one) for n, one in enumerate(people)]
    houses = [institutions["firm"], institutions["office"], third]
    directors = [
        (make_actor(Role.INSTITUTION_DIRECTOR, f"d-{n}", institution=one), one) for n, one in enumerate(houses)
    ]
    return {
        **{"village": village, "near": near, "people": people, "advisers": advisers, "directors": directors},
        **{"bureau": bureau, "office": office, "cadre": cadre},
        "actors": {one.pk: by for one, by in zip(people, advisers, strict=True)},
    }


@pytest.fixture
def live(world):
    """Run so many histories."""
    return lambda chosen=HISTORIES: run_state_machine_as_test(
        type("Told", (History,), {"world": world}), settings=chosen
    )


def test_no_path_leads_whom_it_is_kept_from_to_a_matter(live):
    live()


@pytest.mark.nightly
def test_no_long_path_does(live):
    live(settings(HISTORIES, max_examples=400, stateful_step_count=60))


FAULTS = {
    "lists and opening forget interests": (barring, "is_kept_from", never),
    "passing on forgets interests": (interests, "barred_from", lambda matter: barring.Barred()),
    "villages count all": (barring, "without_interests", lambda found: found),
    "notices are left in the outbox": (outbox, "withdraw", lambda **known: 0),
}


def walk(told: History) -> None:
    """A history in which each fault shows: asked, declared by A and by B, looked at."""
    try:
        matter = told.ask(concerns="", agrees=True)
        told.declare(matter, kind="relative", by_hand=False)
        told.nobody_sees_what_is_kept_from_them()
        told.look(matter)
        told.take_the_post_of_another(who=0, post="B", where="near")
        told.declare(matter, kind="relative", by_hand=False)
        told.nobody_sees_what_is_kept_from_them()
        told.look(matter)
    finally:
        told.teardown()


def test_the_walk_alone_is_clean(world):
    walk(type("Told", (History,), {"world": world})())


@pytest.mark.parametrize("fault", FAULTS)
def test_each_seeded_fault_is_found(world, monkeypatch, fault):
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises((AssertionError, IntegrityError)):  # of passing it back to the holder the database knows
        walk(type("Told", (History,), {"world": world})())
