"""回访: after seven, thirty and ninety days, by the kind of matter: asked once, told once, by the resident or by telephone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.consultations import actions
from menkou.consultations.after import actions as after
from menkou.consultations.after import jobs
from menkou.consultations.after import queries as seen
from menkou.consultations.models import Consultation, Revisit
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing

DAY = timedelta(days=1)


def close(by, consultation, category="land") -> Consultation:
    return actions.close(by=by, consultation=consultation, minutes=5, category=category)


def revisit_what_is_due() -> None:
    """What the reconciler finds, and the worker does."""
    ProcrastinateJob.objects.filter(task_name__contains="plan_revisits")._raw_delete("default")
    jobs.find_revisits()
    for queued in ProcrastinateJob.objects.filter(task_name__contains="plan_revisits"):
        jobs.plan_revisits.task(**queued.args)


@pytest.fixture
def closed(answered, adviser_a):
    return close(adviser_a, answered)


@pytest.fixture
def later():
    """Go on to so many days from now."""
    with time_machine.travel(clock.now(), tick=False) as hands:
        yield lambda days: hands.shift(days * DAY)


def test_revisits_come_after_seven_thirty_and_ninety_days(closed, later, chen):
    numbers = []
    for days in (6, 2, 24, 60):  # on day 6, 8, 32, 92
        later(days)
        revisit_what_is_due()
        revisit_what_is_due()
        numbers.append(Revisit.objects.count())

    assert numbers == [0, 1, 2, 3]
    assert Outgoing.objects.filter(key__startswith="revisit").count() == 3


@pytest.mark.parametrize(("category", "times"), [("land", 3), ("neighbours", 2), ("other", 1)])
def test_how_often_goes_by_the_kind_of_matter(answered, adviser_a, later, category, times):
    close(adviser_a, answered, category=category)
    for days in (8, 24, 60):
        later(days)
        revisit_what_is_due()

    assert Revisit.objects.count() == times


def test_a_revisit_that_nobody_made_in_time_is_not_made_up_for(closed, later):
    later(25)
    revisit_what_is_due()

    assert not Revisit.objects.exists()


def test_what_was_withdrawn_is_not_revisited(answered, resident, later):
    after.withdraw(by=resident, consultation=answered)
    later(8)
    revisit_what_is_due()

    assert not Revisit.objects.exists()


@pytest.fixture
def revisit(closed, later):
    later(8)
    revisit_what_is_due()
    return Revisit.objects.select_related("consultation").get()


def test_the_resident_says_what_became_of_it_once(revisit, resident, stranger, adviser_a):
    for by in (stranger, adviser_a):
        with pytest.raises(Refused):
            after.tell_outcome(by=by, revisit=revisit, face=3)
    after.tell_outcome(by=resident, revisit=revisit, face=1)

    assert (revisit.way, revisit.face, revisit.told_by) == ("thread", 1, None)
    assert seen.is_unsolved(Consultation.objects.get())  # which leads to a person
    with pytest.raises(Conflict, match="记下"):
        after.record_call(by=adviser_a, revisit=revisit, face=3)


def test_the_adviser_records_a_call_or_skips(revisit, adviser_a, adviser_b, resident):
    assert list(seen.revisits_to_do(adviser_a)) == [revisit]
    assert not seen.revisits_to_do(adviser_b).exists()
    for by in (adviser_b, resident):
        with pytest.raises(Refused):
            after.skip(by=by, revisit=revisit)
    after.record_call(by=adviser_a, revisit=revisit, face=3)

    assert (revisit.way, revisit.face, revisit.told_by_id) == ("phone", 3, adviser_a.user_id)
    assert not seen.revisits_to_do(adviser_a).exists()


def test_what_is_skipped_has_no_face(revisit, adviser_a):
    after.skip(by=adviser_a, revisit=revisit)

    assert (revisit.way, revisit.face) == ("skipped", None)
    with pytest.raises(IntegrityError, match="a_revisit_has"), transaction.atomic():
        Revisit.objects.update(face=3)


def test_a_revisit_of_what_was_reopened_is_over(revisit, resident, adviser_a):
    said = {"text": "又来了，怎么办？", "form": "9" * 32}
    after.reopen(by=resident, consultation=revisit.consultation, **said)

    with pytest.raises(Conflict):
        after.tell_outcome(by=resident, revisit=revisit, face=3)
    assert not seen.revisits_to_do(adviser_a).exists()


def test_a_revisit_that_was_planned_twice_would_be_refused(revisit):
    """A seeded fault: whoever forgot to look what is planned meets the constraint."""
    facts = {"number": 1, "closed_at": revisit.closed_at, "due_at": revisit.due_at, "until_at": revisit.until_at}
    with pytest.raises(IntegrityError, match="each_revisit_once"), transaction.atomic():
        Revisit.objects.create(consultation=revisit.consultation, **facts)
