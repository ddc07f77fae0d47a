"""A gateway's receipts are on record, each once, with their jobs, before they are answered; any other caller is refused alike."""

import json
import time
from uuid import uuid4

import pytest
from django.db import OperationalError
from procrastinate.contrib.django.models import ProcrastinateJob

from menkou.channels import asgi, inbox, recipients
from menkou.channels.models import Account, Incoming
from menkou.channels.sms import aliyun, http, tencent
from menkou.channels.sms.receipts import State, unpacked
from menkou.channels.texted import address
from menkou.places.models import District
from tests.callbacks.conftest import open_account
from tests.callbacks.test_arriving import FAILED, REFUSED, ends

NUMBER = "13800001234"
SHEET = {"reports_id": "id", "reports_outcome": "stat", "reports_delivered": "0"}
JSON = b"application/json; charset=utf-8"


def said(id: str = "b1", arrived: bool = True, **more) -> dict:
    """One receipt of Aliyun."""
    return {"phone_number": NUMBER, "success": arrived, "biz_id": id, "err_code": "UNDELIV", **more}


def pushed(*receipts: dict) -> bytes:
    return json.dumps(list(receipts)).encode()


@pytest.fixture
def gateway(district) -> Account:
    return open_account("sms", "阿里云短信", facts={"gateway": "aliyun"})


@pytest.fixture
def path(district, gateway) -> str:
    return address.path_of(district.slug, gateway.pk)


def kept() -> list[tuple[str, State]]:
    found = [unpacked(inbox.opened(row)) for row in Incoming.objects.all()]
    return sorted((one.id, one.state) for one in found)


def test_what_is_answered_is_on_record_with_its_jobs_and_without_the_number(path, gateway, call):
    status, headers, answer = call(path, "", pushed(said("b1"), said("b2", arrived=False)))

    assert (status, dict(headers)[b"content-type"], answer) == (200, JSON, aliyun.TAKEN)
    assert kept() == [("b1", State.DELIVERED), ("b2", State.FAILED)]
    rows = list(Incoming.objects.order_by("id"))
    jobs = dict(ProcrastinateJob.objects.values_list("args__incoming_id", "task_name"))
    assert jobs == {str(row.pk): inbox.RECEIPT for row in rows}
    assert [NUMBER.encode() in inbox.opened(row) for row in rows] == [False, False]
    gateway.refresh_from_db()
    assert gateway.heard_at


def test_each_receipt_is_kept_once_however_often_and_in_whose_company_it_comes(path, call):
    for body in (pushed(said("b1")), pushed(said("b1"), said("b1")), pushed(said("b2"), said("b1")), pushed()):
        assert ends(call(path, "", body)) == (200, aliyun.TAKEN)
    call(path, "", pushed(said("b1", arrived=False)))  # which of the two is believed is the job's to say

    assert kept() == [("b1", State.DELIVERED), ("b1", State.FAILED), ("b2", State.DELIVERED)]
    assert ProcrastinateJob.objects.count() == 3


def test_every_gateway_is_answered_as_it_expects(district, call):
    receipt = {"sid": "s1", "report_status": "FAIL", "errmsg": "UNDELIV"}
    ways = {"tencent": (receipt, {}, tencent.TAKEN), "http": ({"id": 7, "stat": 0}, SHEET, http.TAKEN)}
    for gateway, (body, facts, answer) in ways.items():
        made = open_account("sms", gateway, facts={"gateway": gateway, **facts})
        recipients.forget()
        assert ends(call(address.path_of(district.slug, made.pk), "", pushed(body))) == (200, answer)

    assert kept() == [("7", State.DELIVERED), ("s1", State.FAILED)]


def test_the_same_id_of_two_accounts_is_two_receipts(district, path, call):
    other = open_account("sms", "另一个", facts={"gateway": "aliyun"})
    for one in (path, address.path_of(district.slug, other.pk)):
        call(one, "", pushed(said()))
    assert Incoming.objects.count() == 2


UNREADABLE = {
    "nothing": b"",
    "no JSON": "[宅基地".encode(),
    "no id": pushed(said(id="")),
    "too many": pushed(*[said(str(number)) for number in range(501)]),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_nobody_can_read_is_answered_as_taken_and_raises_an_alarm_without_a_word_of_it(
    path, call, caplog, monkeypatch, body
):
    monkeypatch.setattr(asgi, "MOST", 1 << 20)
    for _ in range(2):
        assert ends(call(path, "", body)) == (200, aliyun.TAKEN)

    assert not Incoming.objects.exists()
    assert [line.levelname for line in caplog.records] == ["ERROR"]  # one a minute
    assert NUMBER not in caplog.text
    assert "宅基地" not in caplog.text


def test_a_province_whose_sheet_says_nothing_of_receipts_is_answered_and_nothing_is_kept(district, call):
    made = open_account("sms", "省", facts={"gateway": "http"})
    assert ends(call(address.path_of(district.slug, made.pk), "", pushed({"id": 7, "stat": 0}))) == (200, http.TAKEN)
    assert not Incoming.objects.exists()


def forged(district, gateway, path) -> dict[str, tuple]:
    """Everything that must be refused, by what is wrong with it."""
    body, word = pushed(said()), address.word_of(gateway.pk)
    off = open_account("sms", "停用的", facts={"gateway": "aliyun"})
    Account.objects.filter(pk=off.pk).update(is_on=False)
    chat, nobody = open_account("wechat", "wx1"), uuid4()
    next_door = District.objects.create(slug="linli", name="邻里区", code="999902", is_demo=True)
    return {
        "another word": (path[:-1] + ("0" if path[-1] != "0" else "1"), "", body),
        "another account's word": (f"/{district.slug}/receipts/{off.pk}/{word}", "", body),
        "no word": (f"/{district.slug}/receipts/{gateway.pk}/", "", body),
        "a long word": (f"{path}0", "", body),
        "off": (address.path_of(district.slug, off.pk), "", body),
        "nobody": (address.path_of(district.slug, nobody), "", body),
        "another district": (address.path_of(next_door.slug, gateway.pk), "", body),
        "no district": (address.path_of("nowhere", gateway.pk), "", body),
        "no gateway": (address.path_of(district.slug, chat.pk), "", body),
        "as a callback": (f"/{district.slug}/callback/{gateway.pk}", "", body),
        "too much": (path, "", body + b" " * asgi.MOST),
    }


def test_whatever_is_wrong_the_refusal_is_the_same_to_the_last_byte(district, gateway, path, call):
    answers = {why: call(*what) for why, what in forged(district, gateway, path).items()}
    answers |= {method: call(path, "", pushed(said()), method=method) for method in ("GET", "PUT", "HEAD")}
    begun = {"type": "http.request", "body": pushed(said())[:20], "more_body": True}
    answers["hung up"] = call(path, parts=[begun, {"type": "http.disconnect"}])

    assert {why: answer for why, answer in answers.items() if answer != REFUSED} == {}
    assert not Incoming.objects.exists()


def test_a_wrong_word_costs_the_database_nothing(path, call, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert call(path[:-4] + "xyz0", "", pushed(said())) == REFUSED
        assert call(path[:-32] + "0" * 32, "", pushed(said())) == REFUSED


def test_an_account_that_is_turned_off_is_unknown_within_seconds(path, gateway, call, monkeypatch):
    call(path, "", pushed(said("b1")))
    Account.objects.filter(pk=gateway.pk).update(is_on=False)
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + recipients.SECONDS)
    assert call(path, "", pushed(said("b2"))) == REFUSED
    assert kept() == [("b1", State.DELIVERED)]


def test_what_the_database_does_not_keep_is_not_answered_as_taken(path, call, monkeypatch, caplog):
    def full(*_, **__):
        raise OperationalError(f"disk full: {NUMBER}")

    monkeypatch.setattr(inbox, "insert_alike", full)
    assert ends(call(path, "", pushed(said()))) == FAILED
    assert NUMBER not in caplog.text
