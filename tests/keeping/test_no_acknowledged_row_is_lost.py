"""With a receiver that is waited for, no acknowledged row is lost; a broken end of what it has is said."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from menkou.command.home import CHECKOUT
from menkou.command.keeping import manifest, wal
from menkou.command.keeping.source import client_programs
from menkou.command.problems import Problem
from menkou.command.tests.installation import free_port, until
from menkou.embedded import Server, standby
from tests.keeping.living import KEPT, Living, after


@pytest.fixture
def served():
    """An installation under its supervisor, with a receiver of WAL."""
    with Living(MENKOU_WAL_TO="") as living:
        living.environment["MENKOU_WAL_TO"] = str(living.base / "wal")
        output = living.base / "output.txt"
        command = [sys.executable, "-m", "tests.keeping.unsynced", "serve", "--port", str(free_port())]
        with open(output, "w") as said:
            living.process = subprocess.Popen(command, cwd=CHECKOUT, env=living.environment, stdout=said, stderr=said)
        until(lambda: "Menkou is ready" in output.read_text() or living.process.poll() is not None, 90)
        assert living.process.poll() is None, output.read_text()
        assert "WAL 同步收到" in output.read_text()
        yield living
        if living.process.poll() is None:
            living.process.send_signal(signal.SIGTERM)
            living.process.wait(60)


def checked(living) -> dict:
    told = json.loads(living.menkou("doctor", "--json").stdout)["checks"]
    return next(one for one in told if one["name"] == "wal")


def test_the_data_directory_is_destroyed_and_no_acknowledged_row_is_lost(served):
    assert "没有能接它的备份" in checked(served)["found"]
    with served.written() as acknowledged:
        after(acknowledged, 20)
        folder = served.back_up("--base", "--keep", "2")
        assert checked(served)["ok"]
        after(acknowledged, 100)
        stands_still_without_its_receiver(served, acknowledged)
        after(acknowledged, 20)
        served.process.kill()
        served.process.wait()
        served.destroy()
    served.environment["MENKOU_WAL_TO"] = ""
    kept = served.base / "wal"
    said = served.restored(folder, "--wal", kept)
    served.server.start()

    assert set(acknowledged) - served.lines() == set()
    assert "最后一笔写于北京时间" in said
    assert re.search(r"试开了 (\d+) 件.*打开 \1 件", said)
    assert (
        served.did("user", "list", "--district", "crash") is not None
    )  # nobody waits for a receiver that is not there
    a_broken_end_is_found(served, folder, kept)


def stands_still_without_its_receiver(served, acknowledged):
    """Whoever writes waits, and is told nothing that could be lost."""
    pid = json.loads((served.home / "wal.json").read_text())["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        until(lambda: not more(acknowledged))
        assert checked(served)["name"] == "wal"
    finally:
        os.kill(pid, signal.SIGCONT)


def more(acknowledged) -> int:
    """How much is acknowledged within a moment."""
    import time

    before = len(acknowledged)
    time.sleep(0.5)
    return len(acknowledged) - before


def broken_in_the_middle(newest: Path) -> None:
    """What a bad disk does to the newest file: one bit of what the receiver has."""
    content = bytearray(newest.read_bytes())
    content[len(content.rstrip(b"\0")) // 2] ^= 0xFF
    newest.write_bytes(content)


def a_broken_end_is_found(served, folder, kept):
    held = manifest.read(folder)
    programs = client_programs(int(held.postgres.split(".")[0]))
    gathered = wal.gathered(kept, held, served.base / "gathered")
    assert wal.broken(programs, gathered, held) is None

    newest = wal.segments(kept)[-1]
    broken_in_the_middle(newest)
    found = wal.broken(programs, gathered, held)
    assert found.file == newest.name[:24]
    assert str(found).endswith("坏了，那以后写下的没有恢复")
    with pytest.raises(Problem, match="接得上"):
        wal.gathered(served.backups, held, served.base / "nothing")


@pytest.mark.nightly
def test_a_restore_says_that_the_newest_wal_is_broken(served):
    with served.written() as acknowledged:
        folder = served.back_up("--base")
        after(acknowledged, 2000)
    served.process.kill()  # and with it its receiver: what is written by hand now does not wait for it
    served.process.wait()
    served.did("district", "add", "--slug", "later", "--name", "后来区", "--code", "999977")
    assert not standby.is_waited_for(served.server)
    served.did("stop")
    kept = served.base / "wal"
    broken_in_the_middle(wal.segments(kept)[-1])
    words = ["--from", folder, "--keys", served.keys, "--home", served.base / "broken", "--wal", kept]
    done = served.menkou("restore", *words)

    assert done.returncode == 1
    assert "坏了，那以后写下的没有恢复" in done.stderr
    assert (served.base / "broken" / "keys" / "keys.json").exists()


@pytest.mark.nightly
def test_what_had_been_received_at_a_moment_brings_the_installation_back_as_of_then(served):
    """What was deleted by mistake at noon is there again, from a copy of the WAL of before noon, beside the living one."""
    with served.written(1) as acknowledged:
        folder = served.back_up("--base")
        after(acknowledged, 200)
    shutil.copytree(served.base / "wal", served.base / "before-noon")
    with served.written(1) as later:
        after(later, 200)
    kept = served.lines()
    place = served.base / "as-of-then"
    words = ["--from", folder, "--keys", served.keys, "--home", place, "--wal", served.base / "before-noon"]
    said = served.did("restore", *words, MENKOU_WAL_TO="")

    back = Server(place / "postgres")
    back.start()
    with psycopg.connect(back.url("launcher")) as connection:
        found = {row[0] for row in connection.execute(KEPT)}
    assert found >= set(acknowledged)
    assert not found & set(later)
    assert "最后一笔写于北京时间" in said
    assert served.lines() == kept >= set(later)  # the living one was not touched
