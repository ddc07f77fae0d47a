"""What is seen comes from the database, the disk and the home as they are."""

import json
import shutil
import time
from collections import namedtuple
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from uuid_utils.compat import uuid7

from menkou.channels.models import Account
from menkou.core import clock, heartbeats, leap, outbox
from menkou.core.models import Heartbeat, Outgoing
from menkou.core.scope import within
from menkou.operations import queries

JOB = """
with made as (
  insert into procrastinate_jobs (queue_name, task_name, status, scheduled_at)
  values ('notify', 'some.task', %s::procrastinate_job_status, now() - make_interval(mins => %s)) returning id
) select id from made
"""


def job(status: str, minutes_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(JOB, [status, minutes_ago])


def words(key: str, minutes_ago: int, **facts) -> None:
    outbox.send(to="bureau", words="一句话", key=key)
    made_at = clock.now() - timedelta(minutes=minutes_ago)
    Outgoing.objects.filter(key=key).update(made_at=made_at, **facts)


def test_jobs_are_counted_and_the_oldest_that_is_due_is_found(bare_district):
    job("todo", 7)
    job("todo", -60)  # not due yet
    job("failed", 5)

    seen = queries.seen()

    assert (seen.waiting_jobs, seen.failed_jobs) == (1, 1)
    assert 419 < seen.oldest_job_s < 430


def test_a_job_without_a_time_waits_since_it_was_queued(bare_district):
    with within(bare_district.pk):
        outbox.send(to="bureau", words="一句话", key="k")

    assert queries.seen().oldest_job_s < 60


def test_words_of_all_districts_are_counted(district):
    words("due", 40)
    words("later", 90, not_before=clock.now() + timedelta(hours=1))
    words("failed", 60, state=Outgoing.State.FAILED)
    words("failed long ago", 60 * 25, state=Outgoing.State.FAILED)
    words("a trial", 60, state=Outgoing.State.FAILED, channel=queries.TRIAL)
    words("lost", 5, state=Outgoing.State.SENDING, lease_until=clock.now() - timedelta(minutes=1))

    seen = queries.seen()

    assert (seen.waiting_words, seen.failed_words) == (2, 1)
    assert 2390 < seen.oldest_words_s < 2430


def test_the_processes_are_heard_and_nothing_else_is(bare_district):
    for name in ("worker", "web", "held"):
        heartbeats.beat(name)

    assert set(queries.silences()) == {"worker", "web"}
    assert abs(queries.silences()["worker"]) < 5


@pytest.mark.parametrize("by", [86_400.0, -86_400.0])
def test_that_the_clock_was_moved_makes_no_process_silent(bare_district, monkeypatch, by):
    Heartbeat.objects.create(name="worker", at=clock.now() - timedelta(seconds=by))
    monkeypatch.setattr(leap, "leapt", lambda: by)
    assert abs(queries.silences()["worker"]) < 5

    Heartbeat.objects.filter(name="worker").update(at=clock.now())  # it spoke again since
    assert abs(queries.silences()["worker"]) < 5


def test_a_heartbeat_of_the_future_is_written_over(bare_district):
    Heartbeat.objects.create(name="intake", at=clock.now() + timedelta(days=1))

    heartbeats.beat("intake")

    assert abs(heartbeats.silences()["intake"]) < 5


def test_intake_is_wanted_where_an_account_is_on_whose_platform_calls(district):
    assert not queries.seen().intake_is_wanted
    Account.objects.create(kind=Account.Kind.WECHAT, name="公众号", number="wx1", is_on=True)

    assert queries.seen().intake_is_wanted


def test_the_last_backup_is_the_newest_of_its_record(tmp_path):
    assert queries.backup_age_s(tmp_path) is None
    (tmp_path / queries.BACKED_UP).write_text(json.dumps({"keys_at": time.time(), "to": "/b"}))
    assert queries.backup_age_s(tmp_path) is None
    (tmp_path / queries.BACKED_UP).write_text(json.dumps({"dump": time.time() - 7200, "base": time.time() - 3600}))
    assert 3599 < queries.backup_age_s(tmp_path) < 3700
    (tmp_path / queries.BACKED_UP).write_text(json.dumps({"dump": time.time() - 7200, "base": time.time() + 9e6}))
    assert 7199 < queries.backup_age_s(tmp_path) < 7300  # the one of the future says nothing
    (tmp_path / queries.BACKED_UP).write_text("[")
    assert queries.backup_age_s(tmp_path) is None


def test_an_installation_is_as_old_as_its_first_key(tmp_path):
    assert queries.installed_s(tmp_path) == float("inf")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret.key").touch()
    assert -1 < queries.installed_s(tmp_path) < 60


def test_what_is_no_demo_wants_a_backup(bare_district):
    for is_demo in (True, False):
        type(bare_district).objects.update(is_demo=is_demo)
        assert queries.seen().backup_is_wanted is not is_demo


def test_the_disk_is_that_of_the_home(bare_district, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(100, 93, 7))

    assert (queries.seen().disk_free, queries.seen().disk_size) == (7, 100)


def test_without_any_district_it_is_looked_at_all_the_same(db):
    assert queries.seen().overdue == 0
    assert queries.seen().database_size > 0


def test_the_audit_chain_is_asked_for_its_oldest_line_where_there_is_one(monkeypatch):
    class Lines(list):
        order_by = values_list = lambda self, *_, **__: self
        first = lambda self: next(iter(self), None)  # noqa: E731

    chain = type("Unlinked", (), {"objects": Lines()})
    monkeypatch.setattr(apps, "get_model", lambda *_: chain)
    assert queries.audit_lag_s() is None
    chain.objects = Lines([UUID(int=((int(time.time()) - 90) * 1000) << 80)])
    assert 88 < queries.audit_lag_s() < 95
    chain.objects = Lines([uuid7()])
    assert queries.audit_lag_s() < 5
