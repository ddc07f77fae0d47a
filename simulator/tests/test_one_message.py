"""一次性订阅消息: one yes, one message; careless clients are written down, the careful one is not."""

import http.client
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from .conftest import wait_for
from .counterpart import callback

ONCE, OTHER = "T-once", "T-notice"
TEMPLATES = {ONCE: {"once": True}, OTHER: {"keys": ["thing1"]}}
BACK = "http://127.0.0.1:8000/agreed?kept=1"


@pytest.fixture
def told():
    with callback() as server:
        yield server


@pytest.fixture
def account(caller, told):
    facts = {"domain": "127.0.0.1", "templates": TEMPLATES, "callbacks": [told.address], "mode": "plain"}
    return caller.post("/sim/accounts", kind="wechat", push={"pause": 0}, **facts)


class Bureau:
    """A toy client. Its bug is seeded by name."""

    def __init__(self, caller, account, bug=""):
        self.caller, self.account, self.bug, self.may = caller, account, bug, []
        asked = {"grant_type": "client_credential", "appid": account["id"], "secret": account["secret"]}
        self.token = caller.post("/wx/cgi-bin/stable_token", **asked)["access_token"]

    def asks(self, user, scene="1"):
        """What the phone brings back to the bureau's page."""
        return lambda said: self._heard(visit(self.caller.world, self.account, user, scene, said), scene)

    def _heard(self, back, scene):
        is_yes = back["action"] == "confirm" or "takes any answer for a yes" in self.bug
        if is_yes and (scene not in self.may or "counts every yes" in self.bug):
            self.may.append(scene)
        return back

    def sends(self, user="o1", **more):
        """As long as it thinks that it may."""
        scene = self.may[-1] if self.may else "1"
        if not self.may and "sends unasked" not in self.bug:
            return None
        if self.may and "forgets what it has sent" not in self.bug:
            self.may.remove(scene)
        said = {"touser": user, "template_id": ONCE, "scene": scene, "title": "有新回复", "url": "http://127.0.0.1/x"}
        said |= {"data": {"content": {"value": "您有一条新回复。"}}} | more
        path = f"/wx/cgi-bin/message/template/subscribe?access_token={self.token}"
        return self.caller.post(path, **said)["errcode"]


def visit(world, account, user, scene="1", said="confirm", **more):
    """Open the page of consent as a phone does, and press a button: what the platform brings back."""
    asked = {"action": "get_confirm", "appid": account["id"], "scene": scene, "template_id": ONCE, "redirect_url": BACK}
    query = urlencode({**asked, "reserved": "abc1", "sim_user": user, "said": said, **more})
    phone = http.client.HTTPConnection(urlsplit(world.address).netloc, timeout=5)
    phone.request("GET", f"/mp/subscribemsg?{query}")
    answered = phone.getresponse()
    answered.read()
    phone.close()
    if answered.status != 302:
        return {"status": answered.status}
    return {name: values[0] for name, values in parse_qs(urlsplit(answered.headers["Location"]).query).items()}


def test_a_yes_brings_the_name_back_and_a_no_does_not(caller, account):
    asks = Bureau(caller, account).asks("o1")
    told = {"template_id": ONCE, "scene": "1", "reserved": "abc1", "kept": "1"}
    assert asks("confirm") == {**told, "action": "confirm", "openid": "o1"}
    assert asks("cancel") == {**told, "action": "cancel"}
    page = f"/mp/subscribemsg?action=get_confirm&appid={account['id']}&scene=1&template_id={ONCE}&sim_user=o1"
    shown = caller.ask("GET", f"{page}&redirect_url={quote(BACK)}").decode()
    assert "允许" in shown
    assert "取消" in shown


@pytest.mark.parametrize(
    "wrong",
    [{"redirect_url": "http://192.0.2.7/"}, {"scene": "10001"}, {"template_id": OTHER}, {"reserved": "a/b"}],
)
def test_a_page_that_asks_wrongly_is_not_served(caller, account, wrong):
    assert visit(caller.world, account, "o1", **wrong) == {"status": 400}


def test_a_careful_client_breaks_nothing(caller, account, told):
    bureau = Bureau(caller, account)
    bureau.asks("o1")("confirm")
    bureau.asks("o1")("confirm")  # under the same scene: worth one message
    assert [bureau.sends(), bureau.sends()] == [0, None]
    assert caller.get("/sim/violations")["violations"] == []
    (line,) = caller.get("/sim/deliveries")["deliveries"]
    assert (line["kind"], line["facts"]["title"]) == ("notice", "有新回复")  # who does not follow has it as 服务通知
    wait_for(lambda: told.came)
    assert b"TEMPLATESENDJOBFINISH" in told.came[-1][-1]


def test_a_follower_has_it_in_the_chat_and_what_is_too_long_is_refused(caller, account):
    caller.post("/sim/wechat/person", account=account["id"], user="o1", following=True)
    bureau = Bureau(caller, account)
    bureau.asks("o1")("confirm")
    bureau.bug = "forgets what it has sent"
    long = {"content": {"value": "长" * 201}}
    assert [bureau.sends(title="长" * 16), bureau.sends(data=long), bureau.sends(template_id=OTHER)] == [
        47003,
        47003,
        40037,
    ]
    assert bureau.sends() == 0
    assert caller.get("/sim/deliveries")["deliveries"][-1]["kind"] == "card"


@pytest.mark.parametrize(
    "bug", ["sends unasked", "forgets what it has sent", "takes any answer for a yes", "counts every yes"]
)
def test_a_careless_client_is_written_down(caller, account, bug):
    bureau = Bureau(caller, account, bug)
    caller.post("/sim/wechat/person", account=account["id"], user="o1")
    if bug != "sends unasked":
        for said in ("cancel",) if bug == "takes any answer for a yes" else ("confirm", "confirm"):
            bureau.asks("o1")(said)
    assert 43101 in [bureau.sends(), bureau.sends()]
    assert caller.get("/sim/violations")["violations"][-1]["rule"] == "a message without a yes"


@pytest.mark.parametrize("template", [ONCE, OTHER])
def test_a_notice_that_is_lost_is_told_afterwards(caller, account, told, template):
    caller.post("/sim/wechat/person", account=account["id"], user="o1", following=True, loses=1)
    bureau = Bureau(caller, account)
    if template == ONCE:
        bureau.asks("o1")("confirm")
        assert bureau.sends() == 0
    else:
        caller.post("/sim/push", account=account["id"], user="o1", kind="consent", template=OTHER)
        said = {"touser": "o1", "template_id": OTHER, "data": {"thing1": {"value": "有回信"}}}
        answered = caller.post(f"/wx/cgi-bin/message/subscribe/bizsend?access_token={bureau.token}", **said)
        assert "msgid" not in answered
    assert caller.get("/sim/deliveries")["deliveries"] == []
    wait_for(lambda: any(b"failed" in call[-1] for call in told.came))
