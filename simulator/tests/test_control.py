"""The control API: the clock, the faults, the history."""

import http.client

import pytest

from simulator.clock import Clock, Schedule

from .conftest import wait_for


def test_the_clock_moves_and_stands(caller):
    caller.post("/sim/clock", frozen=True, at=1_000_000)
    assert caller.get("/sim/clock")["now"] == 1_000_000
    assert caller.post("/sim/clock", forward=0.5)["now"] == 1_000_000.5
    caller.post("/sim/clock", frozen=False)
    assert caller.get("/sim/clock")["now"] >= 1_000_000.5


def test_what_is_to_happen_happens_when_the_clock_gets_there(world, caller):
    caller.post("/sim/clock", frozen=True)
    happened = []
    world.schedule.at(world.now() + 3600, lambda: happened.append(1))
    caller.post("/sim/clock", forward=3599)
    assert not happened
    caller.post("/sim/clock", forward=2)
    wait_for(lambda: happened)


def test_a_task_that_fails_stops_no_other():
    failed, happened = [], []
    schedule = Schedule(Clock(), failed.append)
    schedule.after(0, lambda: 1 / 0)
    schedule.after(0, lambda: happened.append(1))
    wait_for(lambda: failed and happened)


def test_what_is_not_there_and_what_makes_no_sense_is_said(caller):
    for method, path, status in [
        ("GET", "/sim/nothing", 404),
        ("POST", "/sim/faults", 400),
        ("POST", "/sim/push", 404),
    ]:
        assert caller.status(method, path, b"{}" if method == "POST" else None) == status


def test_the_history_is_only_added_to(caller):
    first = caller.get("/sim/history")["history"]
    caller.post("/sim/reset", seed=2)
    after = caller.get("/sim/history")["history"]
    assert after[: len(first)] == first
    assert after[-1]["event"] == "reset"


def test_a_black_hole_takes_and_never_answers(world, caller):
    caller.post("/sim/faults", kind="black-hole", endpoint="/wx")
    asking = http.client.HTTPConnection("127.0.0.1", int(world.address.rsplit(":", 1)[1]), timeout=0.2)
    asking.request("POST", "/wx/cgi-bin/stable_token", "{}")
    with pytest.raises(TimeoutError):
        asking.getresponse()
    asking.close()
