"""收信的进程: which ports they are called at, and how they are started. Two, so that one may die and none is missed.

python -m menkou.command.intakes PORT [HOST] runs one by itself, where no supervisor does.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from menkou.command import database, home, ready, web
from menkou.command.children import Child
from menkou.command.problems import Problem

PORTS = "MENKOU_INTAKE_PORTS"
TITLES = ("收信一", "收信二", "收信三", "收信四")
APPLICATION = "menkou.channels.asgi:application"


def ports(web: int, demo: bool) -> list[int]:
    """As the environment names them; in a demo else the two after the web server's, where these are free."""
    named = os.environ.get(PORTS, "").replace("，", ",")
    if not named.strip():
        return [port for port in (web + 1, web + 2) if ready.is_free("127.0.0.1", port)] if demo else []
    try:
        found = [int(word) for word in named.split(",")]
    except ValueError:
        found = []
    if not found or len(found) > len(TITLES) or len({web, *found}) <= len(found) or not _fit(found):
        raise Problem(f"{PORTS}（{named}）写得不对：写一到四个端口，用逗号隔开，不能与网页的端口相同，例如 8001,8002。")
    return found


def children(at: Sequence[int], host: str, logs: Path, environment: dict[str, str], lock: int) -> list[Child]:
    """One process for each port; no page depends on them, and one that dies is started again for ever."""
    return [
        Child(title, _command(host, port), logs / f"intake-{number}.log", environment, lock, vital=False, heals=True)
        for number, (title, port) in enumerate(zip(TITLES, at, strict=False), 1)
    ]


def _command(host: str, port: int) -> list[str]:
    words = [sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--workers", "1", "--http", "1"]
    words += ["--host", host, "--port", str(port)]
    return [
        *words,
        "--workers-kill-timeout",
        "4",
        "--respawn-failed-workers",
        "--http1-header-read-timeout",
        "5000",
        APPLICATION,
    ]


def _fit(found: list[int]) -> bool:
    return all(0 < port < 65536 for port in found)


def _alone() -> None:
    """Become one of them. Raises Problem."""
    if not os.environ.get(database.APP):
        raise Problem(f"收信的进程单独运行时，要用 {database.APP} 给出数据库的地址。")
    home.settle()
    port, host = web.asked(sys.argv[1:], "请写一个端口，例如 python -m menkou.command.intakes 8001。")
    words = _command(host, port)
    os.execv(words[0], words)  # noqa: S606  # our own words


if __name__ == "__main__":
    try:
        _alone()
    except Problem as problem:
        sys.exit(str(problem))
