"""Tables are brought up to date by one at a time: a second one waits, and finds nothing left to do."""

import threading

import django.core.management
from django.conf import settings

from menkou.command import database, migrate


def test_whoever_comes_second_waits_for_the_first(monkeypatch, db):
    """Two upgrades at once, or one whose terminal was closed and which goes on: the second met half of the tables."""
    monkeypatch.setenv(database.APP, settings.MENKOU_OWNER_DATABASE_URL)
    monkeypatch.setenv("MENKOU_ROLE", "nobody")
    monkeypatch.setattr(database, "set_up_django", lambda: None)
    monkeypatch.setattr(migrate, "grant", lambda *_: None)
    began = threading.Event()
    monkeypatch.setattr(django.core.management, "call_command", lambda *_, **__: began.set())
    second = threading.Thread(target=migrate._as_owner)
    with database.asking(settings.MENKOU_OWNER_DATABASE_URL) as first:
        first.execute(migrate.TURN)
        second.start()
        assert not began.wait(1)
    assert began.wait(20)
    second.join(20)
