"""The clock of a complaint: each step once, over real connections too; over the limit the bureau has it."""

from functools import partial

import pytest

from menkou.complaints import actions, jobs, queries
from menkou.complaints.models import Complaint, Step
from menkou.complaints.tests.conftest import WORDS
from menkou.complaints.timing import actions as timing
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing

State = Complaint.State


def run_clock() -> None:
    for pk in jobs.queries.to_urge():
        timing.urge(by=CLOCK, complaint=Complaint.objects.get(pk=pk))
    for pk in jobs.queries.to_close():
        timing.close_quiet(by=CLOCK, complaint=Complaint.objects.get(pk=pk))


def sent() -> int:
    return Outgoing.objects.filter(key__startswith="complaint").count()


def again(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def test_reminders_come_once_each_and_the_office_loses_what_is_over_its_limit(complaint, office, hands, bureau):
    said = []
    for day in ("2026-03-06 10:00", "2026-03-23 10:00", "2026-03-26 10:00"):
        hands.move_to(f"{day}+08:00")
        run_clock()
        run_clock()
        said.append(sent())

    moved = again(complaint)
    assert said == [2, 3, 4]  # the bureau is told; the office is reminded; the bureau has it
    assert moved.level == "bureau"
    assert moved.answer_due_at > clock.now()
    with pytest.raises(Refused):
        actions.accept(by=office, complaint=moved)
    actions.accept(by=bureau, complaint=moved)
    assert queries.visible_to(office).exists()  # its facts, not its words
    with pytest.raises(Refused):
        actions.read(by=office, complaint=moved)


def test_an_answer_that_is_too_late_meets_the_move(accepted, office, hands):
    stale = again(accepted)
    hands.move_to("2026-03-26 10:00+08:00")
    run_clock()
    with pytest.raises(Refused):
        actions.answer(by=office, complaint=stale, outcome="true", text="好。", form="8" * 32)


def test_what_nobody_judges_is_closed_in_time(answered, hands):
    hands.move_to("2026-03-20 09:59+08:00")
    run_clock()
    assert again(answered).state == State.ANSWERED
    hands.shift(60)
    run_clock()
    assert again(answered).state == State.CLOSED


def test_the_sweep_defers_each_once(complaint, hands):
    hands.move_to("2026-03-06 10:00+08:00")
    jobs.find_deadlines()
    jobs.find_deadlines()

    assert len(jobs.live(jobs.urge.task.name, "complaint_id")) == 1


def test_a_step_is_taken_once_at_the_same_moment(at_once, complaint, hands):
    hands.move_to("2026-03-26 10:00+08:00")
    at_once(*[partial(timing.urge, by=CLOCK, complaint=complaint)] * 3)

    assert sorted(Step.objects.filter(due_at__isnull=False).values_list("what", flat=True)) == ["over", "reply_over"]
    assert again(complaint).level == "bureau"


def test_an_answer_a_withdrawal_and_another_complaint_leave_one_that_counts(
    at_once, accepted, consultation, resident, office, chen
):
    said = {"outcome": "true", "text": "查实了。"}
    more = {"kind": "rude", "about": chen, "text": WORDS, "form": "e" * 32}
    met = at_once(
        partial(actions.answer, by=office, complaint=accepted, form="c" * 32, **said),
        partial(actions.answer, by=office, complaint=accepted, form="d" * 32, **said),
        partial(actions.complain, by=resident, consultation=consultation, **more),
    )

    assert sum(isinstance(one, Conflict) for one in met) == 2
    assert (again(accepted).state, Complaint.objects.count()) == (State.ANSWERED, 1)


def test_the_bureau_asks_once_a_day_for_what_an_office_has_not_accepted(complaint, bureau, office, hands, sign_in):
    with pytest.raises(Conflict, match="不用催"):
        timing.nudge(by=bureau, complaint=complaint)
    hands.move_to("2026-03-09 10:00+08:00")
    desk = sign_in(bureau)
    page = desk.get("/shili/desk/").content.decode()
    assert "红花镇司法所：有一件投诉应在 3月6日 10:00 前先回复收到，已经超了 3 天" in page
    assert WORDS not in page

    done = desk.post(f"/shili/complaints/{complaint.pk}/nudge", follow=True).content.decode()
    assert "已催办司法所" in done
    assert "催过" in done
    assert timing.nudge(by=bureau, complaint=complaint) is False
    assert list(Outgoing.objects.filter(words=timing.NUDGED).values_list("address", flat=True)) == [
        f"township:{complaint.consultation.village.township_id}"
    ]
    assert "nudged" not in [one.what for one in queries.steps_for_asker(complaint)]
    with pytest.raises(Refused, match="催办司法所"):
        timing.nudge(by=office, complaint=complaint)
    actions.accept(by=office, complaint=again(complaint))
    hands.move_to("2026-03-10 10:00+08:00")
    with pytest.raises(Conflict):
        timing.nudge(by=bureau, complaint=complaint)
