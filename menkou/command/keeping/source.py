"""Which database is kept: as its administrator, whom row security does not bind, with programs that fit its version."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from menkou.command import database
from menkou.command.home import Home, is_served
from menkou.command.keeping.counting import Step
from menkou.command.problems import Problem
from menkou.embedded import Server, binaries
from menkou.embedded.errors import in_plain_words

ADMIN = "MENKOU_ADMIN_DATABASE_URL"
MAY = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
NO_ADMIN = (
    f"已设 {database.APP}，还要用 {ADMIN} 给出数据库管理员的地址：行级安全连表的主人也管，主人导出来的是一份空的备份。"
)


@dataclass(frozen=True)
class Source:
    """A database, and where PostgreSQL's programs for it are."""

    url: str
    programs: Path
    server: Server | None = None

    def words(self, name: str = "menkou backup") -> list[str]:
        """How its programs are told where it is; never with the password, which anybody reads in a list of processes."""
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        facts: dict[str, Any] = {**conninfo_to_dict(self.url), "password": None, "application_name": name}
        return ["-d", make_conninfo(**facts)]

    def environment(self) -> dict[str, str]:
        """What they need besides."""
        from psycopg.conninfo import conninfo_to_dict

        password = conninfo_to_dict(self.url).get("password")
        return os.environ | {"LC_ALL": "C.UTF-8", "TZ": "UTC"} | ({"PGPASSWORD": str(password)} if password else {})

    def run(self, what: str, *words: Any, **options: Any) -> str:
        """Run one of the programs; what it said. Raises Problem in one sentence."""
        command = [str(word) for word in (self.programs / what, *words)]
        settings: dict[str, Any] = {"env": self.environment(), "text": True, "capture_output": True} | options
        done = subprocess.run(command, check=False, **settings)
        if done.returncode:
            raise Problem(failure(what, str(done.stderr or "")))
        return str(done.stdout or "")

    def watch(self, what: str, mark: str, total: int, step: Step, *words: Any) -> None:
        """Run one that says `mark` for each table that it has come to. Raises Problem."""
        command, said, number = [str(word) for word in (self.programs / what, *words)], [], 0
        with subprocess.Popen(command, env=self.environment(), stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr or ():
                said.append(line)
                if mark in line:
                    number += 1
                    step(min(number, total), total)
        if process.returncode:
            raise Problem(failure(what, "".join(said)))


def failure(what: str, said: str) -> str:
    """What a program of PostgreSQL complained of, in one sentence that holds no row."""
    lines = [line.strip() for line in said.splitlines() if "error:" in line or "FATAL" in line]
    line = (lines or said.strip().splitlines() or ["没有给出原因"])[0][:200]
    plain = in_plain_words(line)
    return f"{what} 没有做成：{plain if plain != line else line}。"


@contextlib.contextmanager
def opened(place: Home) -> Iterator[Source]:
    """The database of this installation, running; one that did not run is stopped again, unless it is served meanwhile."""
    server = database.embedded(place)
    if server is None:
        yield of_ones_own()
        return
    if not (place.postgres / "state.json").exists():
        raise Problem(f"{place.path} 里没有数据库，没有什么可以备份。请用 MENKOU_HOME 指定安装的目录。")
    launched = server.start()
    try:
        yield of_embedded(server)
    finally:
        if launched and not is_served(place):
            server.stop()


def of_embedded(server: Server) -> Source:
    """The embedded server's, once it runs."""
    url = server.url("launcher")
    return Source(url, binaries.tool(server.home, "pg_dump").parent, server)


def of_ones_own() -> Source:
    """A server of one's own, whose administrator the environment names. Raises Problem."""
    url = os.environ.get(ADMIN)
    if not url:
        raise Problem(NO_ADMIN)
    with database.asking(url) as connection:
        if not connection.execute(MAY).fetchone()[0]:
            raise Problem(f"{ADMIN} 里的角色 {connection.info.user} 绕不过行级安全，导出来的会是空的；请换成管理员。")
        major = connection.info.server_version // 10000
    return Source(url, client_programs(major))


def client_programs(major: int) -> Path:
    """Where PostgreSQL's programs of one version are: another version's may write what this one cannot read."""
    found = dict(reversed(binaries.client_versions()))
    if major not in found:
        raise Problem(f"数据库是 PostgreSQL {major}，这台机器上没有它的程序，请安装 postgresql-client-{major}。")
    return found[major]
