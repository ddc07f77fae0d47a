"""Pushes of the service account: sealed, cut, tried again, given up, overtaken; and what forged ones find out."""

import re
import threading
import time

import pytest
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto

from .conftest import wait_for
from .counterpart import callback


@pytest.fixture
def shop():
    with callback() as server:
        yield server


@pytest.fixture
def account(caller, shop):
    return caller.post("/sim/accounts", kind="wechat", callbacks=[shop.address])


@pytest.fixture
def push(caller, account):
    """Somebody does something; the record of the push once it has ended."""

    def pushed(user="o1", wait=True, **facts):
        id = caller.post("/sim/push", account=account["id"], user=user, **facts)["id"]
        if wait:
            wait_for(lambda: caller.get(f"/sim/pushes/{id}")["state"] in ("acked", "given up"))
        return caller.get(f"/sim/pushes/{id}")

    return pushed


def opened(account, query, body):
    """The message as wechatpy's receiver reads it."""
    crypto = WeChatCrypto(account["token"], account["aes_key"], account["id"])
    return parse_message(crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"]))


def test_wechatpy_reads_what_is_pushed(push, shop, account):
    push(content="水渠 <占> & ]]> 😀", msgid=2**63 - 1, extra={"NewThing": "x"})
    read = opened(account, *shop.came[0][1:])
    assert (read.content, read.id, read.source) == ("水渠 <占> & ]]> 😀", 2**63 - 1, "o1")
    assert b"Content" not in shop.came[0][2], "safe mode has no plain text beside the sealed"


@pytest.mark.parametrize(
    ("kind", "facts", "type", "name"),
    [
        ("image", {}, "image", "media_id"),
        ("voice", {}, "voice", "format"),
        ("follow", {}, "event", "event"),
        ("click", {"key": "ask"}, "event", "key"),
        ("text", {"content": ""}, "text", "content"),
        ("hologram", {"fields": {"Depth": 3}}, "unknown", "id"),
    ],
)
def test_each_kind_is_read(push, shop, account, kind, facts, type, name):
    assert push(kind=kind, **facts)["state"] == "acked"
    read = opened(account, *shop.came[0][1:])
    assert read.type == type
    assert hasattr(read, name)


def test_a_scan_tells_its_scene_and_follows_first(push, shop, account):
    push(kind="scan", scene="v12")
    push(kind="scan", scene="v12")
    events = [opened(account, query, body) for _, query, body in shop.came]
    assert [one.event for one in events] == ["subscribe_scan", "scan"]
    assert [one.scene_id for one in events] == ["v12", "v12"]


@pytest.mark.parametrize("attempts", [3, 4])
def test_who_answers_too_late_is_asked_again_and_then_given_up(push, shop, caller, account, attempts):
    over = threading.Event()
    shop.answers = lambda query, body: over.wait(10) and None
    told = push(content="早", options={"attempts": attempts, "cut": 0.1})
    over.set()
    assert (told["state"], [one["outcome"] for one in told["attempts"]]) == ("given up", ["cut"] * attempts)
    assert all(one["seconds"] > 0.09 for one in told["attempts"])
    line = caller.get(f"/sim/phone/{account['id']}/o1")["timeline"][-1]
    assert "暂时无法提供服务" in line["content"]


@pytest.mark.parametrize(("retry", "different"), [("same", 1), ("new", 3)])
def test_a_retry_has_the_same_nonce_or_a_new_one(push, shop, retry, different):
    shop.answers = lambda query, body: (500, b"")
    push(content="早", options={"retry": retry, "pause": 0})
    assert len({query["nonce"] for _, query, _ in shop.came}) == different
    assert len({body for _, _, body in shop.came}) == different


def test_a_retry_runs_beside_the_first_and_a_late_answer_is_no_answer(push, shop):
    second = threading.Event()

    def waits_for_the_second(query, body):
        if len(shop.came) > 1:
            second.set()
        assert second.wait(10)
        time.sleep(0.15)
        return 200, b"success"

    shop.answers = waits_for_the_second
    told = push(content="早", options={"parallel": True, "cut": 0.1})
    assert [one["outcome"] for one in told["attempts"]] == ["late"] * 3


def test_where_one_callback_is_down_the_next_is_asked(caller, push, shop, account, world):
    world.accounts[account["id"]].callbacks = ["http://127.0.0.1:9/none", shop.address]
    assert [push(content=str(n))["state"] for n in range(3)] == ["acked"] * 3
    assert len(shop.came) == 3


def test_one_person_is_never_overtaken_by_herself_but_others_overtake_her(push, shop, caller, account):
    for number in range(24):
        push(user=f"o{number % 4}", content=str(number), wait=False, options={"jitter": 0.02})
    wait_for(lambda: len(shop.came) == 24)
    order = [int(opened(account, query, body).content) for _, query, body in shop.came]
    assert order != sorted(order)
    assert all(mine == sorted(mine) for mine in ([n for n in order if n % 4 == who] for who in range(4)))


def test_a_late_one_comes_with_the_virtual_clock_and_an_answered_one_may_come_again(push, shop, caller):
    push(content="迟", wait=False, options={"delay": 600})
    push(content="又", options={"again": 900})
    assert len(shop.came) == 1
    caller.post("/sim/clock", forward=1000)
    wait_for(lambda: len(shop.came) == 3)


def test_the_address_is_verified_by_its_echo(push, shop, caller):
    shop.answers = lambda query, body: (200, query["echostr"].encode())
    assert push(kind="verify")["state"] == "acked"
    assert push(kind="verify", forged="signature")["state"] == "acked"
    assert [one["rule"] for one in caller.get("/sim/violations")["violations"]] == ["echoed to a stranger"]


def test_attempts_begin_a_cut_after_each_other_even_where_nobody_takes_the_connection(push, world, account):
    world.accounts[account["id"]].callbacks = ["http://127.0.0.1:9/none"]
    told = push(content="早", options={"cut": 0.1})
    assert [one["outcome"] for one in told["attempts"]] == ["no connection"] * 3
    times = [one["at"] for one in told["attempts"]]
    assert times[2] - times[0] > 0.15


def test_two_people_may_have_one_msgid(push, shop, account):
    push(user="o1", content="甲", msgid=7)
    push(user="o2", content="乙", msgid=7)
    assert [(one.id, one.source) for one in (opened(account, *came[1:]) for came in shop.came)] == [
        (7, "o1"),
        (7, "o2"),
    ]


@pytest.mark.parametrize(("mode", "plain", "sealed"), [("plain", True, False), ("compatible", True, True)])
def test_the_other_modes_have_the_text_in_the_clear(push, shop, mode, plain, sealed):
    push(content="hello", mode=mode)
    body = shop.came[0][2]
    assert (b"hello" in body, bool(re.search(b"<Encrypt>", body))) == (plain, sealed)
    assert ("msg_signature" in shop.came[0][1]) == sealed
