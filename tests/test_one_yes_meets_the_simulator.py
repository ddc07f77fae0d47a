"""一次性订阅消息 against 微信模拟, which shares no code: our link opens its page, and what comes back is worth one message."""

import http.client
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from menkou.channels.errors import Final, Wrong
from menkou.channels.wechat import client
from simulator.server import Simulator
from simulator.tests.conftest import Caller
from simulator.world import World

TEMPLATE, STATE = "T" * 30, "5" * 32


@pytest.fixture(scope="module")
def caller():
    server = Simulator(World())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Caller(server.world)
    server.shutdown()
    thread.join()
    server.server_close()


def presses(address: str, said: str) -> dict[str, str]:
    """Open an address as a phone does, and press a button of the page: what is brought back to our address."""
    where = urlsplit(address)
    phone = http.client.HTTPConnection(where.netloc, timeout=5)
    phone.request("GET", f"{where.path}?{where.query}&sim_user=o1&said={said}")
    back = urlsplit(phone.getresponse().headers["Location"])
    phone.close()
    assert f"{back.scheme}://{back.netloc}{back.path}" == "http://127.0.0.1:8000/shili/channels/1/agreed"
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def test_a_yes_is_brought_back_and_worth_one_message_and_a_no_none(caller):
    templates = {TEMPLATE: {"once": True}}
    account = caller.post("/sim/accounts", kind="wechat", domain="127.0.0.1:8000", templates=templates)
    base, home = caller.world.address, "http://127.0.0.1:8000/shili/channels/1/agreed"
    link = client.consent_url(account["id"], TEMPLATE, home, STATE, scene=1, base_mp=base)
    token, _ = client.stable_token(account["id"], account["secret"], base=f"{base}/wx")

    def notify(**more):
        said = {"scene": 1, "page": "http://127.0.0.1:8000/shili/x", "base": f"{base}/wx", **more}
        client.notify_once(token, "o1", said.pop("template", TEMPLATE), "有新回复", "您有一条新回复。点开看。", **said)

    told = {"template_id": TEMPLATE, "scene": "1", "reserved": STATE}
    assert presses(link, "cancel") == {**told, "action": "cancel"}
    assert presses(link, "confirm") == {**told, "action": "confirm", "openid": "o1"}
    with pytest.raises(Wrong):
        notify(template="X" * 30)
    notify()
    (line,) = caller.get("/sim/deliveries")["deliveries"]
    assert (line["facts"]["title"], line["page"]) == ("有新回复", "http://127.0.0.1:8000/shili/x")
    assert caller.get("/sim/violations")["violations"] == []
    with pytest.raises(Final) as spent:
        notify()
    assert str(spent.value.code) == "43101"
    with pytest.raises(ValueError, match="15 characters"):
        client.notify_once(token, "o1", TEMPLATE, "长" * 16, "x", scene=1)
