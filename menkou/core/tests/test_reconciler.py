"""The tables are the truth: killed jobs come back, poison is parked, one broken sweep stops no other."""

import logging

import pytest
from django.db import connection

from menkou.core import reconciler
from menkou.core.jobs import job
from menkou.core.models import Heartbeat
from menkou.core.scope import NoScope, current, within

MADE = "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s)) returning id"
DOING = """
insert into procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)
values ('default', 'some.task', '{}', 'doing', %s, %s) returning id
"""


def ask_database(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def worker(silent_s: int) -> int:
    return ask_database(MADE, silent_s)[0]


def doing(worker_id: int | None, attempts: int = 0) -> int:
    return ask_database(DOING, attempts, worker_id)[0]


def state(job_id: int) -> tuple[str, int]:
    return ask_database("select status::text, attempts from procrastinate_jobs where id = %s", job_id)


@pytest.fixture
def no_sweeps(monkeypatch):
    monkeypatch.setattr(reconciler, "sweeps", [])
    return reconciler.sweeps


@pytest.mark.django_db
@pytest.mark.parametrize("silent_s", [reconciler.WORKER_IS_DEAD_AFTER_S + 1, None], ids=["silent", "gone"])
def test_a_killed_job_is_queued_again(no_sweeps, silent_s):
    killed = doing(worker(silent_s) if silent_s else None)

    reconciler.run_once()

    assert state(killed) == ("todo", 1)


def test_a_killed_job_waits_half_a_minute_at_most():
    assert reconciler.WORKER_IS_DEAD_AFTER_S + reconciler.EVERY_S <= 30


@pytest.mark.django_db
def test_a_running_job_is_left_alone(no_sweeps):
    running = doing(worker(silent_s=1))

    reconciler.run_once()

    assert state(running) == ("doing", 0)


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_parked_with_a_line_in_the_log(no_sweeps, caplog):
    poison = doing(None, attempts=reconciler.MOST_KILLS)

    with caplog.at_level(logging.ERROR):
        reconciler.run_once()

    assert state(poison)[0] == "failed"
    assert "parked" in caplog.text


def test_every_district_is_swept_and_a_broken_sweep_is_named_without_its_words(district, no_sweeps, caplog):
    other, seen = type(district).objects.create(slug="other", name="另一区", code="999902"), []

    @reconciler.sweep
    def find_trouble():
        raise ValueError("居民说的话")

    @reconciler.sweep
    def look_around():
        seen.append(current().writes)

    reconciler.run_once()

    assert seen == [district.pk, other.pk]
    assert "find_trouble failed: ValueError" in caplog.text
    assert "居民说的话" not in caplog.text
    assert Heartbeat.objects.filter(name=reconciler.NAME).exists()


def test_a_job_runs_in_the_district_it_was_deferred_from(bare_district):
    seen = []

    @job(queue="default")
    def look(*, what: str) -> None:
        seen.append((current().writes, what))

    with within(bare_district.pk):
        look.defer(what="here")
    look.task(**{"district_id": bare_district.pk, "what": "here"})

    assert seen == [(bare_district.pk, "here")]
    assert ask_database("select args->>'district_id' from procrastinate_jobs") == (str(bare_district.pk),)
    with pytest.raises(NoScope):
        look.defer(what="nowhere")
