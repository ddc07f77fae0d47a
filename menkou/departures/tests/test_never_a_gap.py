"""In whatever order things happen: each post has one holder who may stand there, or is a vacancy that was named.

A seeded walk. After each step, for every village and every day from today on: whoever holds a post is on the roster,
licensed and not departed, and nobody holds both; the days without anybody are exactly those in the list of posts
ahead; those that an act newly left were said to whoever did it and to the bureau, and a repair was asked for unless a
contract runs out; and no day of the past is anybody else's than it was.
"""

import random
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from menkou.advisers.models import Licence
from menkou.core import clock, remarks
from menkou.core.errors import Problem
from menkou.core.models import Outgoing
from menkou.departures import actions, jobs, queries
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.places.models import Village
from menkou.plans.models import Version
from menkou.plans.tests.conftest import people, second, town  # noqa: F401  # the small district
from menkou.postings import actions as postings
from menkou.postings.models import Departure, Plan, Post, Posting
from tests.cast import LONG_AGO

DAY = timedelta(days=1)
AHEAD = 40
STEPS = 12
ACTS = ("publish", "amend", "withdraw", "leave", "suspend", "undo", "lift", "sign", "end", "unsign", "licence", "wait")


def holders(days) -> dict:
    """Who holds which post on which day, by rows alone, where they may."""
    licences, gone = list(Licence.objects.all()), list(Departure.objects.all())
    found = {}
    for row in Posting.objects.select_related("registration", "contract"):
        for day in days:
            if all(holds(one, day) for one in (row, row.registration, row.contract) if one):
                own = [one for one in licences if one.registration_id == row.registration_id]
                away = any(holds(one, day) for one in gone if one.registration_id == row.registration_id)
                if not own or any(holds(one, day) for one in own):
                    assert not away
                    assert (row.village_id, row.post, day) not in found
                    found[row.village_id, row.post, day] = row.registration_id
    for (village, post, day), who in found.items():
        assert post == "B" or found.get((village, "B", day)) != who
    return found


def holds(one, day) -> bool:
    return one.valid_from <= day and (one.valid_until is None or day < one.valid_until)


class Walk:
    def __init__(self, world, seed):
        self.world, self.random = world, random.Random(seed)
        self.plans, self.past, self.said = [], {}, []

    def __getattr__(self, name):
        return self.world[name]

    def publish(self, today):
        start, names = today + self.random.choice([0, 1, 10]) * DAY, list(self.people.values())
        rows = []
        for village in self.town:
            a, b = self.random.sample(names, 2)
            rows += [
                Posting(village=village, post=p, registration=w, valid_from=start) for p, w in (("A", a), ("B", b))
            ]
        plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
        facts = {"by": self.bureau, "district": self.district, "plan": plan}
        self.plans.append(postings.publish(**facts, postings=rows, pairings=[]))

    def amend(self, today):
        start, who = today + self.random.choice([0, 1, 5]) * DAY, self.somebody()
        seat = {"village": self.random.choice(self.town), "post": self.random.choice("AB"), "valid_from": start}
        plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
        facts = {"by": self.bureau, "district": self.district, "plan": plan}
        self.plans.append(postings.amend(**facts, postings=[Posting(**seat, registration=who)]))

    def withdraw(self, today):
        if plan := Plan.objects.filter(valid_from__gt=today).order_by("-drawn_up_at").first():
            postings.withdraw(by=self.bureau, plan=plan)

    def leave(self, today):
        on = today + self.random.choice([0, 1, 7, 12]) * DAY
        actions.leave(by=self.bureau, registration=self.somebody(), on=on, reason="走了")

    def suspend(self, today):
        on = today + self.random.choice([0, 2, 12]) * DAY
        until = self.random.choice([None, on + 5 * DAY])
        actions.suspend(by=self.bureau, registration=self.somebody(), on=on, until=until, reason="处罚")

    def undo(self, today):
        if ahead := list(Departure.objects.filter(valid_from__gt=today)):
            actions.undo(by=self.bureau, departure=self.random.choice(ahead))

    def lift(self, today):
        if begun := list(Departure.objects.filter(valid_from__lte=today)):
            actions.lift(by=self.bureau, departure=self.random.choice(begun))

    def sign(self, today):
        village, house = self.random.choice(self.town), self.random.choice(list(self.institutions.values()))
        start = today + self.random.choice([0, 3, 15]) * DAY
        until = start + self.random.choice([5, 12, 30]) * DAY
        if not Contract.objects.filter(village=village, valid_from__lt=until, valid_until__gt=start).exists():
            one = Contract(village=village, institution=house, valid_from=start, valid_until=until, stage="signed")
            engagements.engage(by=self.bureau, district=self.district, contracts=[one])

    def end(self, today):
        if running := list(Contract.objects.filter(valid_from__lt=today, valid_until__gt=today)):
            engagements.end(by=self.bureau, contract=self.random.choice(running), reason="不合适")

    def unsign(self, today):
        if ahead := list(Contract.objects.filter(valid_from__gt=today)):
            engagements.withdraw(by=self.bureau, contract=self.random.choice(ahead))

    def licence(self, today):
        who = self.somebody()
        if not Licence.objects.filter(registration=who).exists():
            facts = {"kind": who.adviser.kind, "number": who.adviser.licence_no, "source": "执业证"}
            until = today + self.random.choice([5, 20]) * DAY
            Licence.objects.create(registration=who, valid_from=LONG_AGO, valid_until=until, **facts)

    def somebody(self):
        who = self.random.choice(list(self.people.values()))
        who.refresh_from_db()
        return who

    def step(self, act, hands):
        today = clock.today()
        days = [today + n * DAY for n in range(AHEAD)]
        before, notices = holders(days), set(Outgoing.objects.values_list("pk", flat=True))
        try:
            with remarks.listening() as heard, transaction.atomic():
                if act == "wait":
                    hands.shift(self.random.choice([1, 2, 5]) * DAY)
                    jobs.end_with_licences()
                else:
                    getattr(self, act)(today)
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate; set constraints all deferred")
        except Problem as problem:
            self.said.append((act, str(problem)))
            return
        self.said.append((act, [one.words for one in heard]))
        told = Outgoing.objects.filter(address="bureau").exclude(pk__in=notices).values_list("words", flat=True)
        self.check(act, before, [one.words for one in heard], list(told))

    def check(self, act, before, heard, told):
        today = clock.today()
        held = holders([today + n * DAY for n in range(-AHEAD, AHEAD)])
        for key, who in self.past.items():
            assert key[2] < today - AHEAD * DAY or held.get(key) == who, (act, key)
        self.past = {key: who for key, who in held.items() if key[2] < today}
        listed = queries.gaps_ahead(self.bureau)
        empty = set()
        for village in Village.objects.all():
            for post in Post.values:
                for day in (today + n * DAY for n in range(AHEAD)):
                    own = [one for one in listed if (one.village.pk, one.post) == (village.pk, post)]
                    named = any(one.since <= day and (one.until is None or day < one.until) for one in own)
                    assert named == ((village.pk, post, day) not in held), (act, village, post, day)
                    if named:
                        empty.add((village.pk, post, day))
        new = {key for key in empty if key in before}
        if new and act != "licence":  # which is named when the sweep sees that it ends
            assert told, (act, sorted(new, key=str)[:3])
            assert heard == told
            self.check_repairs(new, listed)

    def check_repairs(self, new, listed):
        asked = set(Version.objects.filter(kind="repair").values_list("starts_on", flat=True))
        mend = [
            one
            for one in listed
            if not one.is_planned and any((one.village.pk, one.post, one.since) == key for key in new)
        ]
        assert not mend or min(one.since for one in mend) in asked


def walk(world, seed):
    taken = Walk(world, seed)
    with time_machine.travel(clock.now(), tick=False) as hands:
        taken.publish(clock.today())
        for _ in range(STEPS):
            hands.shift(timedelta(seconds=1))
            try:
                taken.step(taken.random.choice(ACTS), hands)
            except Exception as problem:
                problem.add_note("\n".join(map(str, taken.said)))
                raise


@pytest.fixture
def world(bureau, district, institutions, people, town):  # noqa: F811
    Posting.objects.all().delete()
    return {"bureau": bureau, "district": district, "institutions": institutions, "people": people, "town": town}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_no_post_is_empty_without_a_word(world, seed):
    walk(world, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(6, 200))
def test_the_same_for_many_nights(world, seed):
    walk(world, seed)
