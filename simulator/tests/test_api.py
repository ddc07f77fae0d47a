"""The service account's API, asked by wechatpy's client and by hand."""

import http.client
import io
import json

import av
import pytest
from PIL import Image
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from simulator.samples import picture, voice
from simulator.tokens import Tokens
from simulator.wechat.media import Files

from .counterpart import callback

TEMPLATES = {"T1": {"keys": ["thing1"]}, "T2": {"keys": ["thing1"], "long_term": True}}


@pytest.fixture
def account(caller, world):
    """An account whose callback is nobody, with the clock standing."""
    caller.post("/sim/clock", frozen=True)
    return caller.post("/sim/accounts", kind="wechat", callbacks=["http://127.0.0.1:9"], templates=TEMPLATES)


@pytest.fixture
def client(account, world):
    """wechatpy's own client; where it asks for tokens stands in its code, so that is said anew."""

    class Client(WeChatClient):
        API_BASE_URL = world.address + "/wx/cgi-bin/"

        def fetch_access_token(self):
            asked = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
            return self._fetch_access_token(self.API_BASE_URL + "token", asked)

    made = Client(account["id"], account["secret"], auto_retry=False)
    yield made
    made._http.close()


@pytest.fixture
def act(caller, account):
    return lambda user="o1", **facts: caller.post("/sim/push", account=account["id"], user=user, **facts)


@pytest.fixture
def token(caller, account):
    return lambda **facts: caller.post(
        "/wx/cgi-bin/stable_token",
        grant_type="client_credential",
        appid=account["id"],
        secret=account["secret"],
        **facts,
    )


@pytest.fixture
def send(caller, token):
    """A text by hand; its errcode."""

    def sent(text="好", user="o1", path="message/custom/send", **facts):
        given = token()["access_token"]
        message = facts or {"touser": user, "msgtype": "text", "text": {"content": text}}
        return caller.post(f"/wx/cgi-bin/{path}?access_token={given}", **message)["errcode"]

    return sent


def rules(caller):
    return [one["rule"] for one in caller.get("/sim/violations")["violations"]]


def test_wechatpys_client_is_understood(client, act, caller, account):
    act(content="水渠")
    client.message.send_text("o1", "您好")
    sent = client.media.upload("image", ("a.jpg", io.BytesIO(picture()), "image/jpeg"))
    client.message.send_image("o1", sent["media_id"])
    assert client.media.download(sent["media_id"]).content == picture()
    client.message.send_msg_menu("o1", {"head_content": "满意吗", "list": [{"id": "1", "content": "是"}]})
    code = client.qrcode.create({"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "v1"}}})
    assert act(kind="scan", ticket=code["ticket"])["id"]
    client.menu.create({"button": [{"type": "click", "name": "咨询", "key": "ask"}]})
    assert client.menu.get()["menu"]["button"][0]["key"] == "ask"
    assert client.misc.get_wechat_ips() == ["127.0.0.1"]
    told = caller.get(f"/sim/phone/{account['id']}/o1")["timeline"]
    assert [line["kind"] for line in told if line["side"] == "account"] == ["text", "image", "msgmenu"]
    assert len(caller.get("/sim/deliveries")["deliveries"]) == 3
    assert not rules(caller)


def test_wechatpy_reads_the_refusals(client, act):
    with pytest.raises(WeChatClientException) as no:
        client.message.send_text("o9", "您好")
    assert no.value.errcode == 40003


def test_five_in_48_hours_after_writing_to_the_millisecond(caller, act, send):
    act(content="水渠")
    assert [send() for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    act(content="又")
    caller.post("/sim/clock", forward=48 * 3600 - 0.001)
    assert send() == 0
    caller.post("/sim/clock", forward=0.002)
    assert send() == 45015
    assert rules(caller) == ["sent more than the window allows", "sent out of the time window"]


@pytest.mark.parametrize(
    "act_of", [{"kind": "follow"}, {"kind": "click", "key": "ask"}, {"kind": "scan", "scene": "v"}]
)
def test_three_in_a_minute_after_other_acts(caller, act, send, act_of):
    act(**act_of)
    assert [send() for _ in range(4)] == [0, 0, 0, 45047]
    act(**act_of)
    caller.post("/sim/clock", forward=59.999)
    assert send() == 0
    caller.post("/sim/clock", forward=0.002)
    assert send() == 45015


def test_who_unfollowed_gets_nothing_and_the_client_did_no_wrong(caller, act, send, account):
    act(content="水渠")
    act(kind="unfollow")
    assert send() == 45015
    caller.post("/sim/wechat/person", account=account["id"], user="o2")
    assert send(user="o2") == 43004, "met on a page only"
    assert not rules(caller)


def test_what_cannot_be_shown_is_refused(send, act, caller, token):
    act(content="水渠")
    assert send("长" * 683) == 45002
    assert send("") == 44004
    assert send(touser="o1", msgtype="image", image={"media_id": "none"}) == 40007
    assert send(touser="o1", msgtype="smoke", smoke={}) == 40008
    address = f"/wx/cgi-bin/message/custom/send?access_token={token()['access_token']}"
    assert json.loads(caller.ask("POST", address, b"{"))["errcode"] == 47001
    body = json.dumps({"touser": "o1", "msgtype": "text", "text": {"content": "好"}}).encode()  # \\u597d
    assert json.loads(caller.ask("POST", address, body))["errcode"] == 0
    assert caller.get("/sim/deliveries")["deliveries"][-1]["content"] == "\\u597d"
    assert len(rules(caller)) == 1


def test_the_stable_token_stays_and_overlaps_for_five_minutes(caller, token, account):
    first = token()
    caller.post("/sim/clock", forward=7200 - 301)
    assert token() == {"access_token": first["access_token"], "expires_in": 301}
    caller.post("/sim/clock", forward=2)
    second = token()
    assert (second["expires_in"], second["access_token"] != first["access_token"]) == (7200, True)

    def alive(given):
        return caller.get(f"/wx/cgi-bin/getcallbackip?access_token={given['access_token']}").get("errcode", 0)

    assert (alive(first), alive(second)) == (0, 0)
    caller.post("/sim/clock", forward=300)
    assert (alive(first), alive(second)) == (40001, 0)
    caller.post("/sim/clock", forward=7200)
    assert alive(second) == 42001


def test_a_forced_token_kills_the_one_before_and_is_rationed(caller, token):
    first = token()
    second = token(force_refresh=True)
    assert caller.get(f"/wx/cgi-bin/getcallbackip?access_token={first['access_token']}")["errcode"] == 40001
    assert token(force_refresh=True) == second, "within 30 seconds nothing is refreshed"
    for _ in range(19):
        caller.post("/sim/clock", forward=30)
        assert "access_token" in token(force_refresh=True)
    caller.post("/sim/clock", forward=30)
    assert token(force_refresh=True)["errcode"] == 45009


def test_the_old_token_dies_five_minutes_after_the_next_and_leaves_the_stable_one_alone(caller, client, token, account):
    stable, old = token(), client.fetch_access_token()
    client.fetch_access_token()
    caller.post("/sim/clock", forward=299)
    assert "ip_list" in caller.get(f"/wx/cgi-bin/getcallbackip?access_token={old['access_token']}")
    caller.post("/sim/clock", forward=2)
    for _ in range(10):
        assert caller.get(f"/wx/cgi-bin/getcallbackip?access_token={old['access_token']}")["errcode"] == 40001
    assert rules(caller) == ["a dead token used over and over"]
    assert "ip_list" in caller.get(f"/wx/cgi-bin/getcallbackip?access_token={stable['access_token']}")


def test_files_live_three_days_and_are_real(caller, act, token, world):
    with callback() as shop:
        world.accounts[next(iter(world.accounts))].callbacks = [shop.address]
        act(kind="image")
    file = next(iter(world.part(Files).all.values()))
    address = f"/wx/cgi-bin/media/get?access_token={token()['access_token']}&media_id={file.id}"
    assert Image.open(io.BytesIO(caller.ask("GET", address))).size == (96, 64)
    caller.post("/sim/clock", forward=3 * 86_400)
    address = f"/wx/cgi-bin/media/get?access_token={token()['access_token']}&media_id={file.id}"
    assert caller.get(address)["errcode"] == 40007
    with av.open(io.BytesIO(voice(2))) as heard:
        assert sum(frame.samples for frame in heard.decode(audio=0)) == 2 * 8000


def test_one_consent_is_one_notice_but_for_a_long_term_template(act, send, caller):
    def notice(template, value="有回信"):
        facts = {"touser": "o1", "template_id": template, "data": {"thing1": {"value": value}}}
        return send(path="message/subscribe/bizsend", **facts)

    act(kind="follow")
    assert notice("T1") == 43101
    for template in ("T1", "T2"):
        act(kind="consent", template=template)
    assert [notice("T1"), notice("T1")] == [0, 43101]
    assert [notice("T2"), notice("T2")] == [0, 0]
    assert notice("T2", "长" * 21) == notice("T2", "两\n行") == notice("T2", "") == 47003
    assert notice("T9") == 40037


@pytest.mark.parametrize(
    ("fault", "delivered"),
    [
        ({"kind": "errcode", "errcode": -1}, 0),
        ({"kind": "status", "status": 503}, 0),
        ({"kind": "html"}, 0),
        ({"kind": "drop-reply"}, 1),
        ({"kind": "status", "status": 502, "after": True}, 1),
        ({"kind": "slow-drip", "seconds": 0.0001}, 1),
        ({"kind": "errcode-as-string"}, 1),
        ({"kind": "extra-fields"}, 1),
    ],
)
def test_a_fault_strikes_as_often_as_it_is_set_and_the_ledger_tells_what_was_done(caller, act, send, fault, delivered):
    act(content="水渠")
    caller.post("/sim/faults", endpoint="/wx/cgi-bin/message/", count=1, **fault)
    try:
        answered = send()
    except (OSError, ValueError, http.client.HTTPException) as broken:
        answered = broken
        if hasattr(broken, "close"):
            broken.close()
    assert len(caller.get("/sim/deliveries")["deliveries"]) == delivered
    assert (answered == 0) == (fault["kind"] in ("slow-drip", "extra-fields"))
    assert send() == 0


def test_who_is_not_on_the_list_of_addresses_is_not_let_in(caller, account, token, world):
    world.accounts[account["id"]].allowed = ["192.0.2.1"]
    assert token()["errcode"] == 40164


def test_who_refuses_is_spared_and_killed_tokens_are_told(caller, act, send, account, token):
    act(content="水渠")
    caller.post("/sim/wechat/person", account=account["id"], user="o1", refuses=True)
    assert send() == 48002
    first = token()
    caller.post("/sim/wechat/tokens", account=account["id"])
    assert caller.get(f"/wx/cgi-bin/getcallbackip?access_token={first['access_token']}")["errcode"] == 40001
    assert caller.get("/sim/wechat/tokens")["asked"] == [{"account": account["id"], "kind": "stable", "times": 2}]


def test_an_account_takes_its_callbacks_later_and_only_on_this_machine(caller, account):
    changed = caller.post(f"/sim/accounts/{account['id']}", callbacks=["http://127.0.0.1:1/x"])
    assert changed["callbacks"] == ["http://127.0.0.1:1/x"]
    for facts in ({"callbacks": ["http://192.0.2.7/x"]}, {"id": "other"}, {"colour": "red"}, {"push": {"luck": 1}}):
        assert caller.status("POST", f"/sim/accounts/{account['id']}", json.dumps(facts).encode()) == 400


def test_nothing_secret_stands_in_the_history(caller, act, send, account, world):
    act(content="水渠")
    send()
    given = json.dumps(world.history)
    secrets = [account["secret"], account["token"], account["aes_key"]]
    tokens = world.part(Tokens).all
    assert not [one for one in [*secrets, *tokens] if one in given]
