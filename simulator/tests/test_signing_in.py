"""网页授权: who visits a page."""

import http.client
from urllib.parse import parse_qs, urlsplit

import pytest


@pytest.fixture
def account(caller):
    caller.post("/sim/clock", frozen=True)
    return caller.post("/sim/accounts", kind="wechat", domain="127.0.0.1")


def visit(world, account, **more):
    """Open the page that asks who somebody is; the parameters it sends back to the page."""
    host = urlsplit(world.address).netloc
    asking = http.client.HTTPConnection(host, timeout=5)
    back = "redirect_uri=http%3A%2F%2F127.0.0.1%2Fback&response_type=code&scope=snsapi_base&state=abc1"
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    asking.request("GET", f"/open/connect/oauth2/authorize?appid={account['id']}&{back}{extra}")
    answered = asking.getresponse()
    answered.read()
    asking.close()
    return {name: values[0] for name, values in parse_qs(urlsplit(answered.headers["Location"]).query).items()}


def test_a_code_says_who_once_and_for_five_minutes(caller, account, world):
    def who(code):
        secret = f"appid={account['id']}&secret={account['secret']}&grant_type=authorization_code"
        return caller.get(f"/wx/sns/oauth2/access_token?{secret}&code={code}")

    given = visit(world, account, sim_user="o7")
    assert given["state"] == "abc1"
    assert who(given["code"])["openid"] == "o7"
    assert who(given["code"])["errcode"] == 40163
    late = visit(world, account, sim_user="o7")["code"]
    caller.post("/sim/clock", forward=300)
    assert who(late)["errcode"] == 40029
    virtual = who(visit(world, account, sim_user="o7", sim_snapshot=1)["code"])
    assert (virtual["is_snapshotuser"], virtual["openid"] != "o7") == (1, True)


def test_who_is_nobody_yet_is_asked_and_a_strange_page_is_not_served(caller, account):
    caller.post("/sim/wechat/person", account=account["id"], user="o<1>", following=True)
    asked = f"/open/connect/oauth2/authorize?appid={account['id']}&response_type=code&scope=snsapi_base"
    shown = caller.ask("GET", f"{asked}&redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fback").decode()
    assert "o&lt;1&gt;" in shown
    for wrong in ("&redirect_uri=http%3A%2F%2F192.0.2.7%2F", "&redirect_uri=http%3A%2F%2F127.0.0.1%2F&state=a%2Fb"):
        assert caller.status("GET", asked + wrong) == 400
