"""脉搏: every page says that the worker is dead, without asking; nobody reads of a reminder that does not go out."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from config import pulse
from menkou.core import clock, memory
from menkou.core.models import Heartbeat
from tests.cast import SLUG

AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_seen_yet(monkeypatch):
    monkeypatch.setattr(pulse, "_last", pulse.WELL)


@pytest.fixture
def dead(db):
    """A worker that has said nothing for an hour, as the web process has seen."""
    held = Heartbeat.objects.create(name="worker", at=clock.now() - AN_HOUR)
    pulse.look()
    return held


def band(client, path: str) -> str:
    page = client.get(f"/{SLUG}/{path}").content.decode()
    return page.partition('aria-label="系统状况">')[2].partition("</aside>")[0]


def test_the_adviser_the_bureau_and_the_resident_each_read_what_does_not_happen(
    dead, village, adviser_a, bureau, sign_in, client
):
    assert "有没有回复请自己回来看" in band(client, f"v/{village.code}/")
    adviser, officer = band(sign_in(adviser_a), "consultations/"), band(sign_in(bureau), "desk/")
    assert "后台任务停了" in adviser
    assert "/running/" not in adviser
    assert f"{dead.at.astimezone(clock.SHANGHAI):%H:%M} 起" in officer
    assert f'href="/{SLUG}/running/"' in officer


def test_a_worker_that_starts_beside_the_web_is_given_its_time(db, bureau, sign_in, monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr(pulse, "_started", now)
    pulse.look()
    assert band(sign_in(bureau), "desk/") == ""

    monkeypatch.setattr(pulse, "_started", now - 3600)
    pulse.look()
    assert "后台任务停了" in band(sign_in(bureau), "desk/")


def test_whoever_leaves_quickly_reads_nothing_of_it(dead, village, client):
    assert band(client, "leave") == ""


def test_it_is_gone_once_the_worker_lives_again(dead, village, client):
    Heartbeat.objects.update(at=clock.now())
    assert pulse.look() == pulse.WELL

    assert band(client, f"v/{village.code}/") == ""


def test_only_who_runs_the_place_is_shown_that_alarms_are_on(village, bureau, adviser_a, sign_in, monkeypatch):
    monkeypatch.setattr(pulse, "_last", pulse.Pulse(alarms=2))

    assert "2 个" in band(sign_in(bureau), "desk/")
    assert band(sign_in(adviser_a), "consultations/") == ""


def test_a_worker_that_never_spoke_is_silent_and_nobody_knows_since_when(db):
    assert pulse.look() == pulse.Pulse(halted=True, since=None, alarms=1)


def test_a_page_asks_the_database_nothing_for_it(village, client):
    def asked() -> int:
        memory.forget()
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/{SLUG}/v/{village.code}/")
        return len(seen)

    client.get(f"/{SLUG}/v/{village.code}/")
    pulse._last = pulse.WELL
    well = asked()
    pulse._last = pulse.Pulse(halted=True)
    assert asked() == well


def test_a_database_that_is_away_ends_no_pulse(db, monkeypatch, caplog):
    stop = threading.Event()

    def away(name: str) -> None:
        stop.set()
        raise OperationalError("secret words")

    monkeypatch.setattr(pulse.heartbeats, "beat", away)
    monkeypatch.setattr(pulse.connection, "close", lambda: None)

    pulse.beat_and_look(stop)

    assert "no pulse: OperationalError" in caplog.text
    assert "secret" not in caplog.text
