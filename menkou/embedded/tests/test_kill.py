"""Starts at the same moment, and right after a kill."""

import concurrent.futures
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from menkou.embedded.server import Server
from menkou.embedded.tests.launching import (
    CHECKOUT,
    CLEAN,
    ROOT,
    cli,
    home_of,
    is_alive,
    ok,
    postmaster,
    processes,
    query,
    refused,
)


def test_starts_at_the_same_moment(base):
    home = base / "pg"
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: cli("start", home), range(4)))
    assert [one.returncode for one in done] == [0] * 4
    assert sorted("已在运行" in one.stderr for one in done) == [False, True, True, True]
    pid = postmaster(home)
    mains = [p for p in processes(home) if b"-D" in Path(f"/proc/{p}/cmdline").read_bytes()]
    assert mains == [pid]


def test_kill_of_the_postmaster(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    query(home, "create table t (a int)")
    stop = threading.Event()

    def busy(url):
        with contextlib.suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
            while not stop.is_set():
                connection.execute("select pg_sleep(0.01)")

    for turn in range(2 if wheel else 5):
        url = ok("url", home)
        threads = [threading.Thread(target=busy, args=(url,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        query(home, f"insert into t values ({turn})")
        os.kill(postmaster(home), signal.SIGKILL)
        ok("start", home, wheel=wheel)
        stop.set()
        for thread in threads:
            thread.join()
        assert query(home, "select count(*) from t") == [(turn + 1,)]
        assert ok("url", home) == url


@pytest.mark.nightly
def test_long_query_survives_a_killed_postmaster(base):
    """A backend that computes notices the death late; the start waits for it."""
    home = base / "pg"
    ok("start", home)
    url = ok("url", home)

    def compute():
        with contextlib.suppress(psycopg.Error), psycopg.connect(url) as connection:
            connection.execute("select count(*) from generate_series(1, 12000000)")

    thread = threading.Thread(target=compute)
    thread.start()
    time.sleep(0.4)
    os.kill(postmaster(home), signal.SIGKILL)
    ok("start", home)
    thread.join()
    assert ok("status", home) == "running"


def test_recorded_pid_taken_by_another_process(base, wheel):
    home = base / "pg"
    ok("start", home, wheel=wheel)
    ours = home_of(home)
    os.kill(postmaster(home), signal.SIGKILL)
    while is_alive(home):
        time.sleep(0.05)
    drop = {"user": ours.uid, "group": ours.gid, "extra_groups": []} if ROOT else {}
    other = subprocess.Popen(["sleep", "60"], **drop)
    try:
        for path in (ours.data / "postmaster.pid", Path(ours.state.socket) / ".s.PGSQL.5432.lock"):
            lines = path.read_text().split("\n")
            path.write_text("\n".join([str(other.pid), *lines[1:]]))
        assert "没有在运行" in ok("stop", home)
        assert other.poll() is None
        ok("start", home, wheel=wheel)
        assert other.poll() is None
        assert postmaster(home) != other.pid
    finally:
        other.kill()
        other.wait()


def test_a_server_started_by_hand_is_left_alone(base):
    home = base / "pg"
    ok("start", home)
    ok("stop", home)
    ours = home_of(home)
    by_hand = Path(ours.state.binaries) / "pg_ctl"
    options = f"-c listen_addresses='' -k {ours.data}"
    command = [by_hand, "start", "-D", ours.data, "-w", "-o", options, "-l", "/dev/null"]
    assert ours.as_server(*command, capture_output=False).returncode == 0
    refused(home, "另一个 PostgreSQL")
    assert ours.as_server(by_hand, "stop", "-D", ours.data, "-m", "fast").returncode == 0
    ok("start", home)


@pytest.mark.nightly
def test_interrupted_first_start(base):
    home = base / "pg"
    for delay in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        args = [sys.executable, "-m", "menkou.embedded", "start", "--home", str(home)]
        process = subprocess.Popen(args, cwd=CHECKOUT, env=CLEAN, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
    ok("start", home)
    assert query(home, "select count(*) from pg_extension where extname in ('pg_trgm', 'btree_gist')") == [(2,)]


def test_within_a_long_lived_process(base):
    """The postmaster is no child of ours, so a killed one does not stay behind as our zombie."""
    home = base / "pg"
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    before = children.read_text().split() if children.exists() else []
    for _ in range(2):
        server = Server(home)
        assert server.start()
        with psycopg.connect(server.url("app")) as connection:
            connection.execute("set max_parallel_workers_per_gather = 2")
            assert connection.execute("select count(*) from pg_class").fetchone()[0] > 100
        os.kill(postmaster(home), signal.SIGKILL)
        assert not children.exists() or children.read_text().split() == before
