"""After an answer: 不问了、重新打开、换人问、告诉司法所. Answered is not solved, and silence is neither."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.consultations import actions, content, queries
from menkou.consultations.after import actions as after
from menkou.consultations.after import queries as seen
from menkou.consultations.meeting import actions as meeting
from menkou.consultations.models import Concern, Consultation, Handover, Reopening
from menkou.core import clock
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.worklogs.models import Entry

DAY = timedelta(days=1)
FORM = "9" * 32


def close(by, consultation, ending="answered", category="land") -> Consultation:
    return actions.close(by=by, consultation=consultation, minutes=5, category=category, ending=ending)


def now(consultation) -> Consultation:
    return Consultation.objects.get(pk=consultation.pk)


def unsolved(by, consultation) -> None:
    actions.rate(by=by, consultation=consultation, face=2, is_solved=False)


def reopen(by, consultation, text="又来了，怎么办？", form=FORM) -> Consultation:
    return after.reopen(by=by, consultation=consultation, text=text, form=form)


@pytest.fixture
def closed(answered, adviser_a):
    return close(adviser_a, answered)


@pytest.fixture
def later():
    """Go on to so many days from now."""
    with time_machine.travel(clock.now(), tick=False) as hands:
        yield lambda days: hands.shift(days * DAY)


@pytest.mark.parametrize("ending", ["answered", "solved", "partly", "cannot"])
def test_an_ending_says_how(answered, adviser_a, ending):
    assert close(adviser_a, answered, ending).ending == ending


def test_who_withdraws_before_an_answer_leaves_no_work(consultation, resident, chen):
    done = after.withdraw(by=resident, consultation=consultation)

    assert (done.state, done.ending, done.entry, done.category) == ("closed", "withdrawn", None, "")
    assert not Entry.objects.exists()
    assert Outgoing.objects.get(key__startswith="withdrawn").address == f"registration:{chen.pk}"


def test_who_withdraws_after_an_answer_leaves_the_work_on_record(answered, resident, chen):
    done = after.withdraw(by=resident, consultation=answered)

    assert done.ending == "withdrawn"
    assert Entry.objects.get().author == chen
    with pytest.raises(Conflict, match="已经办结"):
        after.withdraw(by=resident, consultation=answered)


def test_who_withdraws_goes_to_no_meeting(consultation, resident, adviser_a):
    at = clock.now() + timedelta(days=3)
    met = meeting.propose(
        by=adviser_a, consultation=consultation, place="village", begins_at=at, minutes=30, is_agreed=True
    )
    after.withdraw(by=resident, consultation=consultation)

    met.refresh_from_db()
    assert met.state == "declined"


def test_only_the_asker_withdraws_and_reopens(closed, consultation, stranger, adviser_a, office):
    for by in (stranger, adviser_a, office):
        with pytest.raises(Refused):
            after.withdraw(by=by, consultation=consultation)
        with pytest.raises(Refused):
            reopen(by, closed)


def test_the_database_knows_no_other_ending_without_work(consultation):
    with pytest.raises(IntegrityError, match="closing_has"), transaction.atomic():
        Consultation.objects.update(state="closed", closed_at=clock.now(), ending="solved")
    with pytest.raises(IntegrityError, match="closing_has"), transaction.atomic():
        Consultation.objects.update(ending="solved")


def test_what_is_reopened_waits_again_and_keeps_its_first_ending(closed, resident, adviser_a, chen):
    reopen(resident, closed)

    again = now(closed)
    assert (again.state, again.holder, again.ending, again.entry) == ("waiting", chen, "", None)
    assert again.due_at > clock.now()
    assert Reopening.objects.get().entry == Entry.objects.get()
    assert content.open_for_asker(again)[-1].text == "又来了，怎么办？"

    actions.answer(by=adviser_a, consultation=again, text="再说一遍。", form="8" * 32)
    close(adviser_a, again, "solved")
    assert Entry.objects.count() == 2


def test_a_form_reopens_once(closed, resident):
    for _ in range(2):
        reopen(resident, closed)

    assert Reopening.objects.count() == 1


def test_what_is_open_or_ended_long_ago_is_not_reopened(answered, adviser_a, resident, later):
    with pytest.raises(Conflict, match="接着问"):
        reopen(resident, answered)
    close(adviser_a, answered)
    later(31)
    with pytest.raises(Conflict, match="超过 30 天"):
        reopen(resident, answered)


def test_what_is_reopened_while_its_holder_is_away_goes_to_who_is_on_duty(closed, resident, chen, lin):
    from menkou.postings.models import Absence

    at = clock.now()
    Absence.objects.create(registration=chen, begins_at=at - DAY, ends_at=at + DAY, reason="holiday")
    reopen(resident, closed)

    assert now(closed).holder == lin


def test_unsolved_leads_to_the_other_adviser(closed, resident, adviser_a, adviser_b, lin):
    unsolved(resident, closed)
    after.ask_other(by=resident, consultation=closed)

    again = now(closed)
    assert (again.state, again.holder) == ("waiting", lin)
    assert Handover.objects.get().reason == "asked_for"
    assert queries.mine(adviser_b).filter(pk=closed.pk).exists()
    assert not queries.mine(adviser_a).filter(pk=closed.pk).exists()
    assert not seen.is_unsolved(again)


def test_an_answer_of_the_other_that_is_taken_back_leaves_it_waiting(answered, resident, adviser_b):
    unsolved(resident, answered)
    after.ask_other(by=resident, consultation=answered)
    actions.answer(by=adviser_b, consultation=now(answered), text="我看看。", form="8" * 32)
    answer = content.open_for_adviser(answered)[-1]
    actions.take_back(by=adviser_b, consultation=now(answered), message_id=answer.id)

    assert now(answered).state == "waiting"


def test_nobody_is_asked_for_what_is_not_called_unsolved(closed, resident):
    actions.rate(by=resident, consultation=closed, face=3, is_solved=True)

    for ask in (after.ask_other, after.tell_office):
        with pytest.raises(Conflict, match="没解决"):
            ask(by=resident, consultation=closed)


def test_another_is_asked_once(closed, resident, adviser_b, later):
    unsolved(resident, closed)
    after.ask_other(by=resident, consultation=closed)
    actions.answer(by=adviser_b, consultation=now(closed), text="我看也一样。", form="8" * 32)

    with pytest.raises(Conflict, match="换过一位"):
        after.ask_other(by=resident, consultation=closed)


def test_where_there_is_nobody_else_it_stays(closed, resident, lin):
    from menkou.postings.models import Posting

    Posting.objects.filter(registration=lin).delete()
    unsolved(resident, closed)

    with pytest.raises(Conflict, match="没有另一位"):
        after.ask_other(by=resident, consultation=closed)
    assert now(closed).state == "closed"


def test_unsolved_leads_to_the_judicial_office_without_content(closed, resident, office, office_next_door, village):
    unsolved(resident, closed)
    concern = after.tell_office(by=resident, consultation=closed)

    said = Outgoing.objects.get(key__startswith="concern")
    assert said.address == f"township:{village.township_id}"
    assert closed.reference not in said.words
    assert list(seen.concerns_of(office)) == [concern]
    assert not seen.concerns_of(office_next_door).exists()
    with pytest.raises(Conflict, match="已经告诉"):
        after.tell_office(by=resident, consultation=closed)


def test_the_office_sees_to_it_once_and_nobody_else_does(
    closed, resident, office, office_next_door, bureau, adviser_a, make_actor, townships, chen
):
    unsolved(resident, closed)
    concern = after.tell_office(by=resident, consultation=closed)
    for by in (office_next_door, bureau, adviser_a, resident):
        with pytest.raises(Refused, match="司法所"):
            after.see_to(by=by, concern=concern)
    after.see_to(by=office, concern=concern)

    with pytest.raises(Conflict, match="已经有人"):
        after.see_to(by=office, concern=concern)
    assert seen.concerns_waiting(office).count() == 0
    assert Concern.objects.get().seen_to_by_id == office.user_id
