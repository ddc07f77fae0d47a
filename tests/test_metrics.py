"""/metrics: for whoever holds the token and for nobody else; counts by route, and never a word."""

import os

import pytest
from django.db import OperationalError

from config import measures
from menkou.operations import queries
from menkou.operations.tests.test_exposition import read
from tests.cast import SLUG

TOKEN = "t" * 32


@pytest.fixture
def ask(client, settings, monkeypatch):
    """The page, asked for with what stands in its header."""
    settings.MENKOU_METRICS_TOKEN = TOKEN
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


def test_what_the_other_processes_counted_is_added_and_what_dead_ones_counted_is_not(settings, tmp_path, monkeypatch):
    settings.MENKOU_HOME = tmp_path
    own, other = measures.Requests(), measures.Requests()
    own.note("village", 200, 0.02)
    other.note("village", 200, 0.3)
    other.note("ask", 404, 0.02)
    lives, over = os.getppid(), 2**22 + 1  # beyond the largest number of a process
    for pid in (lives, over):
        monkeypatch.setattr(measures, "requests", other)
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        measures.put_down()
    monkeypatch.undo()
    settings.MENKOU_HOME = tmp_path
    monkeypatch.setattr(measures, "requests", own)
    measures.put_down()

    found = measures.together()

    assert found.ended == {("village", "2xx"): 2, ("ask", "4xx"): 1}
    assert sum(found.took["village"]) == 2
    assert found.seconds["village"] == pytest.approx(0.32)
    assert not (tmp_path / "counted" / f"{over}.json").exists()


def test_a_note_that_cannot_be_read_is_passed_over(settings, tmp_path, monkeypatch):
    settings.MENKOU_HOME = tmp_path
    monkeypatch.setattr(measures, "requests", measures.Requests())
    (tmp_path / "counted").mkdir()
    (tmp_path / "counted" / f"{os.getppid()}.json").write_text('{"ended": [[')
    assert measures.together().ended == {}
