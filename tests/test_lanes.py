"""bin/test's two lanes: nothing that one of them says or finds is lost, and neither outlives the other's end."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests import lanes

ENDLESS = """
import pathlib, sys, time
try:
    pathlib.Path(sys.argv[1], sys.argv[2]).touch()
    time.sleep(60)
except KeyboardInterrupt:
    print(sys.argv[2], "tidied up", flush=True)
"""


def saying(words, status=0):
    return [sys.executable, "-c", f"import sys; print({words!r}); sys.exit({status})"]


def test_the_second_speaks_whole_after_the_first(capfd):
    slow = [sys.executable, "-c", "import time; print('one', flush=True); time.sleep(0.5); print('two')"]

    assert lanes.side_by_side(slow, saying("three")) == 0
    assert capfd.readouterr().out.split() == ["one", "two", "three"]


@pytest.mark.parametrize(("first", "second", "whole"), [(1, 0, 1), (0, 3, 3), (2, 1, 2)])
def test_either_failing_fails_the_whole(first, second, whole, capfd):
    assert lanes.side_by_side(saying("one", first), saying("two", second)) == whole
    assert capfd.readouterr().out.split() == ["one", "two"]


def test_a_command_that_fails_keeps_none_back(capfd):
    slow = [sys.executable, "-c", "import time; time.sleep(1)"]

    assert lanes.side_by_side(slow, saying("journeys", 1), saying("share")) == 1
    assert capfd.readouterr().out.split() == ["journeys", "share"]


def test_what_is_not_begun_when_the_first_is_done_is_left_out(capfd):
    slow = [sys.executable, "-c", "import time; time.sleep(1); print('journeys')"]

    assert lanes.side_by_side(saying("one"), slow, saying("share")) == 0
    assert capfd.readouterr().out.split() == ["one", "journeys"]


def test_the_long_ones_run_by_night_and_only_then():
    by_day, by_night = lanes.commands(["-x"]), lanes.commands(["--by-night", "-x"])

    assert by_day == ([sys.executable, "-m", "pytest", "-x"], [["bin/journeys"]])
    assert by_night == (
        [sys.executable, "-m", "pytest", "-m", "not journey", "-x"],
        [["bin/journeys", "-m", "journey"]],
    )
    assert lanes.commands(["--without-journeys"])[1] == []


@pytest.mark.parametrize(("signum", "whom"), [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)])
def test_both_end_orderly_when_one_stops(signum, whom, tmp_path):
    ours = f"""
import sys
from tests import lanes
lanes.listen()
endless = [sys.executable, "-c", {ENDLESS!r}, {str(tmp_path)!r}]
sys.exit(lanes.side_by_side([*endless, "first"], [*endless, "second"], [*endless, "never"]))
"""
    with subprocess.Popen(
        [sys.executable, "-c", ours], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        while {one.name for one in tmp_path.iterdir()} != {"first", "second"}:
            assert running.poll() is None
            time.sleep(0.02)
        whom(running.pid, signum)  # a terminal tells the whole group, a kill one process
        said, _ = running.communicate(timeout=20)

    assert running.returncode == lanes.INTERRUPTED
    assert said.splitlines() == ["first tidied up", "second tidied up"]
