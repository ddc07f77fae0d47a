"""Homes of every kind: foreign, damaged, odd, moved, copied."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from menkou.embedded.tests.launching import (
    CLEAN,
    HIDE_WHEEL,
    ROOT,
    RUN,
    cli,
    home_of,
    ok,
    postmaster,
    query,
    refused,
)


def test_a_home_of_something_else(base):
    foreign = base / "foreign"
    (foreign / "data").mkdir(parents=True)
    (foreign / "data" / "PG_VERSION").write_text("18\n")
    refused(foreign, "别的文件")


def test_newer_missing_and_damaged(base):
    home = base / "pg"
    ok("start", home)
    ok("stop", home)
    version = home_of(home).data / "PG_VERSION"
    version.write_text("99\n")
    refused(home, "PostgreSQL 99")
    version.write_text("18\n")
    version.parent.rename(home / "away")
    refused(home, "不见了")
    (home / "away").rename(version.parent)
    good = (home / "state.json").read_text()
    (home / "state.json").write_text(good[:40])
    refused(home, "已损坏")
    (home / "state.json").write_text(good.replace(json.loads(good)["socket"], "/etc"))
    ok("start", home)  # a socket directory that isn't ours is not used
    assert home_of(home).state.socket != "/etc"
    ok("stop", home)
    control = home_of(home).data / "global" / "pg_control"
    kept = control.read_bytes()
    control.write_bytes(b"x" * len(kept))
    refused(home, "数据库启动不了")
    control.write_bytes(kept)
    ok("start", home)


def test_homes_that_cannot_be(base):
    refused(base / ("x" * 256), "名称太长")
    refused(base.joinpath(*["y" * 100] * 9), "超过 800 字节")
    (base / "file").write_text("")
    refused(base / "file", "已有同名文件")
    refused(base / "file" / "pg", "上级不是目录")
    refused("/proc/menkou", "/proc/menkou")
    if not ROOT:
        refused("/usr/menkou", "没有权限")
        refused("/usr", "属于另一位用户")


def test_odd_long_and_moved_homes(base):
    odd = base / '门口 数据\'s "$(x)" , 50%'
    ok("start", odd)
    assert home_of(odd).state.socket.startswith("/tmp/menkou-")
    assert query(odd, "select 1") == [(1,)]
    ok("stop", odd)
    long = base.joinpath(*["y" * 100] * 7)
    long.parent.mkdir(parents=True)
    left = home_of(odd).state.socket
    odd.rename(long)
    ok("start", long)
    assert home_of(long).state.socket != left
    Path(left).rmdir()
    assert query(long, "select 1") == [(1,)]
    assert len(home_of(long).state.socket) < 86


@pytest.mark.nightly
def test_copied_home_has_its_own_server(base):
    home, copy = base / "pg", base / "copy"
    ok("start", home)
    ok("stop", home)
    subprocess.run(["cp", "-a", home, copy], check=True)
    ok("start", home)
    ok("start", copy)
    assert postmaster(home) != postmaster(copy)
    assert home_of(home).state.socket != home_of(copy).state.socket
    assert query(home, "select 1") == query(copy, "select 1") == [(1,)]


def test_socket_directory_gone_or_taken(base):
    home = base / "pg"
    ok("start", home)
    for spoil in ("gone", "link", "open"):
        ok("stop", home)
        socket = Path(home_of(home).state.socket)
        if spoil == "open":
            socket.chmod(0o755)
        else:
            shutil.rmtree(socket)
            if spoil == "link":
                (base / "target").mkdir(mode=0o700)
                socket.symlink_to(base / "target")
        ok("start", home)
        assert home_of(home).state.socket != str(socket)
        assert query(home, "select 1") == [(1,)]


def test_environment_names_another_server(base):
    env = CLEAN | {"MENKOU_DATABASE_URL": "postgresql://elsewhere/x"}
    for command in ("start", "stop", "status", "url"):
        done = cli(command, base / "pg", env=env)
        assert done.returncode == 0
        assert "已设 MENKOU_DATABASE_URL" in done.stderr
        assert done.stdout == ""
    assert not (base / "pg").exists()


def test_no_binaries(base):
    script = HIDE_WHEEL + "settings.SYSTEM_BINARIES = binaries.Path('/none')\n" + RUN
    refused(base / "pg", "MENKOU_DATABASE_URL", script=script)
    assert "请先启动" in cli("url", base / "pg").stderr


def test_log_is_bounded(base):
    home = base / "pg"
    ok("start", home)
    ours = home_of(home)
    log = ours.place / "log" / "Xxx.log"
    ours.as_server("truncate", "-s", "40M", log)
    ok("start", home)
    assert ours.as_server("stat", "-c", "%s", log).stdout.strip() == "0"
