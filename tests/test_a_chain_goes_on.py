"""Whatever waits twice, was forgotten or fails in one district, the chains go on."""

import threading

import pytest

from menkou.core.chain import linking
from menkou.core.chain.chainer import Chainer
from menkou.core.models import AuditLink, Unlinked
from menkou.core.rows import insert
from menkou.core.scope import district_being_written, within
from menkou.core.turns import wait_for
from tests.test_the_audit_chain import WAIT_S, faults, say


@pytest.mark.django_db
def test_a_line_that_waits_again_though_it_is_linked_stops_no_chain(district):
    again = say()
    linking.link_some()
    insert(Unlinked(id=again.pk))
    say()

    assert (linking.link_or_drop(), linking.link_or_drop(), linking.link_or_drop()) == (1, 1, 0)
    assert (Unlinked.objects.count(), AuditLink.objects.count()) == (0, 2)
    assert faults() == []


def test_what_was_forgotten_is_looked_for_again_where_another_had_the_turn(at_once, district):
    say(waits=False)
    at_once(lambda: None)  # commits
    turns, taken, looked = Chainer(), threading.Event(), threading.Event()

    def links():
        wait_for(linking.CHAIN)
        taken.set()
        assert looked.wait(WAIT_S)

    def looks():
        assert taken.wait(WAIT_S)
        turns.run_once()
        looked.set()

    at_once(links, looks)
    assert AuditLink.objects.count() == 0
    turns.run_once()

    assert faults() == []


@pytest.mark.django_db
def test_a_district_whose_chain_cannot_go_on_keeps_no_other_from_it(district, monkeypatch, caplog):
    other = type(district).objects.create(slug="nebenan", name="邻区", code="999902")
    say()
    with within(other.pk):
        say()
    link = linking.link_some

    def fails_in_the_first():
        if district_being_written() == district.pk:
            raise ValueError("secret words")
        return link()

    monkeypatch.setattr(linking, "link_some", fails_in_the_first)
    turns = Chainer()
    turns.run_once()

    with within(other.pk):
        assert AuditLink.objects.count() == 1
    assert turns.anchored > 0
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
