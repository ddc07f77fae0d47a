"""menkou worker: runs the jobs, and beside them the reconciler that finds lost work, and the chainer of audit lines."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from menkou.command import database, home
from menkou.command.problems import Problem
from menkou.core import logs
from menkou.embedded import LauncherError

if TYPE_CHECKING:
    from procrastinate import App

CONCURRENCY = 4
JOB = "process job "  # how procrastinate names the task that runs a job
log = logging.getLogger("menkou.worker")
BEHIND = (
    5  # steps of niceness: on a busy machine whoever waits for a page, or a platform that cuts after 5 s, goes first
)
GRACE_S, LAST_MOMENT_S = 6, 9  # a job that does not end in time is found and done again by the next worker


def work() -> None:
    """运行后台任务（通常由 menkou serve 启动）。"""
    database.ensure(home.settle())
    database.set_up_django()
    logs.hold_tongue()
    os.nice(BEHIND)
    from menkou.core import reconciler
    from menkou.core.chain.chainer import Chainer

    stop = threading.Event()
    beside = [
        threading.Thread(target=reconciler.run_forever, args=[stop], name="reconciler", daemon=True),
        threading.Thread(target=Chainer().run_forever, args=[stop], name="chainer", daemon=True),
    ]
    for thread in beside:
        thread.start()
    try:
        asyncio.run(_run_jobs())
    finally:
        stop.set()
        for thread in beside:
            thread.join(3)


def queue_reader() -> "App":
    """Return the app that reads the queue, with connections of its own.

    Tasks stay with Django's app: what a job or the reconciler defers is written through Django's connection, in their
    own transaction. One connector for both would lend the reader's pool to other threads, and they would wait for each
    other.
    """
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    return app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())


async def _run_jobs() -> None:
    from menkou.core.reconciler import HEARTBEAT_S, WORKER_IS_DEAD_AFTER_S

    async with queue_reader().open_async() as reader:
        working = reader.run_worker_async(
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE_S,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=WORKER_IS_DEAD_AFTER_S,
        )
        running = asyncio.ensure_future(working)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, _end, running)
        asyncio.get_running_loop().set_exception_handler(partial(leave_lost_jobs, partial(_end, running)))
        with contextlib.suppress(asyncio.CancelledError):
            await running


def leave_lost_jobs(end: Callable[[], None], loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """End this worker where the end of a job could not be written down, as when the database was away just then.

    The job stays marked as running, and nobody takes a running job from a worker that lives; from one that has ended the
    reconciler does. What else asyncio complains of is logged by its kind alone, since its text may hold content.
    """
    task, error = context.get("future"), type(context.get("exception")).__name__
    if isinstance(task, asyncio.Task) and task.get_name().startswith(JOB):
        log.error("the end of a job was not written down (%s); the next worker finds it", error)
        end()
    else:
        log.error("in the worker's loop: %s", error)


def _end(running: asyncio.Future) -> None:
    """Let jobs finish, but not for ever: a thread cannot be interrupted, so the process ends beneath it."""
    running.cancel()
    last_moment = threading.Timer(LAST_MOMENT_S, os._exit, [0])
    last_moment.daemon = True
    last_moment.start()


if __name__ == "__main__":
    from menkou.command.worker import work as work_as_imported  # procrastinate warns of an app made in __main__

    try:
        work_as_imported()
    except (Problem, LauncherError) as problem:
        sys.exit(str(problem))
