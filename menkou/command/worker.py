"""menkou worker: runs the jobs, and beside them the reconciler that finds work without a live job."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, cast

from menkou.command import database, home
from menkou.command.problems import Problem
from menkou.embedded import LauncherError

if TYPE_CHECKING:
    from procrastinate import App

CONCURRENCY = 4
GRACE_S, LAST_MOMENT_S = 6, 9  # a job that does not end in time is found and done again by the next worker


def work() -> None:
    """运行后台任务（通常由 menkou serve 启动）。"""
    database.ensure(home.settle())
    database.set_up_django()
    from menkou.core import reconciler

    stop = threading.Event()
    sweeper = threading.Thread(target=reconciler.run_forever, args=[stop], name="reconciler", daemon=True)
    sweeper.start()
    try:
        asyncio.run(_run_jobs())
    finally:
        stop.set()
        sweeper.join(3)


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
        with contextlib.suppress(asyncio.CancelledError):
            await running


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
