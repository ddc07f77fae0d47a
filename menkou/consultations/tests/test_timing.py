"""停表、催办: the clock stands still for a reason till a day; each step about a deadline is taken once."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.consultations import actions
from menkou.consultations.models import Consultation, Handover, Stop, Urging
from menkou.consultations.timing import actions as timing
from menkou.consultations.timing import jobs, queries
from menkou.core.actors import CLOCK
from menkou.core.clock import SHANGHAI
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Outgoing

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
DUE = MONDAY + DAY


@pytest.fixture
def hands(district):
    with time_machine.travel(MONDAY, tick=False) as hands:
        yield hands


@pytest.fixture
def asked(hands, ask, resident):
    return ask(resident).consultation


@pytest.fixture
def stubborn(hands, ask, resident):
    """Asked by somebody who does not want anybody else to look."""
    return ask(resident, may_hand_over=False).consultation


def stop(by, consultation, until=date(2026, 3, 5), reason="papers") -> Stop:
    return timing.stop_clock(by=by, consultation=consultation, reason=reason, until=until)


def work() -> None:
    """What the reconciler finds, and the worker does."""
    ProcrastinateJob.objects.filter(task_name__contains="timing")._raw_delete("default")
    jobs.find_deadlines()
    jobs.find_stops_that_are_over()
    for queued in ProcrastinateJob.objects.filter(task_name__contains="timing").order_by("id"):
        (jobs.urge if "urge" in queued.task_name else jobs.start_clock).task(**queued.args)


def now(consultation) -> Consultation:
    return Consultation.objects.get(pk=consultation.pk)


def told(to: str) -> list[str]:
    return list(Outgoing.objects.filter(address__startswith=to).order_by("made_at").values_list("words", flat=True))


def test_a_stopped_clock_moves_the_deadline_by_working_time(hands, asked, adviser_a):
    hands.shift(2 * HOUR)
    stop(adviser_a, asked)

    assert now(asked).due_at == datetime(2026, 3, 5, 22, 0, tzinfo=SHANGHAI)  # 2 days and 12 hours later
    seen = queries.standing(now(asked))
    assert (seen.stop.get_reason_display(), seen.stopped) == ("等材料", "2 天 12 小时")


def test_nobody_waits_over_a_weekend_that_is_not_worked(hands, asked, adviser_a):
    stop(adviser_a, asked, until=date(2026, 3, 9))  # from Monday ten to the Monday after: five days less ten hours

    assert now(asked).due_at == datetime(2026, 3, 10, 0, 0, tzinfo=SHANGHAI)


def test_the_resident_who_writes_again_ends_it(hands, asked, adviser_a, resident):
    stop(adviser_a, asked)
    hands.shift(3 * HOUR)
    actions.follow_up(by=resident, consultation=asked, text="材料发您了", form="2" * 32)

    assert Stop.objects.get().ended_at == MONDAY + 3 * HOUR
    assert now(asked).due_at == DUE + 3 * HOUR
    assert queries.standing(now(asked)).stopped == "3 小时"


def test_thanks_end_no_stop(hands, asked, adviser_a, resident):
    stop(adviser_a, asked)
    actions.follow_up(by=resident, consultation=asked, text="谢谢", form="2" * 32)

    assert Stop.objects.get().ended_at is None


def test_the_day_ends_it_by_itself(hands, asked, adviser_a):
    stop(adviser_a, asked)
    due_at = now(asked).due_at
    hands.move_to(datetime(2026, 3, 4, 23, 59, tzinfo=SHANGHAI))
    work()
    assert Stop.objects.get().ended_at is None

    hands.move_to(datetime(2026, 3, 5, 0, 1, tzinfo=SHANGHAI))
    assert queries.standing(now(asked)).stop is None  # the day has come, whether or not a sweep was here
    work()
    assert Stop.objects.get().ended_at == datetime(2026, 3, 5, tzinfo=SHANGHAI)
    assert now(asked).due_at == due_at


def test_an_answer_ends_it(hands, asked, adviser_a):
    stop(adviser_a, asked)
    hands.shift(HOUR)
    actions.answer(by=adviser_a, consultation=asked, text="可以。", form="3" * 32)

    assert Stop.objects.get().ended_at == MONDAY + HOUR
    assert now(asked).due_at == DUE + HOUR


def test_the_holder_ends_it(hands, asked, adviser_a):
    stop(adviser_a, asked)

    assert timing.start_clock(by=adviser_a, consultation=asked)
    assert now(asked).due_at == DUE
    assert not timing.start_clock(by=adviser_a, consultation=asked)
    assert AuditEntry.objects.filter(what="consultation.clock_started").count() == 1


def test_a_late_matter_is_not_stopped(hands, asked, adviser_a):
    hands.shift(DAY + HOUR)

    with pytest.raises(Conflict, match="过了时限"):
        stop(adviser_a, asked)


def test_what_cannot_be_stopped(hands, asked, adviser_a, resident):
    with pytest.raises(Invalid, match="今天以后"):
        stop(adviser_a, asked, until=MONDAY.date())
    with pytest.raises(Invalid, match="最多停表 30 天"):
        stop(adviser_a, asked, until=date(2026, 4, 30))
    stop(adviser_a, asked)
    with pytest.raises(Conflict, match="已经停着"):
        stop(adviser_a, asked)
    actions.answer(by=adviser_a, consultation=asked, text="可以。", form="3" * 32)
    with pytest.raises(Conflict, match="不用答复"):
        stop(adviser_a, asked)


def test_all_stops_together_have_an_end(hands, asked, adviser_a):
    stop(adviser_a, asked, until=date(2026, 3, 25))
    hands.move_to(datetime(2026, 3, 25, 1, 0, tzinfo=SHANGHAI))

    with pytest.raises(Invalid, match="前后最多"):
        stop(adviser_a, asked, until=date(2026, 4, 2))
    assert stop(adviser_a, asked, until=date(2026, 4, 1))


def test_only_the_holder_stops_a_clock(asked, adviser_b, adviser_next_door, office, bureau, resident):
    for by in (adviser_b, adviser_next_door, office, bureau, resident, CLOCK):
        with pytest.raises(Refused, match="停表"):
            stop(by, asked)


def test_the_database_knows_one_stop_at_a_time(hands, asked, adviser_a):
    facts = {"reason": "papers", "was_due_at": DUE, "begun_at": MONDAY, "begun_by_id": adviser_a.user_id}
    Stop.objects.create(consultation=asked, until_at=DUE, **facts)
    with pytest.raises(IntegrityError, match="one_stop_at_a_time"), transaction.atomic():
        Stop.objects.create(consultation=asked, until_at=DUE, **facts)
    with pytest.raises(IntegrityError, match="stops_before_it_is_due"), transaction.atomic():
        Stop.objects.create(consultation=asked, until_at=MONDAY, ended_at=MONDAY, **facts)


def test_the_holder_is_reminded_before_and_at_the_deadline(hands, asked, chen):
    for until, count in (
        (DUE - 5 * HOUR, 1),
        (DUE - 3 * HOUR, 2),
        (DUE - HOUR, 2),
        (DUE + HOUR, 3),
        (DUE + 2 * HOUR, 3),
    ):
        hands.move_to(until)
        work()
        assert len(told(f"registration:{chen.pk}")) == count, until


def test_a_working_day_over_the_other_post_takes_it(hands, asked, chen, lin, office):
    hands.move_to(DUE + DAY + HOUR)
    work()
    work()

    assert now(asked).holder == lin
    assert Handover.objects.get().reason == "late"
    assert told(f"registration:{lin.pk}") == ["有一条咨询移交给您了，请登录查看。"]
    assert told("township:") == []
    assert now(asked).due_at == DUE  # the deadline was the resident's, and stays


def test_without_consent_the_judicial_office_is_told(hands, stubborn, chen, village):
    hands.move_to(DUE + DAY + HOUR)
    work()
    work()

    assert now(stubborn).holder == chen
    assert told(f"township:{village.township_id}") == ["辖区内有一条咨询超时没有答复，请登录工作台查看并催办。"]


def test_three_working_days_over_the_bureau_is_told_once(hands, asked):
    hands.move_to(DUE + 3 * DAY + HOUR)  # a Friday
    work()
    work()
    hands.shift(7 * DAY)
    work()

    assert told("bureau") == ["有一条咨询超时很久还没有答复，请登录工作台查看。"]
    assert sorted(Urging.objects.values_list("step", flat=True)) == ["long_over", "over"]


def test_no_step_is_about_a_clock_that_stands_still(hands, asked, adviser_a):
    stop(adviser_a, asked)
    hands.move_to(datetime(2026, 3, 4, 12, 0, tzinfo=SHANGHAI))
    work()

    assert not Urging.objects.exists()


def test_no_step_is_about_what_was_answered_meanwhile(hands, asked, adviser_a):
    hands.move_to(DUE + HOUR)
    jobs.find_deadlines()
    actions.answer(by=adviser_a, consultation=asked, text="可以。", form="3" * 32)
    for queued in ProcrastinateJob.objects.filter(task_name__contains="urge"):
        jobs.urge.task(**queued.args)

    assert not Urging.objects.exists()


def test_what_is_asked_on_has_a_deadline_and_steps_of_its_own(hands, asked, adviser_a, resident, chen):
    hands.move_to(DUE - HOUR)
    work()
    actions.answer(by=adviser_a, consultation=asked, text="可以。", form="3" * 32)
    actions.follow_up(by=resident, consultation=asked, text="那我呢？", form="4" * 32)
    hands.shift(23 * HOUR)
    work()

    assert Urging.objects.filter(step="before").count() == 2


def test_a_step_is_taken_once_however_often_its_job_runs(hands, asked):
    hands.move_to(DUE + DAY + HOUR)
    for _ in range(3):
        timing.urge(by=CLOCK, consultation=asked)

    assert Urging.objects.count() == Handover.objects.count() == 1
    with pytest.raises(IntegrityError, match="each_step"), transaction.atomic():
        Urging.objects.create(consultation=asked, due_at=DUE, step="over", taken_at=MONDAY)


def test_a_sweep_that_was_killed_is_made_good_by_the_next(hands, asked, monkeypatch):
    """Killed between the words and the row, nothing of the step is left; the next one takes it."""
    hands.move_to(DUE + HOUR)
    words = Outgoing.objects.count()

    def die(**facts):
        raise KeyboardInterrupt

    with monkeypatch.context() as fault, pytest.raises(KeyboardInterrupt), transaction.atomic():
        fault.setattr(Urging.objects, "create", die)
        timing.urge(by=CLOCK, consultation=asked)
    assert Outgoing.objects.count() == words

    work()
    assert (Outgoing.objects.count(), Urging.objects.count()) == (words + 1, 1)


def test_an_escalation_that_forgot_its_row_would_be_seen(hands, stubborn, monkeypatch):
    """A seeded fault: without the row, the office would be told at each sweep; the outbox still says it once."""
    hands.move_to(DUE + DAY + HOUR)
    monkeypatch.setattr(Urging.objects, "create", lambda **facts: None)
    work()
    work()

    assert AuditEntry.objects.filter(what="consultation.urged").count() == 2  # one too many
    assert len(told("township:")) == 1
