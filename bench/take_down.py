"""Ask through the product once, in this process, and keep what it said to PostgreSQL: the script of a question."""

import json
import os
import secrets
import sys
import time

from bench.script import Script, generalise
from bench.seed import SLUG, TEXT

HERE = "127.0.0.1"


def question(client, code: str):
    """Send the form of a village's page from a phone that keeps cookies; return the answer."""
    form = {"text": TEXT, "form": secrets.token_hex(16), "may_hand_over": "on"}
    return client.post(asking(code), form)


def device(code: str) -> str:
    """The cookies of a phone that has opened a village's form."""
    from django.test import Client

    phone = Client(SERVER_NAME=HERE)
    phone.get(asking(code))
    return "; ".join(f"{name}={one.value}" for name, one in phone.cookies.items())


def asking(code: str) -> str:
    return f"/{SLUG}/v/{code}/ask"


def statements_of(ask) -> list[str]:
    """What PostgreSQL is told while something is asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code >= 400:
        raise RuntimeError(f"the product answered {answer.status_code}: {answer.content.decode()[:500]}")
    return [one["sql"] for one in captured.captured_queries]


def take_down(facts: dict) -> Script:
    """The script of one question, taken down at the second one: the first fills the process's caches."""
    from django.test import Client

    devices = [device(code) for code in facts["asked_at"]]
    client, code = Client(SERVER_NAME=HERE), facts["asked_at"][0]
    client.get(asking(code))
    question(client, code)
    since_ms = int(time.time() * 1000)
    said = statements_of(lambda: question(client, code))
    return Script(all=generalise(said, since_ms), devices=devices, **facts)


if __name__ == "__main__":
    import django

    django.setup()
    take_down(json.loads(sys.argv[1])).keep(os.environ["MENKOU_BENCH"])
