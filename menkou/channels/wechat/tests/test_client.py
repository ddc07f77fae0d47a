"""What we ask of 公众号 is asked as its documentation says, and every bad end has its class and tells nothing."""

import logging
import socket

import httpx
import pytest
from wechatpy import WeChatClient, WeChatOAuth
from wechatpy.constants import WeChatErrorCode

from menkou.channels import calling
from menkou.channels.errors import Failed, Final, Later, Spent, Stale, Unclear, Wrong
from menkou.channels.tests.platform import a_platform
from menkou.channels.wechat import client
from menkou.channels.wechat.codes import CODES, SAID, said

TOKEN, OPENID, SECRET = "token-that-nobody-sees", "oSomebody", "secret-that-nobody-sees"
PATH = "/wx/cgi-bin/"


@pytest.fixture(scope="module")
def server():
    with a_platform() as platform:
        yield platform


@pytest.fixture
def platform(server):
    fresh = type(server)(server.base)
    for name, value in vars(fresh).items():
        setattr(server, name, value)
    return server


@pytest.fixture
def hasty(monkeypatch):
    """Limits of tenths of a second instead of seconds."""
    monkeypatch.setattr(calling, "READ_S", 0.15)
    monkeypatch.setattr(calling, "LONGEST_S", 0.2)
    calling._client.cache_clear()
    yield
    calling._client.cache_clear()


def ask_all(base: str) -> dict:
    """Each call once, by name."""
    return {
        "send_text": lambda: client.send_text(TOKEN, OPENID, "借条没写利息，算无息。", base=base),
        "send_image": lambda: client.send_image(TOKEN, OPENID, "m", base=base),
        "send_voice": lambda: client.send_voice(TOKEN, OPENID, "m", base=base),
        "typing": lambda: client.typing(TOKEN, OPENID, base=base),
        "notify": lambda: client.notify(TOKEN, OPENID, "t", {"thing1": "有回复"}, page="http://x/", base=base),
        "media_get": lambda: client.media_get(TOKEN, "m", base=base),
        "media_upload": lambda: client.media_upload(TOKEN, "image", b"x", name="a.jpg", mime="image/jpeg", base=base),
        "qr_code": lambda: client.qr_code(TOKEN, "b-1", base=base),
        "callback_ips": lambda: client.callback_ips(TOKEN, base=base),
        "stable_token": lambda: client.stable_token("wx1", SECRET, base=base),
        "oauth_openid": lambda: client.oauth_openid("wx1", SECRET, "code", base=base),
    }


ASKED = {
    "send_text": ("message/custom/send", {"msgtype": "text", "text": {"content": "借条没写利息，算无息。"}}),
    "send_image": ("message/custom/send", {"msgtype": "image", "image": {"media_id": "m"}}),
    "send_voice": ("message/custom/send", {"msgtype": "voice", "voice": {"media_id": "m"}}),
    "typing": ("message/custom/typing", {"command": "Typing"}),
    "notify": (
        "message/subscribe/bizsend",
        {"template_id": "t", "page": "http://x/", "data": {"thing1": {"value": "有回复"}}},
    ),
}


@pytest.mark.parametrize("call", ASKED)
def test_what_is_sent_to_a_person_is_sent_as_documented(call, platform):
    platform.says(answer={"errcode": 0, "errmsg": "ok", "more": 1})
    assert ask_all(platform.base)[call]() is None
    (asked,) = platform.asked
    path, body = ASKED[call]
    assert (asked.method, asked.path, asked.params) == ("POST", PATH + path, {"access_token": TOKEN})
    assert asked.told == {"touser": OPENID, **body}
    assert b"\\u" not in asked.body  # or it is shown so


def test_wechatpy_sends_the_same(platform):
    theirs = WeChatClient("wx1", SECRET, access_token=TOKEN, timeout=2)
    platform.says(answer={"errcode": 0, "media_id": "m"})
    theirs.API_BASE_URL = platform.base + "/cgi-bin/"
    theirs.message.send_text(OPENID, "借条没写利息，算无息。")
    theirs.message.send_image(OPENID, "m")
    theirs.message.send_voice(OPENID, "m")
    for call in ("send_text", "send_image", "send_voice"):
        ask_all(platform.base)[call]()
    sent = [(asked.path, asked.params, asked.told) for asked in platform.asked]
    assert sent[:3] == sent[3:]
    calling_back = WeChatOAuth("wx1", SECRET, "https://a.example/回来?a=1", state="s1")
    assert client.authorize_url("wx1", "https://a.example/回来?a=1", "s1") == calling_back.authorize_url


def test_a_token_is_asked_for_and_comes_with_its_seconds(platform):
    platform.says(answer={"access_token": "t" * 512, "expires_in": 7200})
    assert client.stable_token("wx1", SECRET, base=platform.base) == ("t" * 512, 7200)
    client.stable_token("wx1", SECRET, force=True, base=platform.base)
    asked = platform.asked
    assert [one.path for one in asked] == [PATH + "stable_token"] * 2
    assert asked[0].told == {
        "grant_type": "client_credential", "appid": "wx1", "secret": SECRET, "force_refresh": False
    }  # fmt: skip
    assert [one.told["force_refresh"] for one in asked] == [False, True]
    assert SECRET not in str([one.params for one in asked])


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": 1}, {"access_token": "t"},
                                    {"access_token": "t", "expires_in": "soon"}])  # fmt: skip
def test_an_answer_without_what_was_asked_for_is_unclear(answer, platform):
    platform.says(answer=answer)
    with pytest.raises(Unclear):
        client.stable_token("wx1", SECRET, base=platform.base)


def test_media_comes_and_goes(platform):
    platform.says(answer=b"\xff\xd8{", mime="image/jpeg")
    came = client.media_get(TOKEN, "m", base=platform.base)
    assert (came.content, came.mime) == (b"\xff\xd8{", "image/jpeg")
    platform.says(answer={"type": "image", "media_id": "m2", "created_at": 1}, mime="text/plain")
    assert ask_all(platform.base)["media_upload"]() == "m2"
    got, put = platform.asked
    assert (got.method, got.path, got.params) == ("GET", PATH + "media/get", {"access_token": TOKEN, "media_id": "m"})
    assert (put.method, put.path, put.params) == (
        "POST",
        PATH + "media/upload",
        {"access_token": TOKEN, "type": "image"},
    )
    assert b'name="media"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n' in put.body


@pytest.mark.parametrize(
    ("answer", "mime", "end"),
    [
        ({"errcode": 40007, "errmsg": "gone"}, "text/plain", Final),
        ({"errcode": 42001}, "application/json", Stale),
        ({"video_url": "http://x"}, "text/plain", Wrong),
        (b"<html>busy</html>", "text/html", Unclear),
        (b"", "image/jpeg", Unclear),
        (b"hello", "application/json", Unclear),
    ],
)
def test_media_that_does_not_come_has_its_class(answer, mime, end, platform):
    platform.says(answer=answer, mime=mime)
    with pytest.raises(Failed) as ended:
        client.media_get(TOKEN, "m", base=platform.base)
    assert type(ended.value) is end


def test_a_code_is_drawn_lasting_or_for_a_time(platform):
    platform.says(answer={"ticket": "t", "url": "http://weixin.qq.com/q/1"})
    assert client.qr_code(TOKEN, "b-1", base=platform.base) == client.Code("http://weixin.qq.com/q/1", "t")
    client.qr_code(TOKEN, "b-1", for_s=600, base=platform.base)
    scene = {"action_info": {"scene": {"scene_str": "b-1"}}}
    assert [asked.told for asked in platform.asked] == [
        {"action_name": "QR_LIMIT_STR_SCENE", **scene},
        {"action_name": "QR_STR_SCENE", "expire_seconds": 600, **scene},
    ]
    for unfit in ("", "x" * 65):
        with pytest.raises(ValueError, match="64"):
            client.qr_code(TOKEN, unfit, base=platform.base)


@pytest.mark.parametrize(("more", "snapshot"), [({}, False), ({"is_snapshotuser": 0}, False),
                                                ({"is_snapshotuser": 1}, True), ({"is_snapshotuser": "1"}, True)])  # fmt: skip
def test_who_opened_a_page_is_told_and_whether_it_is_somebody(more, snapshot, platform):
    platform.says(answer={"openid": OPENID, "access_token": "other", **more})
    assert ask_all(platform.base)["oauth_openid"]() == client.OAuth(OPENID, snapshot)
    (asked,) = platform.asked
    told = {"appid": "wx1", "secret": SECRET, "code": "code", "grant_type": "authorization_code"}
    assert (asked.path, asked.params) == ("/wx/sns/oauth2/access_token", told)


@pytest.mark.parametrize("state", ["", "x" * 129, "a-b", "甲", "a\n"])
def test_a_state_is_of_letters_and_digits(state):
    with pytest.raises(ValueError, match="128"):
        client.authorize_url("wx1", "https://a.example/", state)


def test_where_callbacks_come_from_is_listed(platform):
    platform.says(answer={"ip_list": ["127.0.0.1", "127.0.0.0/24"]})
    assert ask_all(platform.base)["callback_ips"]() == ("127.0.0.1", "127.0.0.0/24")
    platform.says(answer={"ip_list": None})
    with pytest.raises(Unclear):
        ask_all(platform.base)["callback_ips"]()


NUMBERS = [
    (-1, Later), ("-1", Later), (45011, Later), (45009, Later), (45047, Spent), ("45047", Spent),
    (40001, Stale), (40014, Stale), (42001, Stale), (43004, Final), (43101, Final), (45015, Final), (48002, Final),
    (40003, Wrong), (40035, Wrong), (40164, Wrong), (47001, Wrong), (47003, Wrong), (48001, Wrong), (99999, Wrong),
    ("no number", Wrong), (None, Wrong),
]  # fmt: skip


@pytest.mark.parametrize(("number", "end"), NUMBERS)
def test_a_number_decides_how_it_ended_and_not_the_words(number, end, platform):
    platform.says(answer={"errcode": number, "errmsg": "ok"})
    with pytest.raises(Failed) as ended:
        client.send_text(TOKEN, OPENID, "借条", base=platform.base)
    assert type(ended.value) is end


def test_a_wrong_secret_is_not_taken_for_a_stale_token(platform):
    platform.says(answer={"errcode": 40001})
    for call in ("stable_token", "oauth_openid"):
        with pytest.raises(Wrong):
            ask_all(platform.base)[call]()


@pytest.mark.parametrize("answer", [{"errcode": 0}, {"errcode": "0"}, {"errmsg": "ok"}])
def test_a_number_of_nothing_or_none_is_well(answer, platform):
    platform.says(answer=answer)
    client.send_text(TOKEN, OPENID, "借条", base=platform.base)


HTML = b"<html>502</html>"
BADLY = {
    "500": ({"status": 500}, Unclear),
    "502 in HTML": ({"status": 502, "answer": HTML, "mime": "text/html"}, Unclear),
    "200 in HTML": ({"answer": HTML, "mime": "text/html"}, Unclear),
    "no words": ({"answer": b""}, Unclear),
    "a list": ({"answer": b"[]"}, Unclear),
    "endless depth": ({"answer": b"[" * 100_000}, Unclear),
    "another place": ({"status": 302, "headers": {"Location": "/wx/elsewhere"}}, Unclear),
    "hung up": ({"hangs_up": True}, Unclear),
    "half an answer": ({"says_it_is": 99}, Unclear),
    "too much": ({"answer": b" " * (calling.MOST_ANSWERED + 1)}, Wrong),
}


@pytest.mark.parametrize("what", BADLY)
def test_a_bad_answer_has_its_class_and_is_asked_for_once(what, platform):
    told, end = BADLY[what]
    platform.says(**told)
    with pytest.raises(Failed) as ended:
        client.send_text(TOKEN, OPENID, "借条", base=platform.base)
    assert type(ended.value) is end
    assert [asked.path for asked in platform.asked] == [PATH + "message/custom/send"]


def test_a_drip_comes_to_an_end(platform, hasty):
    platform.says(drip_s=0.02, answer=b'{"errcode": 0, "errmsg": "' + b"o" * 40 + b'"}')
    with pytest.raises(Unclear):
        client.send_text(TOKEN, OPENID, "借条", base=platform.base)


def test_a_silent_server_is_unclear_and_one_that_is_not_there_is_later(hasty):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        base = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unclear):
            client.send_text(TOKEN, OPENID, "借条", base=base)
    with pytest.raises(Later):
        client.send_text(TOKEN, OPENID, "借条", base=base)


def test_no_connection_is_later(monkeypatch):
    def never(*_, **__):
        raise httpx.ConnectTimeout("")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", never)
    with pytest.raises(Later):
        client.send_text(TOKEN, OPENID, "借条", base="http://127.0.0.1:9")


def test_no_error_and_no_log_tells_a_token_a_person_or_a_word(platform, caplog):
    caplog.set_level(logging.DEBUG)
    for told in ({"answer": {"errcode": 45015, "errmsg": OPENID}}, {"status": 500}, {"answer": HTML}):
        platform.says(**told)
        for act in ask_all(platform.base).values():
            with pytest.raises(Failed) as ended:
                act()
            error = ended.value
            shown = f"{error} {error!r} {error.__cause__ and type(error.__cause__).__name__}"
            assert not [secret for secret in (TOKEN, OPENID, SECRET, "借条") if secret in shown]
    assert not [secret for secret in (TOKEN, OPENID, SECRET, "借条") if secret in caplog.text]


def test_no_cookie_of_one_account_is_shown_for_another(platform):
    platform.says(headers={"Set-Cookie": "who=first; Path=/"})
    client.send_text(TOKEN, OPENID, "借条", base=platform.base)
    assert not calling._client().cookies


def test_every_number_has_a_sentence_and_is_known_to_others():
    numbers = CODES.later | CODES.spent | CODES.stale | CODES.final
    assert numbers <= set(SAID)
    assert all(sentence.endswith("。") for sentence in SAID.values())
    elsewhere = {40164, 40243, 45029, 45066, 45072, 45080, 45081, 89503}  # of the documentation, not in wechatpy
    assert set(SAID) - {int(code) for code in WeChatErrorCode} == elsewhere
    assert said(45015) == said("45015") == SAID[45015]
    assert "99999" in said(99999)
    assert said("no number").startswith("微信返回")
