"""The solver's own process: stopped, killed, crashed, or left by whoever asked."""

import signal
import subprocess
import sys
import time

import pytest

from menkou.plans import child
from menkou.postings.rules import likely, planner


def script(monkeypatch, text: str) -> None:
    """Another program in the place of the solver's."""
    monkeypatch.setattr(child, "COMMAND", [sys.executable, "-c", text])


def test_a_solver_that_does_not_stop_is_killed_with_all_it_started(monkeypatch):
    sleeper = (
        "import subprocess, time; p = subprocess.Popen(['sleep', '60']);"
        'print(\'{"stage": "%d"}\' % p.pid, flush=True); time.sleep(60)'
    )
    script(monkeypatch, sleeper)
    monkeypatch.setattr(child, "EVERY_S", 0.05)
    monkeypatch.setattr(child, "GRACE_S", 0.1)
    told = []
    began = time.monotonic()
    with pytest.raises(child.Crashed):
        child.solve({"seconds": 60}, lambda progress: told.append(progress) or ("stop" if "stage" in progress else ""))

    assert time.monotonic() - began < 10
    pid = next(int(one["stage"]) for one in told if "stage" in one)
    state = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    assert state.strip() in ("", "Z")


@pytest.mark.parametrize(
    "text", ["raise SystemExit(3)", "import os; os.kill(os.getpid(), 9)", "print('no json', flush=True)"]
)
def test_a_solver_that_crashes_takes_nobody_along(monkeypatch, text):
    script(monkeypatch, text)
    with pytest.raises(child.Crashed):
        child.solve({"seconds": 5}, lambda progress: "go on")


def test_the_solver_ends_with_whoever_asked():
    listen = "threading.Thread(target=solving._listen, args=(sys.stdin, lambda: None)).start()"
    program = f"import sys, threading, time; from menkou.plans import solving; {listen}; time.sleep(60)"
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
    process.stdin.close()

    assert process.wait(30) == -signal.SIGKILL


STOPPABLE = """
import sys, time
from menkou.plans import solving
from menkou.postings.rules.district import Progress

def answer(task, progress):
    for _ in range(600):
        if progress(Progress("improving", {value})) and {hears}:
            return {{"answer": "the best so far"}}
        time.sleep(0.1)

solving._answer = answer
solving.main(sys.stdin, sys.stdout)
"""


@pytest.mark.parametrize(
    ("value", "hears", "words"), [(7.0, True, {"answer": "the best so far"}), (None, False, {"undecided": ""})]
)
def test_stopped_it_hands_over_what_it_has_and_ends_at_once_where_it_has_nothing(monkeypatch, value, hears, words):
    script(monkeypatch, STOPPABLE.format(value=value, hears=hears))
    monkeypatch.setattr(child, "EVERY_S", 0.05)
    monkeypatch.setattr(child, "GRACE_S", 60.0)
    began = time.monotonic()
    assert child.solve({"seconds": 60}, lambda progress: "stop" if "stage" in progress else "go on") == words
    assert time.monotonic() - began < 30


def test_no_programme_for_a_plan_in_hand_outlasts_the_wait_for_a_stopped_solver():
    assert max(planner.FOR_A_BOUND, planner.LONGEST_WHOLE, likely.AT_ONCE) < child.GRACE_S
