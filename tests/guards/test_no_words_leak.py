"""Canaries: words that people type are found nowhere but where they belong, not in any log, address or plain column."""

import logging
import re

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.consultations import queries
from menkou.consultations.actions import pickup_code
from menkou.consultations.models import Consultation
from menkou.consultations.views import resident as asking
from menkou.core.actors import Role
from menkou.core.models import AuditEntry, Outgoing
from tests.cast import SLUG

CANARY = "金丝雀"
SAID = {step: f"{CANARY}{step}" for step in ("asked", "followed", "answered", "typed")}
WRONG_CODE = "CANARY27"
TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname"
DISTRICT = f"/{SLUG}"


def everything_stored() -> str:
    """Every row of every table that the district sees, as text; bytes as PostgreSQL writes them."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'select string_agg(t::text, chr(10)) from "{table}" t')  # names from the catalogue
            found.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(found)


def leaks(text: str, *words: str) -> list[str]:
    """The words that a text holds, as they are or as bytes."""
    return [word for word in words if word in text or word.encode().hex() in text]


@pytest.fixture
def life(client, village, adviser_a, lin, sign_in, caplog):
    """A whole consultation through the browser, with canaries in every field; what came back is kept."""
    caplog.set_level(logging.DEBUG)
    said, told = [], []

    def post(path: str, **sent):
        response = client.post(f"{DISTRICT}/{path}", sent)
        said.append(response)
        told.append(f"{response.status_code} {response.headers.get('Location', '')} {response.request['PATH_INFO']}")
        return response

    post("pickup", code=WRONG_CODE)
    post(f"v/{village.code}/ask", text=SAID["asked"], may_hand_over="on")
    asked = Consultation.objects.get()
    post(f"asked/{asked.pk}/follow-up", text=SAID["followed"])
    sign_in(adviser_a)
    client.get(f"{DISTRICT}/consultations/{asked.pk}/")
    post(f"consultations/{asked.pk}/answer", text=SAID["answered"])
    post(f"consultations/{asked.pk}/close", minutes=20, category="other")
    post(f"consultations/{asked.pk}/answer", text=SAID["typed"])  # too late: refused, and shown again
    return said, told, asked


def test_the_whole_life_was_lived(life):
    said, told, asked = life
    asked.refresh_from_db()

    assert asked.state == "closed"
    assert [line[:3] for line in told] == ["422", "302", "302", "302", "302", "409"]
    assert SAID["typed"] in said[-1].content.decode()


def test_no_table_holds_what_people_said(life):
    stored = everything_stored()

    assert leaks(stored, CANARY, WRONG_CODE) == []
    assert "consultations_message: (" in stored


def test_words_jobs_and_audit_lines_hold_none_of_it(life):
    words = [f"{row.key} {row.channel} {row.address} {row.words}" for row in Outgoing.objects.all()]
    jobs = [str(row.args) for row in ProcrastinateJob.objects.all()]
    lines = [f"{row.by} {row.what} {row.subject}" for row in AuditEntry.objects.all()]

    assert min(map(len, (words, jobs, lines))) >= 2
    assert leaks("\n".join([*words, *jobs, *lines]), CANARY, WRONG_CODE) == []


def test_no_address_and_no_log_holds_any_of_it(life, caplog):
    _, told, asked = life
    code = pickup_code(asked)

    assert leaks("\n".join(told), CANARY, WRONG_CODE, code) == []
    assert leaks(caplog.text, CANARY, WRONG_CODE, code) == []


def test_a_fault_shows_a_number_that_is_in_the_log_and_no_words(client, village, adviser_a, lin, caplog, monkeypatch):
    def fail(*_, **sent):
        raise ValueError(sent["text"])

    monkeypatch.setattr(asking.intake, "ask_once", fail)
    client.raise_request_exception = False
    caplog.set_level(logging.DEBUG)

    response = client.post(f"{DISTRICT}/v/{village.code}/ask", {"text": SAID["asked"]})

    page, logged = response.content.decode(), "\n".join(record.getMessage() for record in caplog.records)
    number = re.search(r"\b[0-9a-f]{8}\b", page)
    assert response.status_code == 500
    assert number
    assert f"fault {number[0]}: ValueError" in logged
    assert leaks(logged, CANARY) == []
    assert leaks(caplog.text, CANARY) == []
    assert leaks(page, CANARY) == []


def test_a_refusal_and_an_absence_log_no_words(client, adviser_b, consultation, sign_in, caplog):
    caplog.set_level(logging.DEBUG)

    response = sign_in(adviser_b).post(f"{DISTRICT}/consultations/{consultation.pk}/answer", {"text": SAID["answered"]})

    assert response.status_code == 404
    assert leaks(response.content.decode() + caplog.text, CANARY) == []
    assert not queries.mine(adviser_b).exists()
    assert adviser_b.has_role(Role.ADVISER)


def test_the_search_for_canaries_finds_them(village, client):
    village.name = CANARY
    village.save()

    assert leaks(everything_stored(), CANARY) == [CANARY]
    assert leaks(f"\\x00{CANARY.encode().hex()}00", CANARY) == [CANARY]
    assert leaks("nothing", CANARY) == []
