"""/metrics: for whoever holds the token and for nobody else; counts by route, and never a word."""

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
