"""WAL 接收: a second copy of what is written, on another disk, before anybody is told that it is kept.

With MENKOU_WAL_TO the embedded server acknowledges nothing that the receiver has not on its disk. While the receiver is
away, writes wait: what is acknowledged is never lost, and it is a person who decides to go on without.
"""

import os
import secrets
import shutil
import time
from pathlib import Path

import typer

from menkou.command import database
from menkou.command.children import Child
from menkou.command.home import Home
from menkou.command.keeping.places import settled
from menkou.command.keeping.source import of_embedded
from menkou.command.problems import Problem
from menkou.embedded import standby

WAL_TO, RECORD, MARK = "MENKOU_WAL_TO", "wal.json", "menkou-wal.json"
TITLE, SOON_S, LEAST_FREE = "WAL 接收", 30, 256 << 20


class Receiver:
    """The process that receives, and the server's word that it waits for it."""

    def __init__(self, place: Home, server: database.Server, to: Path, lock: int) -> None:
        self.place, self.server, self.to = place, server, to
        source = of_embedded(server)
        command = [str(source.programs / "pg_receivewal"), "-D", str(to), "--slot", standby.RECEIVER, "--no-loop"]
        command += ["--synchronous", "--no-password", *source.words(standby.RECEIVER)]
        self.child = Child(TITLE, command, place.logs / "wal.log", source.environment(), lock, vital=False)

    def begin(self) -> None:
        """Receive, and from then on wait for it. Raises Problem where it does not come to receive."""
        self._ask(standby.SLOT)
        self.child.start()
        deadline = time.monotonic() + SOON_S
        while not self.receives():
            self.child.tend()
            if time.monotonic() > deadline:
                self.child.stop()
                raise Problem(f"{TITLE}没有接上，没有启动；原因见 {self.child.log}。")
            time.sleep(0.1)
        self._ask(standby.ON, standby.RELOAD)
        self.place.note(RECORD, self.place.recall(RECORD) | {"to": str(self.to), "pid": self._pid()})

    def receives(self) -> bool:
        """Whether the server sends to it now."""
        with database.asking(self.server.url("launcher")) as connection:
            found = connection.execute(standby.RECEIVING).fetchone()
        return bool(found and found[0] == "streaming")

    def let_go(self) -> None:
        """Wait for it no more; everybody who writes has been stopped before."""
        try:
            self._ask(standby.OFF, standby.RELOAD)
        except Problem:
            return  # the database is gone: whoever starts it next sees to it

    def _ask(self, *orders: str) -> None:
        with database.asking(self.server.url("launcher")) as connection:
            for order in orders:
                connection.execute(order)

    def _pid(self) -> int:
        return self.child.process.pid if self.child.process else 0


def begun(place: Home, server: database.Server | None, lock: int) -> Receiver | None:
    """The receiver that the environment asks for; without one, what an earlier one left is cleared. Raises Problem."""
    named = os.environ.get(WAL_TO, "").strip()
    if server is None:
        if named:
            raise Problem(f"{WAL_TO} 只用于内置数据库；自备的服务器请由它的管理员设置同步备机。")
        return None
    if not named:
        _end(place, server)
        return None
    to = settled(place, Path(named), "WAL ")
    if shutil.disk_usage(to).free < LEAST_FREE:
        raise Problem(f"{to} 所在的磁盘快满了，收不了 WAL；请腾出空间或换一个目录。")
    _claim(place, to)
    receiver = Receiver(place, server, to, lock)
    receiver.begin()
    typer.echo(f"WAL 同步收到 {to}：收到了才算写下。")
    return receiver


def _claim(place: Home, to: Path) -> None:
    """A folder is of one installation, and of one life of it: after a restore it is evidence. Raises Problem."""
    ours, mark = place.recall(RECORD).get("token"), Home(to).recall(MARK).get("token")
    if mark and mark != ours:
        raise Problem(f"{to} 里的 WAL 是另一个安装的，或是恢复以前的，没有动它；请用 {WAL_TO} 指定一个空目录。")
    if not mark:
        if any(to.iterdir()):
            raise Problem(f"{to} 里有别的文件，请用 {WAL_TO} 指定一个空目录。")
        token = secrets.token_hex(8)
        place.note(RECORD, {"token": token, "to": str(to), "since": time.time()})
        Home(to).note(MARK, {"token": token})


def _end(place: Home, server: database.Server) -> None:
    """No receiver any more: nothing waits for one, and no WAL is kept for it."""
    if not (place.path / RECORD).exists() and not standby.is_waited_for(server):
        return
    with database.asking(server.url("launcher")) as connection:
        for order in (standby.OFF, standby.RELOAD, standby.DROP):
            connection.execute(order)
    (place.path / RECORD).unlink(missing_ok=True)
