"""The examination: one line a thing, never a crash, nothing started."""

import contextlib
import errno
import json
import os
import re
import shlex
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from menkou.command import ready
from menkou.command.doctor import running as running_parts
from menkou.command.doctor.check import Check, Finding, Patient
from menkou.command.doctor.machine import fonts, keys
from menkou.command.doctor.report import meet
from menkou.command.home import Home
from menkou.command.tests.installation import menkou
from menkou.core.clock import SHANGHAI
from menkou.embedded import Server


def examined(home):
    done = menkou("doctor", "--json", home=home)
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ok"] else 1)
    return {check["name"]: check for check in said["checks"]}


def test_a_running_installation_is_well(running):
    checks = examined(running.home)
    unwell = {name: check["found"] for name, check in checks.items() if not check["ok"]}
    unwell.pop("fonts", None)  # the machine's, not ours
    assert unwell == {}


def worker_of(home):
    """The process that runs the background jobs of this home."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_worker = b"menkou.command.worker" in (place / "cmdline").read_bytes()
            if is_worker and f"MENKOU_HOME={home}\0".encode() in (place / "environ").read_bytes():
                return int(place.name)
    raise AssertionError("no worker runs")


def test_a_silent_worker_is_named(running):
    silent, url = worker_of(running.home), Server(running.home / "postgres").url("app")
    os.kill(silent, signal.SIGSTOP)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            aged = "update core_heartbeat set at = at - interval '5 minutes'"
            connection.execute(aged)
            told = "select at from core_heartbeat where name = %s"
            last = connection.execute(told, [ready.WORKER]).fetchone()[0].astimezone(SHANGHAI)
            checks = examined(running.home)
            connection.execute("update core_heartbeat set at = now()")
    finally:
        os.kill(silent, signal.SIGCONT)

    assert [name for name, check in checks.items() if not check["ok"] and name != "fonts"] == ["worker"]
    assert f"（进程 {silent}）还在，但没有动静" in checks["worker"]["found"]
    assert re.search("先运行 menkou stop.*再运行 menkou serve", checks["worker"]["cure"])
    assert re.search(rf"最后一次心跳在北京时间 {last:%Y-%m-%d %H:%M:%S}", checks["worker"]["found"])


FAILED = """
with failed as (
  insert into procrastinate_jobs (queue_name, task_name, status) values ('notify', 'some.deliver', 'failed') returning id
)
insert into procrastinate_events (job_id, type) select id, 'failed' from failed returning job_id
"""  # with its moment, as a job that failed has one: without it the reconciler forgets it as one that ended long ago


def test_failed_jobs_are_counted(running):
    with psycopg.connect(Server(running.home / "postgres").url("app"), autocommit=True) as connection:
        pks = [connection.execute(FAILED).fetchone()[0] for _ in range(2)]
        told = examined(running.home)["jobs"]
        connection.execute("delete from procrastinate_jobs where id = any(%s)", [pks])
    assert not told["ok"]
    assert "some.deliver 2 个" in told["found"]
    assert "worker.log" in told["cure"]


def test_a_stopped_database_stays_stopped(stopped):
    checks = examined(stopped.home)
    for name in ("database", "rights", "migrations", "extensions", "worker", "jobs", "web"):
        assert not checks[name]["ok"]
        assert "menkou serve" in checks[name]["cure"]
    assert Server(stopped.home / "postgres").status() == "stopped"


def test_a_home_that_never_was_is_examined_and_not_made(tmp_path):
    checks = examined(tmp_path / "none")
    assert not checks["keys"]["ok"]
    assert not (tmp_path / "none").exists()


def test_people_read_lines_with_a_cure(tmp_path):
    done = menkou("doctor", home=tmp_path / "none")
    assert done.returncode == 1
    assert "异常  数据库：内置数据库没有启动。" in done.stdout
    assert "办法：请运行 menkou serve" in done.stdout


def test_a_check_that_fails_has_found_something(tmp_path):
    def look(patient):
        raise RuntimeError("no\nsuch luck")

    told = Check("x", "某项", look).run(Patient(Home(tmp_path), ""))
    assert told["ok"] is False
    assert "no such luck" in told["found"]


@pytest.fixture
def keyed(tmp_path):
    """A home with whole keys."""
    from menkou.core.keys import ensure

    home = Home(tmp_path)
    ensure(home.keys)
    secret = home.keys / "secret.key"
    secret.write_text("x" * 40)
    secret.chmod(0o600)
    assert keys(Patient(home, "")).ok
    return home


@pytest.mark.parametrize("name", ["secret.key", "keys.json"])
@pytest.mark.parametrize("spoil", ["short", "gone"])
def test_keys_that_are_not_well(keyed, name, spoil):
    path = keyed.keys / name
    path.write_text("x") if spoil == "short" else path.unlink()
    finding = keys(Patient(keyed, ""))
    assert not finding.ok
    assert str(path) in finding.found
    assert finding.cure
    assert "No such file" not in finding.found


CLOSED = [("keys", "700"), ("keys/secret.key", "600"), ("keys/keys.json", "600"), ("postgres/state.json", "600")]


@pytest.mark.parametrize(("name", "rights"), CLOSED)
def test_what_others_may_read_is_closed_by_the_command_that_is_named(keyed, name, rights):
    keyed.postgres.mkdir()
    (keyed.postgres / "state.json").touch(0o600)
    path = keyed.path / name
    path.chmod(0o755)
    finding = keys(Patient(keyed, ""))
    assert "别人也能读" in finding.found
    order = re.search(r"chmod .*(?=。)", finding.cure)[0]
    assert order == f"chmod {rights} {path}"
    subprocess.run(shlex.split(order), check=True)
    assert keys(Patient(keyed, "")).ok


def test_a_password_file_that_cannot_be_read_is_named_with_its_cure(tmp_path, monkeypatch):
    def forbidden(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    (tmp_path / "postgres").mkdir()
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path))
    monkeypatch.delenv("MENKOU_DATABASE_URL")
    monkeypatch.setattr(Path, "read_text", forbidden)
    told = Check("x", "某项", lambda _: None, needs_database=True).run(meet())
    assert (
        told["found"]
        == f"读不了 {tmp_path}/postgres/state.json：没有权限。请执行 chmod 600 {tmp_path}/postgres/state.json。"
    )
    assert "上面所说" in told["cure"]


def test_what_the_system_says_is_said_in_chinese(tmp_path):
    told = Check("x", "某项", lambda _: (tmp_path / "none").read_text()).run(Patient(Home(tmp_path), ""))
    assert told["found"] == f"没能检查：{tmp_path}/none：找不到"


def test_a_web_server_that_hangs_is_stopped_first(tmp_path, monkeypatch):
    home = Home(tmp_path)
    home.note("serve.json", {"port": 1, "pid": os.getpid()})
    monkeypatch.setitem(running_parts.WORDS, "pid", b"pytest")
    assert "先运行 menkou stop" in running_parts.web(Patient(home, "")).cure
    home.note("serve.json", {"port": 1, "pid": 0})
    assert "stop" not in running_parts.web(Patient(home, "")).cure


def test_fonts_of_a_directory_of_our_own(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_FONTS", str(tmp_path))
    patient = Patient(Home(tmp_path), "")
    assert not fonts(patient).ok
    (tmp_path / "song.otf").write_bytes(b"")
    assert fonts(patient) == Finding(True, f"MENKOU_FONTS 目录 {tmp_path} 里有 1 个字体文件。", fonts(patient).cure)
