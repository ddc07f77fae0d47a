"""Processes that are watched."""

import os
import subprocess
import sys
import time

import pytest

from menkou.command import children
from menkou.command.children import Child
from menkou.command.problems import Problem
from menkou.command.tests.installation import CLEAN, is_alive, until

SUPERVISOR = """
import sys
from pathlib import Path
from menkou.command.children import Child
lock = open(sys.argv[1] + "/lock", "w")
child = Child("child", ["sleep", "60"], Path(sys.argv[1], "child.log"), {"PATH": "/usr/bin:/bin"}, lock.fileno())
child.start()
print(child.process.pid, flush=True)
input()
"""


@pytest.fixture
def child_of(tmp_path):
    """Make children, each stopped at the end."""
    with open(tmp_path / "lock", "w") as lock:
        made = []

        def make(*command, vital=True):
            made.append(Child("子进程", list(command), tmp_path / "child.log", dict(CLEAN), lock.fileno(), vital=vital))
            return made[-1]

        yield make
        for child in made:
            child.stop()


def test_a_dead_child_is_started_again_after_a_pause(child_of):
    child = child_of("sleep", "60")
    child.start()
    first = child.process
    first.kill()
    first.wait()
    assert "意外退出" in child.tend()
    assert child.tend() is None
    child.rest_until = 0
    assert "已重新启动" in child.tend()
    assert child.process.pid != first.pid


def test_a_child_that_dies_five_times_a_minute_is_given_up(child_of):
    child = child_of("false")
    for _ in range(4):
        child.start()
        child.process.wait()
        assert "意外退出" in child.tend()
    child.start()
    child.process.wait()
    with pytest.raises(Problem, match="一分钟内退出了 5 次"):
        child.tend()


def test_a_child_that_is_not_vital_is_tried_for_ever_with_the_longest_pause(child_of):
    child = child_of("false", vital=False)
    for turn in range(7):
        child.start()
        child.process.wait()
        said = child.tend()
        assert ("一分钟内已 5 次，8 秒后重新启动" in said) == child.keeps_dying == (turn >= 4)


def test_a_child_that_has_lived_for_a_minute_no_longer_keeps_dying(child_of):
    child = child_of("false", vital=False)
    child.deaths.extend([time.monotonic() - 61] + [time.monotonic()] * 4)
    assert not child.keeps_dying


def test_a_child_that_will_not_stop_is_ended_with_what_it_started(child_of, monkeypatch):
    monkeypatch.setattr(children, "PATIENCE_S", 0.2)
    child = child_of("bash", "-c", "trap '' TERM; sleep 60 & echo $!; wait; wait")
    child.start()
    until(lambda: child.log.read_text().strip())
    below = int(child.log.read_text())
    child.stop()
    until(lambda: not is_alive(below))


def test_the_log_is_bounded(child_of, monkeypatch):
    monkeypatch.setattr(children, "LARGEST_LOG", 1000)
    child = child_of("sleep", "60")
    child.start()
    child.log.write_text("x" * 2000)
    child.tend()
    assert child.log.stat().st_size == 0
    assert child.log.with_suffix(".log.1").stat().st_size == 2000


def test_children_end_with_their_supervisor(tmp_path):
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path)]
    path = os.pathsep.join(sys.path)
    supervisor = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=CLEAN | {"PYTHONPATH": path}
    )
    with supervisor:
        pid = int(supervisor.stdout.readline())
        assert is_alive(pid)
        supervisor.kill()
    until(lambda: not is_alive(pid))
