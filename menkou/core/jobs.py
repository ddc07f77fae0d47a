"""A job runs inside the district it was deferred from, and exists only if that transaction commits."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Generic, ParamSpec

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task

from menkou.core import clock
from menkou.core.scope import district_being_written, within

P = ParamSpec("P")
FORGET_FAILED = """
delete from procrastinate_jobs where status = 'failed' and task_name = %s and args->>%s = any(%s)
"""
FORGET_SAME = "delete from procrastinate_jobs where status = 'failed' and task_name = %s and args = %s::jsonb"
FORGET_ENDED = """
delete from procrastinate_jobs job where job.status not in ('todo', 'doing')
   and not exists (select from procrastinate_events event where event.job_id = job.id and event.at >= %s)
"""


@dataclass(frozen=True)
class Job(Generic[P]):
    """Work for later; its arguments are ids, never content."""

    task: Task

    def defer(self, *args: P.args, **details: P.kwargs) -> None:
        """Queue the work in this transaction, in place of what failed at it. Raises NoScope outside a district."""
        arguments: dict[str, Any] = {**details, "district_id": district_being_written()}
        with connection.cursor() as cursor:
            cursor.execute(FORGET_SAME, [self.task.name, json.dumps(arguments)])
        self.task.defer(**arguments)


def live(task: str, argument: str) -> set[str]:
    """What the queue already has a job for: the values of one argument of a task's waiting and running jobs."""
    return _values(task, argument, ["todo", "doing"])


def failed(task: str, argument: str) -> set[str]:
    """What a job has failed at: the values of one argument of a task's failed jobs."""
    return _values(task, argument, ["failed"])


def forget_failed(task: str, argument: str, values: Iterable[str]) -> None:
    """Delete failed jobs: what they were to do is done, or another job is to do it now."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_FAILED, [task, argument, list(values)])


def forget_ended() -> None:
    """Delete jobs that ended long ago, however they ended; what is undone, the sweeps find in the tables."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_ENDED, [clock.now() - timedelta(days=settings.MENKOU_JOBS_KEPT_DAYS)])


def job(**options: Any) -> Callable[[Callable[P, None]], Job[P]]:
    """Declare work that runs in one transaction of its district."""

    def declare(do: Callable[P, None]) -> Job[P]:
        @app.task(name=f"{do.__module__}.{do.__name__}", **options)
        @wraps(do)
        def run(*, district_id: int, **details: Any) -> None:
            with within(district_id):
                do(**details)  # type: ignore[call-arg]  # the very arguments Job.defer was typed with

        return Job(run)

    return declare


def _values(task: str, argument: str, states: list[str]) -> set[str]:
    jobs = ProcrastinateJob.objects.filter(task_name=task, status__in=states)
    return set(jobs.values_list(f"args__{argument}", flat=True))
