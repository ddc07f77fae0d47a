"""A receipt is believed once, about a text of that very account, however early and in which order it comes."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
import time_machine
from django.db import DatabaseError
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import actions, carrying
from menkou.channels.errors import Final, Later, Unclear
from menkou.channels.models import Account, Text
from menkou.channels.sms import http
from menkou.channels.sms.receipts import State
from menkou.channels.tests.wires import an_account
from menkou.channels.texted import handing, keeping, queries, settling
from menkou.channels.texted.tests.conftest import comes, hand, looks, some_words
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.models import AuditEntry


@pytest.fixture
def lost(monkeypatch) -> list[str]:
    """What goes on, by the reason."""
    found: list[str] = []
    monkeypatch.setitem(carrying.GOES_ON, "try", lambda row, way, code: not found.append(code))
    return found


def ended(text: Text) -> tuple[str, str]:
    text.refresh_from_db()
    return text.state, text.code


def test_a_text_is_found_by_the_gateways_id_and_by_our_own(account, gateway):
    first, second = hand(account), hand(account, some_words(2))
    comes(account, "biz-1", code="DELIVERED")
    comes(account, "another", State.FAILED, once=second.pk.hex)

    assert gateway.onces == [first.pk.hex, second.pk.hex]
    assert (ended(first), ended(second)) == (("delivered", "DELIVERED"), ("failed", "UNDELIV"))


@pytest.mark.parametrize("order", list(permutations([State.FAILED, State.FAILED, State.DELIVERED])))
def test_the_first_receipt_is_believed_in_whichever_order_they_come_and_what_is_lost_goes_on_once(
    account, gateway, lost, order
):
    text = hand(account)
    rows = [comes(account, "biz-1", state) for state in order]

    assert ended(text)[0] == order[0]
    assert len(lost) == (order[0] is State.FAILED)
    assert all(row.taken_at for row in rows)


def test_a_receipt_is_believed_only_about_a_text_of_the_very_account_that_it_came_to(account, gateway, lost, caplog):
    text, other = hand(account), an_account("sms", "另一个", {"key_id": "k", "key_secret": "k"}, account.facts)
    for id, once in (("biz-1", ""), ("x", text.pk.hex), (text.pk.hex, ""), ("", "")):
        row = comes(other, id, State.FAILED, once=once)
        for _ in settling.PAUSES:
            looks(row)
        assert row.taken_at

    assert (ended(text), lost) == (("", ""), [])
    assert "no text of ours" in caplog.text


def test_one_that_comes_before_the_gateway_has_answered_waits_for_its_text(account, gateway, lost):
    rows = []
    gateway.during = lambda: rows.append(comes(account, "biz-1", State.FAILED))
    text = hand(account)

    assert (ended(text)[0], rows[0].taken_at, lost) == ("", None, [])
    job = ProcrastinateJob.objects.exclude(scheduled_at=None).get()
    assert timedelta(0) < job.scheduled_at - clock.now() <= settling.PAUSES[0]
    assert looks(rows[0]).taken_at
    assert (ended(text)[0], lost) == ("failed", ["UNDELIV"])


def test_one_that_names_our_own_id_need_not_wait(account, gateway):
    gateway.during = lambda: comes(account, "biz-1", once=gateway.onces[-1])
    assert ended(hand(account))[0] == "delivered"


def test_a_text_whose_answer_was_lost_is_found_by_our_own_id(account, gateway):
    gateway.ends = [Unclear("sms", "ReadTimeout")]
    with pytest.raises(Unclear):
        hand(account)
    comes(account, "biz-9", once=gateway.onces[0])
    assert Text.objects.get().state == "delivered"


@pytest.mark.parametrize("end", [Later("sms", "ConnectError"), Final("sms", "isv.CUSTOMER_REFUSED")])
def test_what_the_gateway_surely_did_not_take_was_not_handed_over(account, gateway, end):
    gateway.ends = [end]
    with pytest.raises(type(end)):
        hand(account)
    assert queries.figures(account).handed == 0


def test_a_table_that_cannot_be_written_after_the_call_does_not_undo_it(account, gateway, monkeypatch, caplog):
    def away(*_):
        raise DatabaseError

    monkeypatch.setattr(keeping, "note_id", away)
    text = hand(account)
    assert "is not noted" in caplog.text
    comes(account, "biz-1", once=text.pk.hex)
    assert ended(text)[0] == "delivered"


def test_an_id_that_no_table_takes_does_not_make_a_text_go_twice(account, gateway, monkeypatch):
    monkeypatch.setattr(handing.sms, "send", lambda *_: "\ud800")
    text = hand(account)
    comes(account, "x", once=text.pk.hex)
    assert ended(text)[0] == "delivered"


def test_a_long_id_is_known_again(account, gateway, monkeypatch):
    long = "9" * 100
    monkeypatch.setattr(handing.sms, "send", lambda *_: long)
    text = hand(account)
    (receipt,) = http.reported(http.Reports("id", "stat", "0"), json.dumps([{"id": long, "stat": "0"}]).encode())
    comes(account, receipt.id)
    assert ended(text)[0] == "delivered"


def test_an_id_that_several_texts_share_is_nobodys(account, gateway, monkeypatch):
    first, second = hand(account), hand(account, some_words(2))
    Text.objects.update(receipt_digest=queries.receipt_digest(account.pk, "0"))
    comes(account, "0")
    assert (ended(first)[0], ended(second)[0]) == ("", "")


def test_of_two_texts_about_the_same_words_the_last_decides_whether_they_go_on(account, gateway, lost):
    row = some_words()
    hand(account, row), hand(account, row)
    comes(account, "biz-1", State.FAILED)
    assert lost == []
    comes(account, "biz-2", State.FAILED, code="空号 13000000001")
    assert lost == ["?"]  # no words of a gateway's in the outbox


def test_the_tests_above_see_a_house_that_believes_what_was_said_before(account, gateway, lost, monkeypatch):
    monkeypatch.setattr(keeping, "end", lambda text, receipt: True)
    hand(account)
    for state, once in ((State.FAILED, ""), (State.DELIVERED, ""), (State.FAILED, Text.objects.get().pk.hex)):
        comes(account, "biz-1" if not once else "x", state, once=once)
    assert len(lost) == 2


def test_texts_are_forgotten_after_a_quarter(account, gateway):
    hand(account)
    for days, left in ((89, 1), (91, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            settling.texts_of_long_ago()
        assert Text.objects.count() == left
    assert AuditEntry.objects.get(what="channels.texts_forgotten").by == str(CLOCK)


def test_an_account_with_trials_only_can_still_be_taken_away(bureau, account, gateway):
    hand(account)
    Account.objects.update(is_on=False)
    account.refresh_from_db()
    actions.remove(by=bureau, account=account)
    assert not Account.objects.exists()
