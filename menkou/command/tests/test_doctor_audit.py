"""The examination sees a chain that stands still, a line outside it, an anchor that is old, and one that tells otherwise."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from menkou.audit.tests.conftest import anchored, say  # noqa: F401  the same log
from menkou.command import database
from menkou.command.doctor import audit
from menkou.core.models import AuditEntry, AuditLink, Unlinked
from menkou.core.rows import insert


@pytest.fixture
def examined(monkeypatch, anchored, say):  # noqa: F811  fixtures by their names
    """What the two checks say, after three lines were linked and anchored."""
    monkeypatch.setattr(database, "set_up_django", lambda: None)
    for _ in range(3):
        say()
    anchored()
    patient = SimpleNamespace()
    return lambda: (audit.chained(patient), audit.anchored(patient))


def test_a_chain_that_keeps_up_is_well_and_a_second_folder_is_advised(examined):
    chain, anchors = examined()

    assert (chain.ok, "审计记录 3 行，连进审计链 3 行" in chain.found) == (True, True)
    assert (anchors.ok, "MENKOU_ANCHORS" in anchors.found) == (True, True)


def test_a_chain_that_stands_still_is_named(examined, monkeypatch):
    line = AuditEntry(by="陈明", what="test.said", subject="x")
    insert(line, Unlinked(id=line.pk))
    assert examined()[0].ok

    monkeypatch.setattr(audit, "MOST_BEHIND_S", -1)
    assert (examined()[0].ok, "还没连上" in examined()[0].found) == (False, True)


def test_a_line_outside_the_chain_is_named(examined):
    insert(AuditEntry(by="陈明", what="test.said", subject="x"))
    found = examined()[0]

    assert (found.ok, "两边差 1 行" in found.found) == (False, True)


def test_a_link_that_no_anchor_followed_for_minutes_is_named(examined):
    AuditLink.objects.create(number=4, digest=b"d" * 32, at=timezone.now() - timedelta(minutes=9))
    found = examined()[1]

    assert (found.ok, "第 4 行起还没有锚" in found.found) == (False, True)


@pytest.mark.parametrize("fault", [{"digest": "0" * 64}, {"number": 9}])
def test_an_anchor_that_tells_otherwise_is_named(examined, anchored, fault):  # noqa: F811
    (file,) = anchored().iterdir()
    file.write_text(json.dumps(json.loads(file.read_text()) | fault))
    found = examined()[1]

    assert (found.ok, "对不上" in found.found, "报区司法局" in found.cure) == (False, True, True)
