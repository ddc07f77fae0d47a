"""/metrics: for whoever holds the token and for nobody else; counts by route, and never a word."""

import json
import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError

from config import measures
from menkou.operations import queries
from menkou.operations.tests.test_exposition import read
from tests.cast import SLUG

TOKEN = "t" * 32


@pytest.fixture
def ask(client, settings, monkeypatch, tmp_path):
    """The page, asked for with what stands in its header."""
    settings.MENKOU_METRICS_TOKEN, settings.MENKOU_HOME = TOKEN, tmp_path
    monkeypatch.setattr(measures, "requests", measures.Requests())
    monkeypatch.setattr("config.requests.requests", measures.requests)
    return lambda said=f"Bearer {TOKEN}": client.get("/metrics", HTTP_AUTHORIZATION=said)


def test_requests_are_counted_by_the_name_of_their_route(ask, client, village):
    client.get(f"/{SLUG}/v/{village.code}/")
    client.get(f"/{SLUG}/v/nowhere/")
    client.get(f"/{SLUG}/nothing/%E9%87%91")
    client.post(f"/{SLUG}/v/{village.code}/ask", {"text": ""})

    found = read(ask().content.decode())

    counted = {(one[1]["route"], one[1]["status"]): one[2] for one in found["menkou_requests_total"]}
    assert counted == {("village", "2xx"): 1, ("village", "4xx"): 1, ("none", "4xx"): 1, ("ask", "4xx"): 1}
    assert {one[1]["route"]: one[2] for one in found["menkou_request_seconds"] if one[0] == "_count"}["village"] == 2
    assert found["menkou_database_up"] == [("", {}, 1)]
    assert village.code not in str(found)


def test_districts_are_told_together_and_never_apart(ask, village):
    assert SLUG not in ask().content.decode()


@pytest.mark.parametrize(
    "said", ["", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "Bearer 金", f"bearer {TOKEN}"]
)
def test_without_the_token_there_is_no_such_page(ask, db, said):
    assert ask(said).status_code == 404


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer"])
def test_where_no_token_is_set_nobody_reads_it(ask, db, settings, said):
    settings.MENKOU_METRICS_TOKEN = ""

    assert ask(said).status_code == 404


def test_while_the_database_is_away_the_counts_are_told(ask, db, monkeypatch):
    def away():
        raise OperationalError("x")

    monkeypatch.setattr(queries, "seen", away)

    assert read(ask().content.decode())["menkou_database_up"] == [("", {}, 0)]


def test_a_duration_falls_into_its_bucket():
    counted = measures.Requests()
    for seconds in (0.01, 0.011, 7.0):
        counted.note("front", 200, seconds)

    ended, took, seconds = counted.snapshot()

    assert ended == {("front", "2xx"): 3}
    assert took["front"] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert round(seconds["front"], 3) == 7.021


@pytest.fixture
def own(settings, tmp_path, monkeypatch):
    """What this process has counted."""
    settings.MENKOU_HOME = tmp_path
    monkeypatch.setattr(measures, "requests", measures.Requests())
    return measures.requests


@contextmanager
def another(pid: int):
    """Within it, we are that process, which has counted something else."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measures, "requests", measures.Requests())
        patched.setattr(os, "getpid", lambda: pid)
        yield measures.requests


LIVES, OVER = os.getppid(), 2**22 + 1  # beyond the largest number of a process


def test_what_the_other_processes_counted_is_added_and_what_dead_ones_counted_is_not(own, tmp_path):
    own.note("village", 200, 0.02)
    for pid in (LIVES, OVER):
        with another(pid) as other:
            other.note("village", 200, 0.3)
            other.note("ask", 404, 0.02)
            measures.put_down()

    found = measures.together()

    assert found.ended == {("village", "2xx"): 2, ("ask", "4xx"): 1}
    assert sum(found.took["village"]) == 2
    assert found.seconds["village"] == pytest.approx(0.32)
    assert not list((tmp_path / "counted").glob(f"{OVER}*"))


def test_a_number_that_was_given_to_another_process_after_a_restart_counts_nothing(own, tmp_path):
    with another(LIVES) as other:
        other.note("village", 200, 0.3)
        measures.put_down()
    [kept] = (tmp_path / "counted").iterdir()
    kept.rename(kept.with_name(f"{LIVES}-1.json"))  # the same number, started at another moment
    (kept.with_name(f"{LIVES}.json")).write_text('{"ended": [["village", "2xx", 1]], "took": {}, "seconds": {}}')
    (kept.with_name(f"{OVER}.new")).write_text("{")

    assert measures.together().ended == {}
    [left] = (tmp_path / "counted").iterdir()
    assert left.name.startswith(f"{os.getpid()}-")


def test_the_sum_does_not_go_down_with_who_answers(own):
    def told() -> int:
        return measures.together().ended.get(("village", "2xx"), 0)

    own.note("village", 200, 0.02)
    with another(LIVES) as other:
        measures.put_down()
    for _ in range(5):
        own.note("village", 200, 0.02)  # not noted yet
    first = told()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measures, "requests", other)
        patched.setattr(os, "getpid", lambda: LIVES)
        assert told() >= first


READ = {"ended": [["ask", "2xx", 1]], "took": {"ask": [0] * 10}, "seconds": {"ask": 0.1}}


@pytest.mark.parametrize(
    "said",
    [
        '{"ended": [[',
        "[]",
        "null",
        "\xff",
        json.dumps(READ | {"took": []}),
        json.dumps(READ | {"took": None}),
        json.dumps(READ | {"took": {"ask": [1]}}),
        json.dumps(READ | {"seconds": {}}),
        json.dumps(READ | {"seconds": {"ask": "x"}}),
        json.dumps(READ | {"ended": [["ask", "2xx", "x"]]}),
    ],
)
def test_a_note_that_cannot_be_read_is_passed_over(ask, db, tmp_path, said):
    with another(LIVES):
        measures.put_down()
    [kept] = (tmp_path / "counted").iterdir()
    kept.write_bytes(said.encode("latin-1"))

    found = ask()

    assert found.status_code == 200
    assert 'route="ask"' not in found.content.decode()


def test_what_cannot_be_noted_nor_cleared_away_is_no_fault(own, tmp_path, monkeypatch):
    own.note("village", 200, 0.02)
    with another(OVER):
        measures.put_down()

    def refused(*_, **__):
        raise PermissionError

    for name in ("unlink", "mkdir"):
        monkeypatch.setattr(Path, name, refused)

    assert measures.together().ended == {("village", "2xx"): 1}
