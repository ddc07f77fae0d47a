"""docs/openapi.json is what the server serves, in every district; a change of the contract shows in the diff."""

import json
import os

from tests.cast import SLUG
from tests.guards.sources import ROOT

SNAPSHOT = ROOT / "docs" / "openapi.json"
REFRESH = "MENKOU_REFRESH=1 .venv/bin/python -m pytest -q tests/guards/test_the_api_is_a_promise.py"
OPEN = {"/villages", "/villages/{code}", "/villages/{code}/consultations"}
OPEN |= {f"/consultations/{verb}" for verb in ("lookup", "follow-up", "agree", "rate")}


def served(client):
    reply = client.get(f"/{SLUG}/api/openapi.json")
    assert reply.status_code == 200
    return reply.json()


def test_the_document_is_what_is_served(client, bare_district):
    said = json.dumps(served(client), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("MENKOU_REFRESH"):
        SNAPSHOT.write_text(said)

    assert SNAPSHOT.read_text() == said, f"The API has changed. If that is meant, run:  {REFRESH}"


def test_only_what_residents_do_is_open(client, bare_district):
    paths = served(client)["paths"]

    assert {path for path, methods in paths.items() for one in methods.values() if not one.get("security")} == OPEN


def test_every_call_says_how_it_fails_and_every_post_may_be_sent_again(client, bare_district):
    for path, methods in served(client)["paths"].items():
        for method, operation in methods.items():
            assert "4XX" in operation["responses"], path
            headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method == "post" and path != "/consultations/lookup"), path


def test_nobody_s_words_go_into_what_a_question_leaves_behind(client, bare_district):
    shapes = served(client)["components"]["schemas"]

    assert set(shapes["AcceptedOut"]["properties"]) == {"pickup_code", "pickup_code_in_two", "adviser", "due_at"}
    assert not {"id", "reference"} & set(shapes["ThreadOut"]["properties"])
