"""Whatever is pressed in whatever order: nothing holds that no second person approved, and nobody is left without."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.plans import actions, queries
from menkou.plans.models import Version
from menkou.postings import planning
from menkou.postings.rules.checker import broken_rules

DAY = timedelta(days=1)
ARRANGED = [
    ("陈明林芳", "陈明林芳", "吴刚周平", "吴刚周平"),
    ("吴刚林芳", "陈明林芳", "王强周平", "吴刚周平"),
    ("王强郑义", "王强林芳", "陈明周平", "陈明郑义"),
]
PEOPLE = ("陈明", "林芳", "吴刚", "周平", "郑义", "王强")
which, who = st.integers(0, 3), st.integers(0, 1)
steps = st.one_of(
    st.tuples(st.just("draw"), who, st.integers(0, 2), st.sampled_from([0, 3, 10])),
    st.tuples(st.just("move"), who, which, st.sampled_from(PEOPLE), st.sampled_from("AB")),
    st.tuples(st.just("swap"), who, which, which),
    st.tuples(st.sampled_from(["undo", "approve", "unapprove", "publish", "withdraw"]), who, which),
    st.tuples(st.just("pass"), st.integers(1, 6)),
)


class Office:
    """Two people of the bureau, and whatever they press."""

    def __init__(self, both, solved, people) -> None:
        self.both, self.solved, self.people = both, solved, people

    def press(self, step, clockwork) -> None:
        do, *how = step
        if do == "pass":
            clockwork.shift(how[0] * DAY)
            return
        try:
            with transaction.atomic():
                getattr(self, do, self.other(do))(self.both[how[0]], *how[1:])
        except (Conflict, Invalid, Refused):
            return

    def draw(self, by, arranged: int, days: int) -> None:
        self.solved(*ARRANGED[arranged], by=by, starts_on=clock.today() + days * DAY)

    def move(self, by, place: int, name: str, post: str) -> None:
        code = sorted(self.latest(0).posts)[place]
        registration = str(self.people[name].pk)
        actions.move(by=by, version=self.latest(0), village=code, post=post, registration=registration)

    def swap(self, by, place: int, other: int) -> None:
        codes = sorted(self.latest(0).posts)
        actions.swap(by=by, version=self.latest(0), one=(codes[place], "A"), other=(codes[other], "A"))

    def approve(self, by, number: int) -> None:
        actions.approve(by=by, version=self.latest(number), seen=self.latest(number).revision)

    def other(self, do: str):
        return lambda by, number: getattr(actions, do)(by=by, version=self.latest(number))

    @staticmethod
    def latest(number: int) -> Version:
        found = list(Version.objects.order_by("-number"))
        return found[number % len(found)]


def hold_true(turns: set) -> None:
    """What must be true at any moment."""
    for version in Version.objects.exclude(published_by=None):
        assert version.approved_by_id not in (None, version.made_by_id, version.changed_by_id)
    for day in {clock.today(), *turns}:
        if day >= clock.today():
            assert broken_rules(planning.told(day), queries.posts_on(day)) == [], day


def pressed(pressed, both, solved, people) -> None:
    office = Office(both, solved, people)
    with transaction.atomic(), time_machine.travel(clock.now(), tick=False) as clockwork:
        version = solved(*ARRANGED[0], by=both[0])
        actions.approve(by=both[1], version=version, seen=0)
        actions.publish(by=both[0], version=version)
        for step in pressed:
            office.press(step, clockwork)
            starts = Version.objects.exclude(plan=None).values_list("plan__valid_from", flat=True)
            hold_true({*starts, *(day - DAY for day in starts)})
        transaction.set_rollback(True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=3, max_size=10))
def test_whatever_is_pressed_somebody_approved_it_and_nobody_is_left_without(bureau, second, solved, people, tried):
    pressed(tried, (bureau, second), solved, people)


@pytest.mark.nightly
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=5, max_size=30))
def test_whatever_is_pressed_all_day_long(bureau, second, solved, people, tried):
    pressed(tried, (bureau, second), solved, people)
