"""The examination: one line a thing, never a crash, nothing started."""

import contextlib
import json
import os
import signal
from pathlib import Path

import psycopg
import pytest

from menkou.command.doctor.check import Check, Finding, Patient
from menkou.command.doctor.machine import fonts, keys
from menkou.command.home import Home
from menkou.command.tests.installation import menkou
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
            connection.execute("update core_heartbeat set at = at - interval '5 minutes'")
            checks = examined(running.home)
            connection.execute("update core_heartbeat set at = now()")
    finally:
        os.kill(silent, signal.SIGCONT)

    assert [name for name, check in checks.items() if not check["ok"] and name != "fonts"] == ["worker"]


def test_a_stopped_database_stays_stopped(stopped):
    checks = examined(stopped.home)
    for name in ("database", "rights", "migrations", "extensions", "worker", "web"):
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


@pytest.mark.parametrize("spoil", ["mode", "short", "gone"])
def test_keys_that_are_not_well(tmp_path, spoil):
    from menkou.core.keys import ensure

    home = Home(tmp_path)
    ensure(home.keys)
    secret = home.keys / "secret.key"
    secret.write_text("x" * 40)
    secret.chmod(0o600)
    patient = Patient(home, "")
    assert keys(patient).ok
    if spoil == "mode":
        secret.chmod(0o644)
    elif spoil == "short":
        secret.write_text("x")
    else:
        secret.unlink()
    finding = keys(patient)
    assert not finding.ok
    assert finding.cure


def test_fonts_of_a_directory_of_our_own(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_FONTS", str(tmp_path))
    patient = Patient(Home(tmp_path), "")
    assert not fonts(patient).ok
    (tmp_path / "song.otf").write_bytes(b"")
    assert fonts(patient) == Finding(True, f"MENKOU_FONTS 目录 {tmp_path} 里有 1 个字体文件。", fonts(patient).cure)
