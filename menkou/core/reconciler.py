"""The tables are the truth and the queue an accelerator: every so many seconds, find work that has no live job.

A sweep is a function that reads one district's tables and defers what is undone. Jobs that a killed worker left
in the queue as running are put back; one that has been killed too often is parked with a line in the log.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from menkou.core import heartbeats
from menkou.core.jobs import forget_ended
from menkou.core.scope import within

EVERY_S = settings.MENKOU_RECONCILE_S
WORKER_IS_DEAD_AFTER_S = 2 * EVERY_S
HEARTBEAT_S = WORKER_IS_DEAD_AFTER_S / 3
MOST_KILLS = 5
NAME = "worker"
log = logging.getLogger("menkou.reconciler")

Sweep = Callable[[], None]
sweeps: list[Sweep] = []
chores: list[Sweep] = []

STALLED = """
select job.id, job.task_name, job.attempts from procrastinate_jobs job
  left join procrastinate_workers worker on worker.id = job.worker_id
 where job.status = 'doing'
   and (worker.id is null or worker.last_heartbeat < now() - make_interval(secs => %s))
 order by job.id limit 500
"""


def sweep(find_undone: Sweep) -> Sweep:
    """Register a function that runs in each district in turn; it must be safe to run at any moment."""
    sweeps.append(find_undone)
    return find_undone


def chore(every_s: float) -> Callable[[Sweep], Sweep]:
    """Register a function of the whole installation: it runs outside any district, and no oftener than that."""

    def register(do: Sweep) -> Sweep:
        last = [-every_s]

        @wraps(do)
        def due() -> None:
            if time.monotonic() - last[0] >= every_s:
                last[0] = time.monotonic()
                do()

        chores.append(due)
        return do

    return register


def run_once() -> None:
    """Put killed jobs back, sweep every district, say that we live. A fault in one sweep stops no other."""
    _guarded(_revive_killed_jobs)
    _guarded(forget_ended)
    for district_id in apps.get_model("places", "District").objects.values_list("pk", flat=True):
        for find_undone in sweeps:
            _guarded(find_undone, within(district_id))
    heartbeats.beat(NAME, every_s=0)
    for due in chores:
        _guarded(due)


def run_forever(stop: threading.Event) -> None:
    """Reconcile until told to stop; a database that is away is tried again at the next turn."""
    while not stop.is_set():
        _guarded(run_once)
        connection.close()
        stop.wait(EVERY_S)


def _revive_killed_jobs() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STALLED, [WORKER_IS_DEAD_AFTER_S])
        for pk, task, attempts in cursor.fetchall():
            if attempts < MOST_KILLS:
                cursor.execute("select procrastinate_retry_job_v2(%s, now(), null, null, null)", [pk])
                log.warning("job %s (%s) lost its worker and is queued again", pk, task)
            else:
                cursor.execute("select procrastinate_finish_job_v1(%s, 'failed', false)", [pk])
                log.error("job %s (%s) was killed %s times and is parked", pk, task, attempts)


def _guarded(do: Callable[[], None], where: AbstractContextManager[None] | None = None) -> None:
    try:
        with where or nullcontext():
            do()
    except Exception as error:  # whatever one sweep meets, the next one must run
        log.error("%s failed: %s", do.__name__, type(error).__name__)  # never the text: it may hold content
