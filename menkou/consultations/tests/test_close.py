"""办结: the work log writes itself, once; what nobody goes on with closes after seven quiet days; 评价, once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.consultations import actions, jobs
from menkou.consultations.models import Consultation, Rating
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry

State = Consultation.State
WEEK = timedelta(days=7)


def close(by, consultation, minutes=20) -> Consultation:
    return actions.close(by=by, consultation=consultation, minutes=minutes, category="land")


def rate(by, consultation, face=3) -> Rating:
    return actions.rate(by=by, consultation=consultation, face=face, is_solved=True)


def close_quiet_ones() -> None:
    """What the reconciler and the worker do."""
    ProcrastinateJob.objects.filter(task_name__contains="close_quiet")._raw_delete("default")
    jobs.find_quiet()
    for queued in ProcrastinateJob.objects.filter(task_name__contains="close_quiet"):
        jobs.close_quiet.task(**queued.args)


def test_closing_writes_the_work_log(answered, adviser_a, chen, village, office):
    done = close(adviser_a, answered)

    entry = Entry.objects.get()
    assert done.entry_id == entry.pk
    assert (entry.author, entry.village, entry.kind, entry.minutes, entry.summary) == (
        chen,
        village,
        "consultation",
        20,
        "",
    )
    assert entry.done_on == clock.today()
    assert list(worklogs.awaiting_review(office)) == [entry]


def test_it_closes_once(answered, adviser_a):
    close(adviser_a, answered)

    with pytest.raises(Conflict, match="没有重复记日志"):
        close(adviser_a, answered)
    assert Entry.objects.count() == 1


def test_nothing_closes_without_an_answer(consultation, adviser_a):
    with pytest.raises(Conflict, match="还没有答复"):
        close(adviser_a, consultation)
    assert not Entry.objects.exists()


def test_only_the_holder_closes(answered, adviser_b, office, bureau, resident):
    for by in (adviser_b, office, bureau, resident):
        with pytest.raises(Refused, match="办结"):
            close(by, answered)


def test_seven_quiet_days_close_a_matter(answered):
    with time_machine.travel(answered.answered_at + WEEK - timedelta(minutes=1), tick=False):
        close_quiet_ones()
    answered.refresh_from_db()
    assert answered.state == State.ANSWERED

    with time_machine.travel(answered.answered_at + WEEK + timedelta(minutes=1), tick=False):
        close_quiet_ones()
        close_quiet_ones()
    answered.refresh_from_db()
    assert (answered.state, answered.category, answered.minutes, answered.closed_by) == (
        State.CLOSED,
        "other",
        10,
        None,
    )
    assert Entry.objects.count() == 1


def test_who_asks_on_is_not_closed(answered, resident):
    actions.follow_up(by=resident, consultation=answered, text="还有", form="b" * 32)

    with time_machine.travel(answered.answered_at + 2 * WEEK, tick=False):
        close_quiet_ones()
        jobs.close_quiet.task(district_id=answered.district_id, consultation_id=str(answered.pk))
    answered.refresh_from_db()
    assert answered.state == State.WAITING


@pytest.mark.parametrize(
    "change", [{"state": "closed"}, {"minutes": 5}, {"category": "land"}, {"closed_at": clock.now()}]
)
def test_the_database_refuses_half_a_closing(answered, change):
    with pytest.raises(IntegrityError, match="closing_has_time_category_minutes_and_entry"), transaction.atomic():
        Consultation.objects.update(**change)


def test_the_database_refuses_one_entry_for_two(answered, adviser_a, ask, resident):
    entry_id = close(adviser_a, answered).entry_id
    other = ask(resident).consultation
    facts = {"state": "closed", "closed_at": clock.now(), "minutes": 1, "category": "land", "entry_id": entry_id}
    with pytest.raises(IntegrityError, match="one_entry_to_a_consultation"), transaction.atomic():
        Consultation.objects.filter(pk=other.pk).update(**facts)


def test_the_database_refuses_an_answered_state_without_an_answer(consultation):
    with pytest.raises(IntegrityError, match="an_answered_consultation_has_an_answer"), transaction.atomic():
        Consultation.objects.update(state=State.ANSWERED)


def test_a_matter_is_rated_once(answered, resident):
    rate(resident, answered)

    with pytest.raises(Conflict, match="已经评价过"):
        rate(resident, answered, face=1)
    assert Rating.objects.get().face == 3


def test_nothing_is_rated_before_its_answer_has_arrived(consultation, adviser_a, resident):
    with pytest.raises(Conflict, match="不能评价"):
        rate(resident, consultation)
    actions.answer(by=adviser_a, consultation=consultation, text="答复", form="c" * 32)
    with pytest.raises(Conflict, match="不能评价"):
        rate(resident, consultation)
    with time_machine.travel(clock.now() + timedelta(seconds=11)):
        assert rate(resident, consultation)


def test_a_matter_is_rated_until_thirty_days_after_closing(answered, adviser_a, resident):
    closed_at = close(adviser_a, answered).closed_at

    with time_machine.travel(closed_at + timedelta(days=30), tick=False), pytest.raises(Conflict, match="30 天"):
        rate(resident, answered)
    with time_machine.travel(closed_at + timedelta(days=30, seconds=-1), tick=False):
        assert rate(resident, answered)


def test_an_unhappy_one_sends_word_without_content(answered, resident, townships):
    rate(resident, answered, face=1)

    word = Outgoing.objects.get(key__startswith="unhappy")
    assert word.address == f"township:{townships['here'].pk}"
    assert not any(name in word.words for name in ("陈明", "红花村", str(answered.pk), answered.reference))


@pytest.mark.parametrize("face", [2, 3])
def test_a_happy_one_sends_none(answered, resident, face):
    rate(resident, answered, face)

    assert not Outgoing.objects.filter(key__startswith="unhappy").exists()


def test_only_the_asker_rates(answered, stranger, adviser_a, cadre, bureau):
    for by in (stranger, adviser_a, cadre, bureau):
        with pytest.raises(Refused, match="评价"):
            rate(by, answered)


@pytest.mark.parametrize("face", [0, 4])
def test_the_database_knows_three_faces(answered, face):
    with pytest.raises(IntegrityError, match="a_face_is_one_of_three"), transaction.atomic():
        Rating.objects.create(consultation=answered, face=face, is_solved=True, rated_at=clock.now())
