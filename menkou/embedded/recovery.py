"""A cluster that comes back: from a base of its files and, where there is any, from WAL that was received since.

What it was told of passwords is of another home, so it starts once with a gate of its own, to which only the server's user
comes, and is told this home's. It goes on in a new timeline: what the old server wrote last is never mixed with it.
"""

import os
import shlex
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from menkou.embedded import binaries
from menkou.embedded.errors import LauncherError, failure
from menkou.embedded.home import Home
from menkou.embedded.provision import prepare, settle_place
from menkou.embedded.server import Server
from menkou.embedded.settings import PATIENCE_S, SUPERUSER

STATE = "select pg_is_in_recovery(), coalesce(pg_last_xact_replay_timestamp()::text, '')"
TELL = r"""
alter system reset synchronous_standby_names;
alter role menkou_launcher password '{password}';
"""


@dataclass(frozen=True)
class Recovered:
    """When the last transaction was that is in it; nothing where none came after the base."""

    until: str


def recover(server: Server, base: Path, wal: Path | None) -> Recovered:
    """Make the cluster of an empty home from a base (base.tar.gz and pg_wal.tar.gz) and a folder of WAL; it is stopped."""
    home = server.home
    with home.exclusive():
        if home.state.initialised:
            raise LauncherError(f"{home.path} 里已经有数据库。")
        settle_place(home)
        _unpack(home, base)
        options = {"hba_file": str(_gate(home)), "restore_command": _fetching(home, wal)}
        home.state.initialised = True
        home.save()
        prepare(home)
        server.launch({**options, "synchronous_standby_names": "", "recovery_target_timeline": "latest"})
        until = _await(server)
        psql(home, TELL.format(password=home.state.passwords["launcher"]))
    server.stop()
    shutil.rmtree(home.place / "wal", ignore_errors=True)
    (home.place / "gate.conf").unlink()
    return Recovered(until)


def psql(home: Home, words: str) -> str:
    """Ask as the launcher's own role; what came back."""
    command = [binaries.tool(home, "psql"), "-XqAtv", "ON_ERROR_STOP=1", "-h", home.state.socket, "-U", SUPERUSER]
    done = home.run(*command, "template1", input=words)
    home.demand(done)
    return str(done.stdout).strip()


def _unpack(home: Home, base: Path) -> None:
    """Under another name, so that half of it is never mistaken for a cluster."""
    new = home.place / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    home.give_directory(new)
    for name, to in (("base.tar.gz", new), ("pg_wal.tar.gz", new / "pg_wal")):
        with open(base / name, "rb") as packed:  # handed over open: the server's user may not read where it lies
            home.demand(home.as_server("tar", "-xzf", "-", "-C", to, stdin=packed))
    (new / "recovery.signal").touch()
    os.chown(new / "recovery.signal", home.uid, home.gid)
    new.rename(home.data)


def _gate(home: Home) -> Path:
    """Who may come in while it recovers: whoever can enter the socket's directory."""
    gate = home.place / "gate.conf"
    gate.write_text("local all all trust\n")
    gate.chmod(0o644)
    return gate


def _fetching(home: Home, wal: Path | None) -> str:
    """How the server fetches WAL: from a copy that it may read."""
    if wal is None:
        return "false"
    place = home.place / "wal"
    shutil.rmtree(place, ignore_errors=True)
    home.give_directory(place)
    for one in wal.iterdir():
        shutil.copyfile(one, place / one.name)
        os.chown(place / one.name, home.uid, home.gid)
    return f"cp {shlex.quote(str(place)).replace('%', '%%')}/%f %p"


def _await(server: Server) -> str:
    """Wait until everything there is has been replayed; when the last transaction was."""
    deadline = time.monotonic() + 12 * PATIENCE_S
    while time.monotonic() < deadline:
        if not server.alive():
            raise failure("数据库没有恢复成", server.log_tail(), server.home.place)
        if server.ready():
            recovering, until = psql(server.home, STATE).split("|")
            if recovering == "f":
                return until
        time.sleep(0.1)
    raise LauncherError(f"数据库一直没有恢复好，请看 {server.home.place}/log。")
