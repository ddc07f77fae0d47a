"""The ledger as a machine: no sequence of acts pays twice, pays who was not posted, changes what was checked, or lets one
person do both steps; and in every state what came in is what went out."""

from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.postings.models import Absence, Posting
from menkou.subsidies import actions, queries
from menkou.subsidies.models import Adjustment, Batch, Decision, Line, Payment
from menkou.subsidies.reading import ground
from menkou.subsidies.rules.laying import HOLDING, price
from menkou.subsidies.terms import actions as terms
from menkou.subsidies.tests.conftest import work

START, DAYS = date(2026, 1, 1), 240
PERIODS = ["2026-h1", "2026-01", "2026-03", "2026-07", "2026-08"]
SEQUENCES = settings(
    max_examples=4,
    stateful_step_count=16,
    deadline=None,
    phases=[Phase.generate],  # a sequence that fails is told as it is: to shorten it takes minutes
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
who = st.sampled_from(["chen", "lin", "wu"])
officers = st.sampled_from(["bureau", "second"])
days = st.integers(0, DAYS).map(lambda n: START + timedelta(days=n))


class Ledger(RuleBasedStateMachine):
    """One village, three people, two officers, and a record that changes under them."""

    world: dict

    def __init__(self):
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.kept: dict = {}
        self.forms = (f"{n:032x}" for n in count(1000))

    def teardown(self):
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def attempt(self, do, **how):
        """Do it where it may be done."""
        try:
            with transaction.atomic():
                return do(**how)
        except (Conflict, Invalid, Refused):
            return None

    @rule(one=who, first=days, number=st.integers(1, 40))
    def is_away(self, one, first, number):
        span = clock.start_of(first), clock.start_of(first + timedelta(days=number))
        if not Absence.objects.filter(registration=self.world[one], begins_at__lt=span[1], ends_at__gt=span[0]):
            facts = {"registration": self.world[one], "begins_at": span[0], "ends_at": span[1]}
            Absence.objects.create(reason="holiday", **facts)

    @rule()
    def was_not_away(self):
        Absence.objects.filter(pk__in=Absence.objects.values("pk")[:1]).delete()

    @rule(post=st.sampled_from("AB"), one=who, first=days)
    def hand_over(self, post, one, first):
        """From a day on somebody else holds the post, as somebody finds out later."""
        here = Posting.objects.filter(village=self.world["village"], registration=self.world[one])
        if not here.exclude(valid_until__lte=first).exists():
            held = Posting.objects.filter(village=self.world["village"], post=post)
            held.filter(valid_from__gte=first).delete()
            held.exclude(valid_until__lte=first).update(valid_until=first)
            facts = {"village": self.world["village"], "post": post, "registration": self.world[one]}
            Posting.objects.create(valid_from=first, **facts)

    @rule(by=officers, other=officers, one=who, permille=st.integers(500, 1300))
    def weigh(self, by, other, one, permille):
        facts = {"registration": self.world[one], "half": "2026-h1", "permille": permille, "source": "考核"}
        facts |= {"district": self.world["district"], "form": next(self.forms)}
        self.agree(other, terms.set_factor(by=self.world[by], **facts))

    @rule(
        by=officers, other=officers, one=who, fen=st.integers(1, 400_000), kind=st.sampled_from(["bonus", "deduction"])
    )
    def adjust(self, by, other, one, fen, kind):
        facts = {"kind": kind, "fen": fen, "registration": self.world[one], "reason": "例会", "source": "通报"}
        facts |= {"district": self.world["district"], "form": next(self.forms)}
        self.agree(other, terms.adjust(by=self.world[by], **facts))

    def agree(self, other, proposed):
        self.attempt(terms.agree, by=self.world[other], proposed=proposed)
        assert bool(proposed.decision) == (proposed.made_by_id != self.world[other].user_id)

    @rule(by=officers, period=st.sampled_from(PERIODS))
    def draw(self, by, period):
        batch = self.attempt(actions.begin, by=self.world[by], district=self.world["district"], period=period)
        if batch:
            work(batch)

    @rule(by=officers)
    def draw_anew(self, by):
        batch = queries.open_batch()
        if batch:
            self.attempt(actions.draw_anew, by=self.world[by], batch=batch)
            work(batch)

    @rule(by=officers, do=st.sampled_from(["put_forward", "take_back", "drop"]))
    def move(self, by, do):
        batch = queries.open_batch()
        if batch:
            self.attempt(getattr(actions, do), by=self.world[by], batch=batch)

    @rule(by=officers, other=officers)
    def put_forward_and_check(self, by, other):
        batch = queries.open_batch()
        if batch:
            self.attempt(actions.put_forward, by=self.world[by], batch=batch)
            self.attempt(actions.check, by=self.world[other], batch=batch, seen=batch.attempt)

    @rule(by=officers)
    def hand_on_and_pay(self, by):
        for batch in Batch.objects.filter(stage="checked"):
            self.attempt(actions.hand_on, by=self.world[by], batch=batch, digest=b"d")
            self.attempt(actions.pay, by=self.world[by], batch=batch, paid_on=clock.today())

    @invariant()
    def what_was_checked_is_as_it_was(self):
        for batch in Batch.objects.filter(stage="checked"):
            lines = list(Line.objects.filter(batch=batch).order_by("number").values_list("pk", "fen", "registration"))
            assert self.kept.setdefault(batch.pk, lines) == lines
            assert batch.fen == sum(fen for _, fen, _ in lines)
            assert batch.checked_by_id not in (batch.drawn_by_id, batch.put_by_id)
        assert self.kept.keys() == set(Batch.objects.filter(stage="checked").values_list("pk", flat=True))

    @invariant()
    def every_day_is_paid_once_and_money_in_is_money_out(self):
        """What all lines about days come to is what the days are worth as they stand last, each once."""
        village = self.world["village"]
        read = ground([village], START, START + timedelta(days=1))
        stands = sum(price(span) for spans in read.record.values() for span in spans)
        of_days = Line.objects.exclude(village=None)
        assert (of_days.aggregate(sum=Sum("fen"))["sum"] or 0) == stands
        beside = Line.objects.filter(village=None)
        counted = Adjustment.objects.filter(lines__isnull=False)
        agreed = sum(one.fen if one.kind == "bonus" else -one.fen for one in counted)
        carried = sum(one.fen for one in queries.carried_out()) + self.carried_by_draft()
        assert (beside.aggregate(sum=Sum("fen"))["sum"] or 0) == agreed + carried
        assert all(one.decision == Decision.AGREED for one in counted)

    def carried_by_draft(self) -> int:
        mine = Line.objects.filter(kind="carried_out", batch__stage__in=Batch.OPEN)
        return mine.aggregate(sum=Sum("fen"))["sum"] or 0

    @invariant()
    def nobody_gets_less_than_nothing_or_twice(self):
        for batch in Batch.objects.exclude(stage="dropped"):
            assert all(one.fen >= 0 for one in queries.by_house(Line.objects.filter(batch=batch)))
        for post in "AB":
            own = Line.objects.filter(village=self.world["village"], post=post)
            spans = own.filter(kind__in=HOLDING, turn=0).order_by("first_day")
            days = [(one.first_day, one.until_day) for one in spans]
            assert all(one[1] <= other[0] for one, other in zip(days, days[1:], strict=False))
        assert Payment.objects.count() <= Batch.objects.filter(stage="checked").count()


@pytest.fixture
def machine(half_year, district, village, chen, lin, wu, bureau, second):
    Ledger.world = {"district": district, "village": village, "chen": chen, "lin": lin, "wu": wu}
    Ledger.world |= {"bureau": bureau, "second": second}
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        yield Ledger


def test_whatever_is_done_in_whatever_order_the_ledger_holds(machine):
    run_state_machine_as_test(machine, settings=SEQUENCES)

    assert not Batch.objects.exists()  # each sequence was rolled back


@pytest.mark.nightly
def test_whatever_is_done_in_three_hundred_orders_the_ledger_holds(machine):
    run_state_machine_as_test(machine, settings=settings(SEQUENCES, max_examples=300, stateful_step_count=40))

    assert not Batch.objects.exists()
