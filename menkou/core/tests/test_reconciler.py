"""The tables are the truth: killed jobs come back, poison is parked, one broken sweep stops no other."""

import logging

import pytest
from django.conf import settings
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


ENDED = "update procrastinate_jobs set status = %s::procrastinate_job_status where id = %s returning id"
SINCE = """
with gone as (delete from procrastinate_events where job_id = %s)
insert into procrastinate_events (job_id, type, at) values (%s, 'started', now() - make_interval(days => %s)) returning id
"""


def ended(how: str, days_ago: int, worker_id: int | None = None) -> int:
    """A job in a state that it has been in for some days."""
    made = doing(worker_id)
    ask_database(ENDED, how, made)
    ask_database(SINCE, made, made, days_ago)
    return made


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


@pytest.mark.django_db
@pytest.mark.parametrize("state_of_it", ["failed", "succeeded", "cancelled", "aborted"])
def test_a_job_that_ended_is_forgotten_after_some_days(no_sweeps, state_of_it):
    days = settings.MENKOU_JOBS_KEPT_DAYS
    old, young = (ended(state_of_it, days_ago=number) for number in (days + 1, days - 1))

    reconciler.run_once()

    assert ask_database("select array_agg(id) from procrastinate_jobs") == ([young],)
    assert old != young


@pytest.mark.django_db
def test_a_job_that_is_not_done_is_never_forgotten(no_sweeps):
    for kept in ("todo", "doing"):
        ended(kept, days_ago=400, worker_id=worker(silent_s=1))

    reconciler.run_once()

    assert ask_database("select count(*) from procrastinate_jobs") == (2,)


def test_a_job_that_is_deferred_again_takes_the_place_of_what_failed(bare_district):
    @job(queue="default")
    def try_it(*, what: str) -> None: ...

    with within(bare_district.pk):
        for what in ("this", "that"):
            try_it.defer(what=what)
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_jobs set status = 'failed'")
        try_it.defer(what="this")

    assert ask_database("select array_agg(args->>'what' || ' ' || status order by id) from procrastinate_jobs") == (
        ["that failed", "this todo"],
    )


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
