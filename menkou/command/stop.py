"""menkou stop: stop what menkou serve started, and the embedded database."""

import fcntl
import os
import signal
import time

import typer

from menkou.command import database, home
from menkou.command.problems import Problem
from menkou.command.serve import RUNNING

PATIENCE_S = 60


def stop() -> None:
    """停止门口和内置数据库。"""
    place = home.find()
    stopped = _stop_supervisor(place)
    server = database.embedded(place)
    if server and place.postgres.exists() and server.stop():
        stopped = True
    typer.echo("门口已停止。" if stopped else "门口没有在运行。")


def _stop_supervisor(place: home.Home) -> bool:
    """Ask the supervisor to stop and wait; its lock tells that it is the one."""
    lock = place.path / "serve.lock"
    if not lock.exists():
        return False
    deadline, asked = time.monotonic() + PATIENCE_S, False
    with open(lock) as file:
        while not _is_free(file):
            pid = place.recall(RUNNING).get("pid")
            if pid and not asked:
                asked = True
                os.kill(pid, signal.SIGTERM)
            if time.monotonic() > deadline:
                raise Problem(f"门口（进程 {pid}）{PATIENCE_S} 秒内没有停下来，请看 {place.logs} 里的记录。")
            time.sleep(0.1)
    return asked


def _is_free(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
