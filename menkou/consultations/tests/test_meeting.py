"""约见、口头答复: proposed by the adviser, settled by the asker, put on record once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.consultations import content
from menkou.consultations.jobs import remind_of_meetings
from menkou.consultations.meeting import actions, queries
from menkou.consultations.models import Consultation, Meeting, Spoken
from menkou.core import clock
from menkou.core.clock import SHANGHAI
from menkou.core.errors import Conflict, Refused
from menkou.core.models import Outgoing
from menkou.postings.models import Absence
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

State = Meeting.State


def in_days(days: int, hour: int = 9) -> datetime:
    day = clock.today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def propose(adviser_a, consultation):
    def propose(begins_at=None, of=None, is_agreed=False, by=adviser_a):
        facts = {"place": "village", "begins_at": begins_at or in_days(3), "minutes": 30, "is_agreed": is_agreed}
        return actions.propose(by=by, consultation=of or consultation, **facts)

    return propose


@pytest.fixture
def meeting(propose):
    return propose()


@pytest.fixture
def record(adviser_a, consultation):
    def record(how="phone", text="", form="9" * 32, meeting=None, by=adviser_a):
        told = {"how": how, "minutes": 15, "text": text, "form": form, "meeting": meeting}
        return actions.record_spoken(by=by, consultation=consultation, **told)

    return record


def test_the_asker_says_yes_once_and_the_adviser_is_told_without_content(meeting, resident):
    for _ in range(2):
        assert actions.agree(by=resident, meeting=meeting).state == State.AGREED

    told = Outgoing.objects.filter(key__startswith="meeting:")
    assert [one.words for one in told] == ["有一次约见，对方答应了，请登录查看。"]


def test_the_asker_may_have_no_time_after_all(meeting, resident):
    actions.agree(by=resident, meeting=meeting)

    assert actions.decline(by=resident, meeting=meeting).state == State.DECLINED
    with pytest.raises(Conflict):
        actions.agree(by=resident, meeting=meeting)


def test_nobody_else_says_yes_or_cancels(meeting, stranger, adviser_b, bureau, cadre):
    for by in (stranger, adviser_b, bureau, cadre):
        for act in (actions.agree, actions.decline, actions.cancel, actions.miss):
            with pytest.raises(Refused):
                act(by=by, meeting=meeting)


def test_a_new_time_takes_the_place_of_the_last(propose, meeting):
    again = propose(in_days(4))

    meeting.refresh_from_db()
    assert [meeting.state, again.state] == [State.CANCELLED, State.PROPOSED]
    assert queries.ahead_of(again.consultation) == again


@pytest.mark.parametrize(("days", "words"), [(-1, "已经过了"), (61, "60 天")])
def test_a_time_that_cannot_be_is_refused_in_a_sentence(propose, days, words):
    with pytest.raises(Conflict, match=words):
        propose(in_days(days))


def test_two_matters_have_two_times(propose, meeting, ask, resident):
    other = ask(resident).consultation
    with pytest.raises(Conflict, match="已经约了别人"):
        propose(meeting.begins_at + timedelta(minutes=15), of=other)
    assert propose(meeting.ends_at, of=other).state == State.PROPOSED


def test_the_database_lets_nobody_meet_two_at_once(propose, meeting, ask, resident):
    other = propose(meeting.ends_at, of=ask(resident).consultation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=other.pk).update(begins_at=meeting.begins_at)


def test_two_pages_of_one_adviser_at_one_moment_make_one_meeting(at_once, propose, ask, resident, consultation):
    other = ask(resident).consultation
    met = at_once(lambda: propose(in_days(5)), lambda: propose(in_days(5), of=other))

    assert sorted(type(one).__name__ for one in met) == ["Conflict", "Meeting"]


def test_a_time_on_leave_is_refused(propose, chen):
    Absence.objects.create(registration=chen, begins_at=in_days(2), ends_at=in_days(4), reason="holiday")
    with pytest.raises(Conflict, match="请假"):
        propose(in_days(3))


def test_a_call_counts_as_an_answer_and_says_so_on_the_thread(record, consultation):
    record(text="先留好证据。")

    consultation.refresh_from_db()
    assert consultation.state == Consultation.State.ANSWERED
    assert content.open_for_adviser(consultation)[-1].text == "电话里答复过了。\n先留好证据。"
    assert [one.how for one in Spoken.objects.all()] == ["phone"]


def test_a_form_sent_twice_records_once(record, consultation):
    assert record().pk == record().pk
    assert len(content.open_for_adviser(consultation)) == 2


def test_two_records_of_one_form_at_one_moment_are_one(at_once, record):
    at_once(record, record)

    assert Spoken.objects.count() == 1


def test_a_meeting_is_recorded_once_and_is_over_then(propose, record):
    meeting = propose(is_agreed=True)
    record(how="met", meeting=meeting)

    meeting.refresh_from_db()
    assert meeting.state == State.MET
    with pytest.raises(Conflict):
        record(how="met", meeting=meeting, form="8" * 32)
    assert Spoken.objects.count() == 1


def test_who_does_not_hold_the_matter_records_nothing(record, adviser_b, bureau):
    for by in (adviser_b, bureau):
        with pytest.raises(Refused):
            record(by=by)


def test_missed_is_said_after_the_time_only(meeting, adviser_a):
    with pytest.raises(Conflict):
        actions.miss(by=adviser_a, meeting=meeting)
    past = clock.now() - timedelta(hours=2)
    Meeting.objects.update(begins_at=past, ends_at=past + timedelta(minutes=30))

    assert actions.miss(by=adviser_a, meeting=meeting).state == State.MISSED


def test_the_day_before_its_holder_is_reminded_once_and_without_content(propose, consultation):
    propose(clock.now() + timedelta(hours=20), is_agreed=True)
    for _ in range(2):
        remind_of_meetings()

    told = Outgoing.objects.filter(key__startswith="meeting:soon")
    assert [one.words for one in told] == ["一天之内有一次约见，请登录查看。"]


def test_what_was_only_proposed_reminds_nobody(propose):
    propose(clock.now() + timedelta(hours=20))
    remind_of_meetings()

    assert not Outgoing.objects.filter(key__startswith="meeting:soon").exists()


class TestPages:
    def test_a_time_is_proposed_and_the_asker_reads_it_with_the_farmers_day(self, sign_in, adviser_a, consultation):
        day = (clock.today() + timedelta(days=3)).isoformat()
        form = {"day": day, "hour": "09:00", "minutes": "30", "place": "village"}
        page = sign_in(adviser_a).post(f"/{SLUG}/consultations/{consultation.pk}/meet", form, follow=True)

        assert "已经约了，等对方回话" in page.content.decode()
        assert "农历" in page.content.decode()

    def test_an_unfinished_form_stays_open_with_what_was_typed(self, sign_in, adviser_a, consultation):
        path = f"/{SLUG}/consultations/{consultation.pk}/meet"
        page = sign_in(adviser_a).post(path, {"day": "2026-13-40", "hour": "09:00", "minutes": "30"})

        assert page.status_code == 422
        assert "日期要像" in page.content.decode()
        assert "请选在哪里见" in page.content.decode()

    def test_a_taken_time_keeps_the_form(self, sign_in, adviser_a, meeting, ask, resident):
        other = ask(resident).consultation
        day = meeting.begins_at.astimezone(SHANGHAI).date().isoformat()
        form = {"day": day, "hour": "09:00", "minutes": "30", "place": "office"}
        page = sign_in(adviser_a).post(f"/{SLUG}/consultations/{other.pk}/meet", form)

        assert page.status_code == 409
        assert "已经约了别人" in page.content.decode()

    def test_a_call_is_written_down_in_one_form(self, sign_in, adviser_a, consultation):
        path = f"/{SLUG}/consultations/{consultation.pk}/spoken"
        form = {"how": "phone", "minutes": "12", "text": "", "form": "4" * 32}
        page = sign_in(adviser_a).post(path, form, follow=True)

        assert "记下了，算作答复" in page.content.decode()

    def test_the_slip_of_paper_holds_the_answer_and_nothing_of_the_question(self, sign_in, adviser_a, answered):
        page = sign_in(adviser_a).get(f"/{SLUG}/consultations/{answered.pk}/slip").content.decode()

        assert "可以先请村里调解。" in page
        assert QUESTION not in page
        assert "<title>纸条" in page

    def test_another_adviser_finds_no_meeting(self, sign_in, adviser_b, meeting):
        assert sign_in(adviser_b).post(f"/{SLUG}/consultations/meetings/{meeting.pk}/cancel").status_code == 404

    def test_the_calendar_asks_few_questions_of_the_database(self, sign_in, adviser_a, meeting):
        browser = sign_in(adviser_a)
        for page, most in (("meetings", 12), ("", 17), (f"{meeting.consultation_id}/", 17)):  # the last is opened first
            with at_most(most):
                assert browser.get(f"/{SLUG}/consultations/{page}").status_code == 200
