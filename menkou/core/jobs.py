"""A job runs inside the district it was deferred from, and exists only if that transaction commits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, ParamSpec

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task

from menkou.core.scope import district_being_written, within

P = ParamSpec("P")


@dataclass(frozen=True)
class Job(Generic[P]):
    """Work for later; its arguments are ids, never content."""

    task: Task

    def defer(self, *args: P.args, **details: P.kwargs) -> None:
        """Queue the work in this transaction. Raises NoScope outside a district."""
        arguments: dict[str, Any] = dict(details)
        self.task.defer(district_id=district_being_written(), **arguments)


def live(task: str, argument: str) -> set[str]:
    """What the queue already has a job for: the values of one argument of a task's waiting and running jobs."""
    jobs = ProcrastinateJob.objects.filter(task_name=task, status__in=["todo", "doing"])
    return set(jobs.values_list(f"args__{argument}", flat=True))


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
