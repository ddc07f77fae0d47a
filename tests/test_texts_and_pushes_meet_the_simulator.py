"""The adapters of SMS and web push against 微信模拟, which checks signatures with code of its own and opens what is sealed."""

import threading
from dataclasses import replace

import pytest

from menkou.channels import sms, webpush
from menkou.channels.addresses import Permits
from menkou.channels.errors import Final, Spent, Wrong
from menkou.channels.sms import aliyun, http, tencent
from menkou.channels.sms.receipts import State
from menkou.channels.sms.texts import Template
from menkou.channels.tests.outside import answering
from simulator.server import Simulator
from simulator.tests.conftest import Caller, wait_for
from simulator.world import World

NUMBER, ONCE = "13800001234", "once-1"
CODED = Template("7", "您有一条新回复，取件码{code}。")
VALUES = {"code": "7K3Q X2AB"}
KINDS = {"sms-tencent": tencent, "sms-aliyun": aliyun, "sms-http": http}


@pytest.fixture(scope="module")
def running():
    server = Simulator(World())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.world
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def caller(running):
    running.reset(1)
    return Caller(running)


def permits(caller):
    return Permits(frozenset({caller.world.address.removeprefix("http://")}), demo=True)


def settings(caller, kind):
    base, allowed = f"{caller.world.address}/sms/{kind.removeprefix('sms-')}", permits(caller)
    match kind:
        case "sms-tencent":
            return tencent.Settings("key1", "s1", "1400000001", "安和", base=base, permits=allowed)
        case "sms-aliyun":
            return aliyun.Settings("key1", "s1", "安和", base=base, permits=allowed)
    return http.Settings(
        url=base,
        outcome="code",
        success="0",
        body='{"mobile": "{number}", "content": "{words}", "reference": "{once}"}',
        headers={"X-Access-Key": "key1"},
        receipt="data.msgId",
        spent=frozenset({"1009"}),
        final=frozenset({"1001"}),
        reports=http.Reports(id="msgId", outcome="status", delivered="DELIVRD", reason="status", listed="reports"),
        permits=allowed,
    )


def arrange(caller, kind, receipts=""):
    caller.post("/sim/accounts", kind=kind, id="key1", secret="s1", sign="安和", receipts=receipts)
    return settings(caller, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_arrives_and_its_receipt_names_it(caller, kind):
    with answering() as bureau:
        account = arrange(caller, kind, f"{bureau.url}/receipts")
        id = sms.send(account, NUMBER, CODED, VALUES, ONCE)
        wait_for(lambda: bureau.asked)

    body = bureau.last.body
    (receipt,) = http.receipts(account, body) if kind == "sms-http" else KINDS[kind].receipts(body)
    assert (receipt.id, receipt.state) == (id, State.DELIVERED)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_lost_says_why(caller, kind):
    with answering() as bureau:
        account = arrange(caller, kind, f"{bureau.url}/receipts")
        caller.post("/sim/sms/fates", account="key1", number=NUMBER, outcome="EXPIRED")
        sms.send(account, NUMBER, CODED, VALUES, ONCE)
        wait_for(lambda: bureau.asked)

    body = bureau.last.body
    (receipt,) = http.receipts(account, body) if kind == "sms-http" else KINDS[kind].receipts(body)
    assert (receipt.state, receipt.words[:5]) == (State.FAILED, "超时未送达")


@pytest.mark.parametrize("kind", ["sms-tencent", "sms-aliyun"])
def test_a_wrong_key_and_a_signature_that_is_not_filed_are_ours_to_mend(caller, kind):
    account = arrange(caller, kind)
    secret = "secret_key" if kind == "sms-tencent" else "key_secret"
    for bad in ({secret: "s2"}, {"sign": "别家"}):
        with pytest.raises(Wrong):
            sms.send(replace(account, **bad), NUMBER, CODED, VALUES, ONCE)


def test_a_second_text_within_thirty_seconds_is_spent(caller):
    caller.post("/sim/clock", frozen=True)
    account = arrange(caller, "sms-tencent")
    sms.send(account, NUMBER, CODED, VALUES, ONCE)
    with pytest.raises(Spent) as spent:
        sms.send(account, NUMBER, CODED, VALUES, ONCE)
    assert spent.value.after_s == 30


def test_a_browser_shows_what_was_pushed_and_one_that_left_is_forgotten(caller):
    vapid = webpush.keys("mailto:office@example.gov.cn")
    browser = caller.post("/sim/accounts", kind="push", key=vapid.public)
    subscription = webpush.parse(browser, permits(caller))
    webpush.send(subscription, "您有一条新消息。", 60, vapid, topic="asked-1", permits=permits(caller))

    assert "您有一条新消息。" in str(caller.get("/sim/history"))
    with pytest.raises(Wrong):
        webpush.send(subscription, "x", 60, webpush.keys("mailto:a@example.cn"), permits=permits(caller))
    caller.post("/sim/push-gone", account=browser["id"])
    with pytest.raises(Final):
        webpush.send(subscription, "x", 60, vapid, permits=permits(caller))
