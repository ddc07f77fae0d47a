"""A full disk, a database that is away and a clock that was moved are said by name, and nothing was done."""

import errno
import logging

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from procrastinate.exceptions import ConnectorException

from config import troubles
from config.troubles import AWAY, BUSY, CLOCK, FULL, READ_ONLY, trouble_of
from menkou.consultations.models import Consultation
from menkou.consultations.views import resident as asking
from menkou.core import leap
from tests.cast import SLUG

SENT = {"text": "地界怎么分？", "may_hand_over": "on"}


def behind(outer: Exception, inner: Exception) -> Exception:
    """An error as Django raises it, with the driver's behind it."""
    outer.__cause__ = inner
    return outer


def of_state(state: str, outer: type[Exception] = OperationalError) -> Exception:
    return behind(outer("x"), psycopg.errors.lookup(state)("x"))


TROUBLES = [
    (OSError(errno.ENOSPC, "No space left on device"), FULL),
    (of_state("53100"), FULL),
    (behind(ConnectorException("x"), of_state("53100")), FULL),
    (of_state("53300"), BUSY),
    (OperationalError("connection refused"), AWAY),
    (InterfaceError("connection already closed"), AWAY),
    (of_state("57P01"), AWAY),
    (of_state("08006"), AWAY),
    (of_state("25006"), READ_ONLY),
]
FAULTS = [ValueError("x"), OSError(errno.EACCES, "x"), of_state("57014"), of_state("23514", IntegrityError), None]


@pytest.mark.parametrize(("error", "trouble"), TROUBLES, ids=lambda one: getattr(one, "name", None))
def test_each_trouble_is_known_by_its_error(error, trouble):
    assert trouble_of(error) is trouble


@pytest.mark.parametrize("error", FAULTS, ids=str)
def test_what_is_our_own_fault_is_no_trouble(error):
    assert trouble_of(error) is None


def test_a_check_that_fails_while_the_clock_was_moved_is_the_clocks(monkeypatch):
    monkeypatch.setattr(leap, "leapt", lambda: -86_400.0)

    assert trouble_of(of_state("23514", IntegrityError)) is CLOCK
    assert trouble_of(of_state("23505", IntegrityError)) is None


@pytest.fixture
def seeded(client, monkeypatch):
    """A door that meets a trouble after it has begun to write."""
    client.raise_request_exception = False
    ask = asking.intake.ask_once

    def meet(error: Exception):
        def fail(*args, **sent):
            ask(*args, **sent)
            raise error

        monkeypatch.setattr(asking.intake, "ask_once", fail)
        return client

    return meet


@pytest.mark.parametrize(("error", "trouble"), [TROUBLES[0], TROUBLES[1], TROUBLES[4]], ids=["file", "rows", "away"])
def test_whoever_asks_then_reads_a_sentence_and_nothing_is_kept(seeded, village, lin, error, trouble):
    response = seeded(error).post(f"/{SLUG}/v/{village.code}/ask", SENT)

    page = response.content.decode()
    assert response.status_code == 503
    assert trouble.sentence in page
    assert "12348" in page
    assert response["Retry-After"] == str(trouble.retry_s)
    assert not Consultation.objects.exists()


def test_a_clock_moved_by_a_day_is_said_too(seeded, village, lin, monkeypatch):
    monkeypatch.setattr(leap, "leapt", lambda: 86_400.0)

    response = seeded(of_state("23514", IntegrityError)).post(f"/{SLUG}/v/{village.code}/ask", SENT)

    assert response.status_code == 503
    assert CLOCK.sentence in response.content.decode()


def test_a_program_reads_the_same_sentence_with_the_number_of_the_log(client, village, lin, monkeypatch, caplog):
    def full(request):
        raise TROUBLES[1][0]

    monkeypatch.setattr("config.middleware.actor_of", full)
    client.raise_request_exception = False
    caplog.set_level(logging.ERROR)

    response = client.get(f"/{SLUG}/api/villages")

    told = response.json()
    assert response.status_code == 503
    assert told["detail"] == FULL.sentence
    assert f"fault {told['number']}: disk full (OperationalError)" in caplog.text


def test_before_any_district_is_known_the_page_says_it_as_well(client, monkeypatch):
    def away(slug: str):
        raise TROUBLES[4][0]

    monkeypatch.setattr("config.middleware.district_called", away)
    client.raise_request_exception = False

    response = client.get(f"/{SLUG}/")

    assert response.status_code == troubles.STATUS
    assert AWAY.sentence in response.content.decode()


def test_the_watch_tells_a_leap_from_time_that_passes():
    watch = leap.Watch(anchor=1000.0)

    assert watch.leapt(1010.0, 10.0) == 0
    assert watch.leapt(1020.0 + 86_400, 20.0) == 86_400
    assert watch.leapt(1030.0 - 86_400, 30.0) == -86_400
    assert watch.leapt(1040.0, 40.0) == 0  # moved back


def test_after_an_hour_the_new_time_is_believed():
    watch = leap.Watch(anchor=1000.0)
    watch.leapt(1010.0 + 86_400, 10.0)

    assert watch.leapt(1000.0 + 3600 + 86_400, 3600.0) == 86_400
    assert watch.leapt(1000.0 + 3700 + 86_400, 3700.0) == 0
    assert watch.leapt(1000.0 + 3710 + 86_400, 3710.0) == 0
