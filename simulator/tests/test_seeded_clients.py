"""Clients with known bugs: each is caught, by a violation or by a message that is lost; the careful one is not."""

import re
import time

import pytest
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from simulator.envelopes import ENCRYPTED, sign
from simulator.wechat.calling_back import FORGED

from .conftest import wait_for
from .counterpart import callback

CONTENT = re.compile(r"<Content>")


class Receiver:
    """A toy service behind a callback. Its bugs are seeded by name; what it took is in `taken`."""

    def __init__(self, account, *bugs):
        self.account, self.bugs, self.taken = account, bugs, []

    def __call__(self, query, body):
        if "answers late" in self.bugs:
            time.sleep(0.2)
        try:
            self.taken.append(self.read(query, body.decode()))
        except Exception:
            return 403, b""
        return (200, b"<p>OK</p>") if "answers in its own words" in self.bugs else (200, b"success")

    def read(self, query, text):
        crypto = WeChatCrypto(self.account["token"], self.account["aes_key"], self.account["id"])
        if CONTENT.search(text) and "takes plain text" in self.bugs:
            return text
        if "checks the signature without the body" in self.bugs:
            if query["signature"] != sign(self.account["token"], query["timestamp"], query["nonce"]):
                raise ValueError("signed by a stranger")
            return PrpCrypto(crypto.key).decrypt(ENCRYPTED.search(text)[1], self.account["id"])
        if "does not look whom it is for" in self.bugs:
            crypto._id = "wxanother"
        return crypto.decrypt_message(text, query.get("msg_signature", ""), query["timestamp"], query["nonce"])


@pytest.fixture
def shop():
    with callback() as server:
        yield server


@pytest.fixture
def account(caller, shop):
    return caller.post("/sim/accounts", kind="wechat", callbacks=[shop.address], push={"pause": 0})


@pytest.fixture
def tried(caller, account):
    """A true message and one of each forged kind go out; how the true one ended, and what was written down."""

    def attempted():
        asked = [caller.post("/sim/push", account=account["id"], user="o1", content="水渠")["id"]]
        for forged in FORGED:
            asked.append(caller.post("/sim/push", account=account["id"], user=forged, content="x", forged=forged)["id"])
        ended = ("acked", "given up")
        wait_for(lambda: all(caller.get(f"/sim/pushes/{id}")["state"] in ended for id in asked))
        forged_taken = {one.get("forged") for one in caller.get("/sim/violations")["violations"]}
        return caller.get(f"/sim/pushes/{asked[0]}")["state"], forged_taken

    return attempted


def test_a_careful_client_takes_the_true_one_and_nothing_else(shop, account, tried):
    shop.answers = Receiver(account)
    assert tried() == ("acked", set())
    assert len(shop.answers.taken) == 1


@pytest.mark.parametrize(
    ("bug", "caught"),
    [
        ("takes plain text", {"plain"}),
        ("checks the signature without the body", {"body", "unsigned"}),
        ("does not look whom it is for", {"receiver"}),
    ],
)
def test_a_client_that_takes_forged_ones_is_written_down(shop, account, tried, bug, caught):
    shop.answers = Receiver(account, bug)
    assert tried()[1] == caught


@pytest.mark.parametrize("bug", ["answers late", "answers in its own words"])
def test_a_client_that_does_not_say_success_in_time_loses_the_message(shop, account, tried, bug, caller):
    caller.post(f"/sim/accounts/{account['id']}", push={"pause": 0, "cut": 0.1})
    shop.answers = Receiver(account, bug)
    state, _ = tried()
    assert state == "given up"
