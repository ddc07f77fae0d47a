"""顾问请假: new questions and open matters find who is here, with the asker's consent and the new name told first."""

from datetime import timedelta

import pytest
import time_machine

from menkou.consultations import actions, intake, jobs, queries, worklist
from menkou.consultations.models import Consultation, Handover
from menkou.consultations.passing import actions as passing
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from menkou.postings import actions as postings
from menkou.postings.models import STAND_IN, Posting
from tests.cast import LONG_AGO, SLUG

DAY = timedelta(days=1)


@pytest.fixture
def be_away(bureau):
    """Send somebody on leave, now or later, for three days."""

    def be_away(who, starts_in=timedelta()):
        begins_at = clock.now() + starts_in
        ends_at = begins_at + 3 * DAY
        return postings.be_away(by=bureau, registration=who, begins_at=begins_at, ends_at=ends_at, reason="holiday")

    return be_away


@pytest.fixture
def meng(register, village, make_actor):
    """孟强 of A's firm, at another village of the township; and himself."""
    from menkou.core.actors import Role

    registration = register("孟强", "firm", 7)
    facts = {"code": "999901001207", "name": "邻红村", "kind": "village", "valid_from": LONG_AGO}
    near = type(village).objects.create(township=village.township, **facts)
    Posting.objects.create(village=near, post="A", registration=registration, valid_from=LONG_AGO)
    registration.actor = make_actor(Role.ADVISER, "mengqiang", registration=registration)
    return registration


def test_a_question_goes_to_b_and_credit_to_b(be_away, chen, lin, ask, resident, adviser_b, adviser_a):
    be_away(chen)
    asked = ask(resident).consultation
    assert (asked.holder_id, asked.post) == (lin.pk, "B")
    assert not queries.mine(adviser_a).exists()

    actions.answer(by=adviser_b, consultation=asked, text="先请村里量一量。", form="a" * 32)
    asked.refresh_from_db()
    closed = actions.close(by=adviser_b, consultation=asked, minutes=20, category="land")
    assert closed.entry.author == lin


def test_open_matters_pass_on_at_once_where_the_asker_agreed(be_away, consultation, chen, lin):
    be_away(chen)
    consultation.refresh_from_db()
    assert consultation.holder == lin
    handover = Handover.objects.get()
    assert (handover.giver, handover.taker, handover.reason) == (chen, lin, "away")


def test_open_matters_stay_where_the_asker_did_not_agree_until_they_do(be_away, ask, resident, chen, lin, client):
    kept = ask(resident, may_hand_over=False).consultation
    be_away(chen)
    kept.refresh_from_db()
    assert kept.holder == chen

    passing.agree_to_hand_over(by=resident, consultation=kept)
    kept.refresh_from_db()
    assert kept.holder == lin


def test_an_absence_that_begins_tomorrow_passes_them_on_tomorrow(be_away, consultation, chen, lin):
    be_away(chen, starts_in=DAY)
    jobs.pass_on_what_is_left_behind()
    assert not Handover.objects.exists()

    with time_machine.travel(clock.now() + DAY, tick=False):
        jobs.pass_on_what_is_left_behind()
        jobs.pass_on_what_is_left_behind()
    consultation.refresh_from_db()
    assert consultation.holder == lin
    assert Handover.objects.count() == 1


def test_who_comes_back_gets_new_questions_and_not_the_old_ones(
    be_away, consultation, chen, lin, ask, resident, adviser_a
):
    absence = be_away(chen)
    with time_machine.travel(clock.now() + DAY, tick=False):
        postings.come_back(by=adviser_a, absence=absence)
        assert ask(resident).consultation.holder_id == chen.pk
        jobs.pass_on_what_is_left_behind()
        consultation.refresh_from_db()
        assert consultation.holder == lin


def test_both_away_a_colleague_stands_in_and_reads_answers_and_closes(be_away, chen, lin, meng, ask, resident):
    be_away(chen)
    be_away(lin)
    asked = ask(resident).consultation
    assert (asked.holder_id, asked.post) == (meng.pk, STAND_IN)

    by = meng.actor
    assert [one.pk for one in worklist.listed_waiting(by)] == [asked.pk]
    found = queries.consultation_for(by, asked.pk)
    assert actions.read(by=by, consultation=found)
    actions.answer(by=by, consultation=found, text="先别动手，量好再说。", form="a" * 32)
    found.refresh_from_db()
    assert actions.close(by=by, consultation=found, minutes=20, category="land").entry.author == meng


def test_who_stands_in_sees_nothing_else_of_the_village(be_away, consultation, chen, lin, meng, ask, resident):
    kept = ask(resident, text="另一件事。", form="b" * 32, may_hand_over=False).consultation
    be_away(chen)
    be_away(lin)
    assert kept.holder_id == chen.pk
    assert {one.pk for one in queries.mine(meng.actor)} == {consultation.pk}


def test_matters_never_go_round_in_a_circle(be_away, consultation, chen, lin, meng):
    """A away: B has it. B away too: who stands in has it. That one away: nobody is left, and it stays."""
    holders = []
    for who in (chen, lin, meng):
        be_away(who)
        jobs.pass_on_what_is_left_behind()
        consultation.refresh_from_db()
        holders.append(str(consultation.holder))
    assert holders == ["林芳", "孟强", "孟强"]
    lines = AuditEntry.objects.count()
    for _ in range(3):
        jobs.pass_on_what_is_left_behind()
    assert (Handover.objects.count(), AuditEntry.objects.count()) == (2, lines)


def test_all_away_the_asker_is_told_whom_to_call_and_keeps_the_words(be_away, chen, lin, village, client, townships):
    be_away(chen)
    be_away(lin)
    sent = {"text": "树倒在我家屋顶上了。", "form": "c" * 32}
    answer = client.post(f"/{SLUG}/v/{village.code}/ask", sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "没有法律顾问在岗" in shown
    assert sent["text"] in shown
    assert "0537-0000001" in shown
    assert not Consultation.objects.exists()


def test_a_matter_is_not_handed_over_to_who_is_away(be_away, consultation, adviser_a, lin):
    be_away(lin)
    with pytest.raises(Conflict, match="没有另一位法律顾问在岗"):
        passing.hand_over(by=adviser_a, consultation=consultation, reason="better_suited")


def test_the_villages_page_says_who_is_here_and_when_the_other_returns(be_away, chen, lin, village, client):
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False):
        be_away(chen)
        shown = client.get(f"/{SLUG}/v/{village.code}/").content.decode()
    assert "陈律师这几天不在，3月8日回来。" in shown
    assert "林芳" in shown[: shown.index("六公开")]
    assert "打电话给林" in shown
    assert "A岗：陈明" in shown[shown.index("六公开") :]


def test_the_thread_asks_for_consent_in_words_that_are_true(be_away, ask, chen, lin, client, village):
    client.get(f"/{SLUG}/v/{village.code}/ask")
    client.post(f"/{SLUG}/v/{village.code}/ask", {"text": "问一句", "form": "d" * 32})
    kept = Consultation.objects.get()
    be_away(chen)
    shown = client.get(f"/{SLUG}/asked/{kept.pk}/").content.decode()
    assert "原来的顾问请假了" in shown
    assert "不再负责" not in shown


def test_who_stands_in_reads_it_on_the_list_of_today(be_away, chen, lin, village, sign_in, adviser_b):
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False):
        be_away(chen)
        shown = sign_in(adviser_b).get(f"/{SLUG}/consultations/").content.decode()
    assert "您在替班：陈明不在，3月8日回来。" in shown
    assert "红花村的新咨询先到您这里" in shown


def test_the_form_that_asks_once_asks_once_though_the_holder_changes(be_away, ask, resident, chen, village):
    facts = {"by": resident, "village": village, "text": "问一句", "form": "e" * 32, "may_hand_over": True}
    first = intake.ask_once(**facts)
    be_away(chen)
    again = intake.ask_once(**facts)
    assert (again.is_new, again.code) == (False, first.code)
    assert Consultation.objects.count() == 1


def test_who_is_away_reads_it_on_the_own_list(be_away, chen, village, sign_in, adviser_a):
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False):
        be_away(chen)
        shown = sign_in(adviser_a).get(f"/{SLUG}/consultations/").content.decode()
    assert "您在请假，3月8日回来。" in shown
