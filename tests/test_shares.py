"""Two runs that share the tests run each of them once, and say so when they did not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import shares

ROOT = Path(__file__).resolve().parents[1]
ALONE = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:django", "-p", "no:cacheprovider"]
NOTES_ITS_NAME = """
import pathlib, pytest, time
@pytest.mark.parametrize("n", range(3))
def test_one(n):
    time.sleep(0.02)
    with open("ran.txt", "a") as ran:
        ran.write(f"{pathlib.Path(__file__).name}[{n}]\\n")
"""


@pytest.fixture
def both(tmp_path):
    """Run both lanes over six files and return how they ended."""
    for n in range(6):
        (tmp_path / f"test_{n}.py").write_text(NOTES_ITS_NAME)
    share = tmp_path / "share"
    share.mkdir()

    def both(*words: str) -> list[int]:
        commands = [[*ALONE, *shares.options(str(share), lane), *words, "."] for lane in (1, 2)]
        where = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(ROOT)}, "stdout": subprocess.DEVNULL}
        running = [subprocess.Popen(command, **where) for command in commands]
        return [one.wait(timeout=60) for one in running]

    both.place = str(share)
    both.names = lambda: (tmp_path / "ran.txt").read_text().split()
    return both


def test_each_test_runs_once(both):
    assert both() == [0, 0]
    assert sorted(both.names()) == sorted(f"test_{n}.py[{m}]" for n in range(6) for m in range(3))

    told, is_whole = shares.told(both.place)
    assert told.startswith("18 of 18 tests ran: ")
    assert is_whole


def test_chosen_tests_are_shared_alike(both):
    assert both("-k", "test_4 or test_2") == [0, 0]
    assert sorted(both.names()) == [f"test_{n}.py[{m}]" for n in (2, 4) for m in range(3)]
    assert shares.told(both.place)[1]


@pytest.mark.parametrize("ran", [[3, 4], [5, 4]])
def test_a_lane_that_left_out_or_repeated_a_test_is_noticed(ran, tmp_path):
    for lane, number in enumerate(ran, 1):
        (tmp_path / f"{lane}.ran").write_text(json.dumps({"collected": 8, "ran": number}))

    told, is_whole = shares.told(str(tmp_path))
    assert told == f"{sum(ran)} of 8 tests ran: {ran[0]} + {ran[1]}\n"
    assert not is_whole


def test_where_nothing_was_to_run_nothing_is_missed(tmp_path):
    assert shares.told(str(tmp_path)) == ("", True)


@pytest.mark.parametrize("name", shares.LONGEST)
def test_the_longest_are_there(name):
    assert (ROOT / name).is_file()
