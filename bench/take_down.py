"""Ask through the product once, in this process, and keep what it said to PostgreSQL: the script of a question."""

import json
import os
import re
import secrets
import sys
import time

from bench.script import Script, generalise
from bench.seed import SLUG, TEXT

HERE = "127.0.0.1"


def question(client, code: str):
    """Send the form of a village's page from a phone that keeps cookies; return the answer."""
    client.cookies["menkou_device"] = secrets.token_hex(16)
    form = {"text": TEXT, "form": secrets.token_hex(16), "may_hand_over": "on"}
    return client.post(f"/{SLUG}/v/{code}/ask", form)


def statements_of(ask) -> list[str]:
    """What PostgreSQL is told while something is asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code >= 400:
        raise RuntimeError(f"the product answered {answer.status_code}: {answer.content.decode()[:500]}")
    return [one["sql"] for one in captured.captured_queries]


def through_the_api(code: str) -> dict | None:
    """How to ask through the API: its address and the body, from its own document; None where there is no such door."""
    from django.test import Client

    from config.api import api

    for path, operations in api.get_openapi_schema(path_prefix=f"/{SLUG}/api/")["paths"].items():
        if "post" not in operations or not re.search(r"ask|question|consultation", path):
            continue
        body = {"text": TEXT, "form": "{fresh}", "village": "{code}", "village_code": "{code}", "may_hand_over": True}
        address = re.sub(r"\{(village|code|village_code)\}", "{code}", path)
        if re.sub(r"\{code\}", "", address).count("{"):
            continue
        sent = json.dumps(body).replace("{fresh}", secrets.token_hex(16)).replace("{code}", code)
        answer = Client(SERVER_NAME=HERE).post(
            address.replace("{code}", code),
            sent,
            content_type="application/json",
            headers={"Idempotency-Key": secrets.token_hex(16)},
        )
        if answer.status_code in (200, 201):
            return {"path": address, "body": body, "status": answer.status_code}
    return None


def take_down(facts: dict) -> Script:
    """The script of one question, taken down at the second one: the first fills the process's caches."""
    from django.test import Client

    client, code = Client(SERVER_NAME=HERE), facts["asked_at"][0]
    question(client, code)
    since_ms = int(time.time() * 1000)
    said = statements_of(lambda: question(client, code))
    return Script(all=generalise(said, since_ms), api=through_the_api(code), **facts)


if __name__ == "__main__":
    import django

    django.setup()
    take_down(json.loads(sys.argv[1])).keep(os.environ["MENKOU_BENCH"])
