"""Words on their way: once for a key, one deliverer at a time, and one that wakes late changes nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.sql import queries

from menkou.channels import jobs
from menkou.channels.carrying import CARRIERS
from menkou.core import clock, outbox
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.scope import within

NOON = "2026-03-05 12:00+08:00"
State = Outgoing.State


@pytest.fixture
def word(district, tmp_path, monkeypatch):
    """One word in the outbox, and a file of this test for the channel."""
    monkeypatch.setattr(settings, "MENKOU_OUTBOX_FILE", str(tmp_path / "outbox.log"))
    outbox.send(to="registration:1", words="您有一条新咨询。", key="asked:1")
    return Outgoing.objects.get()


def carry(word: Outgoing) -> Outgoing:
    jobs.deliver(district_id=word.district_id, outgoing_id=str(word.pk))
    word.refresh_from_db()
    return word


def lines() -> list[str]:
    with open(settings.MENKOU_OUTBOX_FILE) as file:
        return file.readlines()


def break_channel(monkeypatch):
    def broken(row):
        raise OSError("disk full")

    monkeypatch.setitem(CARRIERS, outbox.STAFF, broken)


def test_what_is_sent_is_queued_and_delivered_once(word):
    assert ProcrastinateJob.objects.get().args["outgoing_id"] == str(word.pk)

    assert carry(word).state == State.SENT
    assert carry(word).attempt == 1
    assert [line.split("\t")[-1] for line in lines()] == [f"{word.pk}\n"]


def test_the_same_news_is_sent_once(word):
    outbox.send(to="registration:2", words="另一句", key="asked:1")

    assert Outgoing.objects.get().words == word.words


def test_what_is_queued_is_what_procrastinate_itself_would_queue(word):
    """The outbox queues in the statement that adds the row; this is where a new procrastinate would be noticed."""
    app.configure_task(outbox.DELIVER).defer(district_id=word.district_id, outgoing_id=str(word.pk))

    ours, its = ProcrastinateJob.objects.order_by("id").values()
    for own in ("id", "abort_requested"):
        ours.pop(own), its.pop(own)
    assert ours == its
    assert "procrastinate_defer_jobs_v1(" in queries["defer_jobs"]


def test_the_same_news_is_queued_once(word):
    outbox.send(to="registration:2", words="另一句", key="asked:1")

    assert ProcrastinateJob.objects.count() == 1


def test_no_commit_no_word(district):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.send(to="registration:1", words="不会送出", key="lost")
        raise ZeroDivisionError
    assert not Outgoing.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_nobody_else_takes_what_is_being_delivered(word):
    assert outbox.claim(word.pk)
    assert outbox.claim(word.pk) is None


def test_a_deliverer_that_wakes_late_changes_nothing(word):
    with time_machine.travel(NOON, tick=False) as hands:
        sleeper = outbox.claim(word.pk)
        hands.shift(outbox.LEASE + timedelta(seconds=1))
        awake = outbox.claim(word.pk)

        assert (sleeper.attempt, awake.attempt) == (1, 2)
        assert not outbox.settle(sleeper, Ended(State.FAILED))
        assert outbox.settle(awake, Ended(State.SENT))
        assert not outbox.settle(sleeper, Ended(State.FAILED))
    word.refresh_from_db()
    assert word.state == State.SENT


def test_a_failed_attempt_waits_for_the_next(word, monkeypatch):
    break_channel(monkeypatch)

    assert carry(word).state == State.WAITING


def test_after_the_last_attempt_it_has_failed(word, monkeypatch):
    break_channel(monkeypatch)
    for _ in range(outbox.MOST_ATTEMPTS + 3):
        carry(word)

    assert (word.state, word.attempt) == (State.FAILED, outbox.MOST_ATTEMPTS)


def test_the_words_of_a_failure_stay_out_of_the_log(word, monkeypatch, caplog):
    break_channel(monkeypatch)
    carry(word)

    assert word.words not in caplog.text
    assert "disk full" not in caplog.text


def test_a_sweep_queues_what_lost_its_job(word):
    ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.lost_deliveries()
    assert not ProcrastinateJob.objects.exists()  # its job may still be under way

    with time_machine.travel(clock.now() + outbox.LEASE * 2):
        jobs.lost_deliveries()
    assert ProcrastinateJob.objects.get().args == {"district_id": word.district_id, "outgoing_id": str(word.pk)}


def test_a_word_that_no_worker_survives_is_parked_as_unknown(word):
    with time_machine.travel(NOON, tick=False) as hands:
        for _ in range(outbox.MOST_ATTEMPTS):
            assert outbox.claim(word.pk)
            hands.shift(outbox.LEASE + timedelta(seconds=1))

        assert outbox.claim(word.pk) is None
        jobs.lost_deliveries()
        word.refresh_from_db()
        assert word.state == State.UNKNOWN
        assert outbox.unfinished() == []


def test_a_word_stays_in_its_district(word, bare_district):
    other = type(bare_district).objects.create(slug="other", name="另一区", code="999902")
    with within(other.pk):
        assert outbox.claim(word.pk) is None
    with within(bare_district.pk):
        assert outbox.claim(word.pk)


def test_the_database_refuses_a_sent_word_without_a_time(word):
    with pytest.raises(IntegrityError, match="what_is_sent_has_a_time"), transaction.atomic():
        Outgoing.objects.update(state=State.SENT)


def test_a_notice_that_has_its_job_is_not_queued_again(word):
    with time_machine.travel(clock.now() + 2 * outbox.LEASE, tick=False):
        jobs.lost_deliveries()
        jobs.lost_deliveries()

    assert ProcrastinateJob.objects.count() == 1


def fail_its_job():
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed'")


def test_a_job_that_failed_at_what_was_sent_since_is_forgotten(word):
    fail_its_job()
    jobs.made_good()
    assert ProcrastinateJob.objects.get().status == "failed"  # its notice still waits

    carry(word)
    jobs.made_good()
    assert not ProcrastinateJob.objects.exists()


def test_a_job_that_failed_at_what_has_a_job_again_is_forgotten(word):
    fail_its_job()
    with time_machine.travel(clock.now() + 2 * outbox.LEASE, tick=False):
        jobs.lost_deliveries()
        jobs.made_good()

    assert ProcrastinateJob.objects.get().status == "todo"


def test_a_job_that_failed_at_what_was_given_up_stays_to_be_seen(word):
    fail_its_job()
    Outgoing.objects.update(state=State.UNKNOWN)
    jobs.lost_deliveries()
    jobs.made_good()

    assert ProcrastinateJob.objects.get().status == "failed"


def test_where_a_demos_time_was_moved_the_queue_is_told_what_its_own_clock_will_show(district, settings, tmp_path):
    settings.MENKOU_CLOCK = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(str(48 * 3600))
    soon = clock.now() + timedelta(seconds=10)
    outbox.send(to="office:1", words="有一条新消息。", key="later:1", not_before=soon)
    queued = ProcrastinateJob.objects.get(task_name=outbox.DELIVER)
    assert abs(queued.scheduled_at - (soon - timedelta(hours=48))) < timedelta(seconds=1)
