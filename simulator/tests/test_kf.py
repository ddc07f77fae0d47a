"""微信客服 through its API, as the platform behaves."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto

from .conftest import wait_for

KEY, TOKEN = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "QDG6eK"  # WeCom's own sample
DAY = 86400


class House(BaseHTTPRequestHandler):
    """A house that opens what the platform calls back with, and answers with `answers` in turn, then 200."""

    got: list[tuple[dict[str, str], bytes]]
    answers: list[int]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(parse_qsl(urlsplit(self.path).query)), body))
        self.reply(self.answers.pop(0) if self.answers else 200, b"success")

    def do_GET(self):
        asked = dict(parse_qsl(urlsplit(self.path).query))
        word = WeChatCrypto(TOKEN, KEY, "ww1").check_signature(
            asked["msg_signature"], asked["timestamp"], asked["nonce"], asked["echostr"]
        )
        self.reply(200, word.encode())

    def reply(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def house():
    kind = type("OneHouse", (House,), {"got": [], "answers": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    kind.url = f"http://127.0.0.1:{server.server_port}/back"
    yield kind
    server.shutdown()
    server.server_close()


class Kf:
    """A house that uses the API."""

    def __init__(self, caller, *callbacks):
        self.caller = caller
        caller.post("/sim/clock", frozen=True)
        caller.post(
            "/sim/accounts",
            accounts=[
                {
                    "kind": "corp",
                    "id": "ww1",
                    "secrets": {"s1": 1000002},
                    "callbacks": callbacks,
                    "push": {"pause": 0},
                    "token": TOKEN,
                    "aes_key": KEY,
                },
                {"kind": "kf", "id": "wk1", "corp": "ww1"},
            ],
        )
        self.sign_in()

    def sign_in(self):
        self.token = self.caller.get("/qy/cgi-bin/gettoken?corpid=ww1&corpsecret=s1")["access_token"]

    def call(self, name, **facts):
        return self.caller.post(f"/qy/cgi-bin/{name}?access_token={self.token}", **facts)

    def push(self, kind="text", **facts):
        return self.caller.post("/sim/push", account="wk1", user="wmLi", kind=kind, **facts)

    def send(self, text="您好", **facts):
        return self.call(
            "kf/send_msg", touser="wmLi", open_kfid="wk1", msgtype="text", text={"content": text}, **facts
        )["errcode"]

    def forward(self, seconds, sign_in=True):
        self.caller.post("/sim/clock", forward=seconds)
        if sign_in:
            self.sign_in()

    def pull(self, cursor="", limit=1000, **facts):
        """Everything after a cursor, page by page."""
        found = []
        while True:
            page = self.call("kf/sync_msg", cursor=cursor, limit=limit, open_kfid="wk1", **facts)
            assert page["errcode"] == 0
            found, cursor = found + page["msg_list"], page["next_cursor"]
            assert len(page["msg_list"]) <= limit
            if not page["has_more"]:
                return found, cursor


@pytest.fixture
def kf(caller):
    return Kf(caller)


@pytest.fixture
def ring(kf, world):
    """A callback's token, without the callback."""
    kf.push(content="在吗")
    return list(world.account("ww1").log.tokens)[-1]


def test_a_callback_says_that_something_is_there_and_not_what(caller, house):
    kf = Kf(caller, house.url)
    kf.push(content="邻居占了我家的地")
    wait_for(lambda: house.got)
    query, body = house.got[0]
    text = WeChatCrypto(TOKEN, KEY, "ww1").decrypt_message(
        body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    assert "<Event><![CDATA[kf_msg_or_event]]></Event>" in text
    assert "邻居" not in text
    token = text.split("<Token><![CDATA[")[1].split("]]>")[0]
    assert kf.pull(token=token)[0][0]["text"] == {"content": "邻居占了我家的地"}


def test_a_callback_that_is_not_taken_comes_three_times(caller, house):
    house.answers += [500, 500, 500]
    Kf(caller, house.url).push(content="在吗")
    wait_for(lambda: [one for one in caller.get("/sim/pushes")["pushes"] if one["state"] == "given up"])
    assert len(house.got) == 3


def test_callbacks_are_lost_and_come_twice(caller, house):
    kf = Kf(caller, house.url)
    caller.post("/sim/wecom/mishaps", corp="ww1", lost=1.0)
    kf.push(content="一")
    caller.post("/sim/wecom/mishaps", corp="ww1", at_once=1.0)
    kf.push(content="二")
    wait_for(lambda: len(house.got) == 2)
    assert house.got[0] == house.got[1]
    assert [one["text"]["content"] for one in kf.pull()[0]] == ["一", "二"]


def test_the_address_is_checked_by_a_sealed_word(caller, house):
    Kf(caller, house.url)
    push = caller.post("/sim/wecom/verify", corp="ww1")["id"]
    wait_for(lambda: caller.get(f"/sim/pushes/{push}")["state"] == "acked")


def test_pages_follow_each_other_without_gap_or_repeat(kf):
    said = [kf.push(content=str(number))["id"] for number in range(23)]
    first, cursor = kf.pull(limit=4)
    assert [one["msgid"] for one in first] == said
    assert {one["origin"] for one in first} == {3}
    last = kf.push("image")["id"]
    assert [one["msgid"] for one in kf.pull(cursor)[0]] == [last]


def test_after_three_days_nothing_is_kept_and_what_the_house_sent_never_comes(kf):
    kf.push(content="在吗")
    assert kf.send() == 0
    assert len(kf.pull()[0]) == 1
    kf.forward(3 * DAY - 1)
    assert len(kf.pull()[0]) == 1
    kf.forward(1)
    assert kf.pull()[0] == []


def test_a_token_is_good_for_ten_minutes_and_without_one_it_is_soon_too_often(kf, ring):
    assert [kf.call("kf/sync_msg", open_kfid="wk1")["errcode"] for _ in range(11)] == [0] * 10 + [45009]
    kf.forward(599)
    assert kf.call("kf/sync_msg", token=ring)["errcode"] == 0
    kf.forward(1)
    assert kf.call("kf/sync_msg", token=ring)["errcode"] == 95007
    assert kf.call("kf/sync_msg", token="strange")["errcode"] == 95007
    assert kf.call("kf/sync_msg", cursor="strange")["errcode"] == 40058
    assert kf.call("kf/sync_msg", open_kfid="wk9")["errcode"] == 95000


def test_what_breaks_a_limit_is_refused_and_written_down(kf, caller):
    kf.push(content="在吗")
    assert [kf.send() for _ in range(6)] == [0] * 5 + [95001]
    kf.push(content="还在吗")
    kf.forward(2 * DAY)
    assert kf.send() == 95002
    assert [one["rule"] for one in caller.get("/sim/violations")["violations"]] == ["kf count", "kf time"]


def test_the_same_msgid_twice_comes_twice_and_is_noted_as_a_possible_duplicate(kf, caller):
    kf.push(content="在吗")
    assert [kf.send(msgid="m_1"), kf.send(msgid="m_1")] == [0, 0]
    noted = [line for line in caller.world.history if line["event"] == "possible duplicate" and line["msgid"] == "m_1"]
    shown = [one for one in caller.get("/sim/phone/wk1/wmLi")["timeline"] if one["side"] == "account"]
    assert (len(noted), [one["again"] for one in shown]) == (1, [False, True])
    assert kf.send(msgid="中文") == 40058


def test_a_send_may_fail_later_and_an_event_says_so(kf, caller):
    kf.push(content="在吗")
    caller.post("/sim/wecom/mishaps", corp="ww1", fails=1, fail_type=10)
    assert kf.send(msgid="m_1") == 0
    wait_for(lambda: len(caller.world.account("ww1").log.entries) == 2)
    event = kf.pull()[0][1]["event"]
    assert (event["event_type"], event["fail_msgid"], event["fail_type"]) == ("msg_send_fail", "m_1", 10)
    assert not [one for one in caller.get("/sim/phone/wk1/wmLi")["timeline"] if one["side"] == "account"]


def test_a_board_says_which_it_is_by_its_link(kf):
    url = kf.call("kf/add_contact_way", open_kfid="wk1", scene="board")["url"]
    kf.push("enter", link=f"{url}&scene_param=B%2D17")
    event = kf.pull()[0][0]["event"]
    assert (event["event_type"], event["scene"], event["scene_param"]) == ("enter_session", "board", "B-17")
    assert kf.call("kf/add_contact_way", open_kfid="wk1", scene="村")["errcode"] == 40058


def test_a_welcome_goes_once_and_within_20_seconds(kf):
    def welcome(code):
        return kf.call("kf/send_msg_on_event", code=code, msgtype="text", text={"content": "您好"})["errcode"]

    code = kf.push("enter")["welcome_code"]
    kf.forward(19.999)
    assert [welcome(code), welcome(code)] == [0, 41050]
    assert kf.push("enter")["welcome_code"] is None
    kf.forward(2 * DAY)
    code = kf.push("enter")["welcome_code"]
    kf.forward(20)
    assert welcome(code) == 41050


def test_states_change_by_the_table(kf):
    def become(state, **facts):
        return kf.call("kf/service_state/trans", open_kfid="wk1", external_userid="wmLi", service_state=state, **facts)[
            "errcode"
        ]

    def state():
        return kf.call("kf/service_state/get", open_kfid="wk1", external_userid="wmLi")["service_state"]

    kf.push("enter")
    assert (state(), kf.send()) == (4, 95018)
    kf.push(content="在吗")
    assert (state(), become(1), kf.send()) == (0, 0, 0)
    assert [become(0), become(9), become(3), become(3, servicer_userid="chenlushi")] == [95016, 40058, 46004, 0]
    assert kf.send() == 95018
    kf.push("end")
    assert kf.pull()[0][-1]["event"]["event_type"] == "session_status_change"
    assert (state(), become(1)) == (4, 95013)


def test_a_token_lives_two_hours_and_stays_the_same(kf, caller):
    asked = "/qy/cgi-bin/gettoken?corpid=ww1&corpsecret="
    kf.forward(7199)
    assert caller.get(asked + "s1") == {"errcode": 0, "errmsg": "ok", "access_token": kf.token, "expires_in": 1}
    kf.forward(1, sign_in=False)
    assert kf.send() == 42001
    assert caller.get(asked + "s1")["access_token"] != kf.token
    assert caller.get(asked + "s2")["errcode"] == 40001
    kf.token = ""
    assert kf.send() == 41001


def test_files_are_kept_three_days(kf, caller):
    kf.push("voice")
    kf.push("image")
    for message, start in zip(kf.pull()[0], (b"#!AMR\n", b"\xff\xd8"), strict=True):
        media_id = message[message["msgtype"]]["media_id"]
        path = f"/qy/cgi-bin/media/get?access_token={kf.token}&media_id={media_id}"
        assert caller.ask("GET", path).startswith(start)
    kf.forward(3 * DAY)
    assert caller.get(f"/qy/cgi-bin/media/get?access_token={kf.token}&media_id={media_id}")["errcode"] == 40007


def test_the_house_uploads_a_file_and_sends_it(kf, caller):
    kf.push(content="在吗")
    form = (
        b'--b\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        b"\xff\xd8x\r\n--b--\r\n"
    )
    path = f"/qy/cgi-bin/media/upload?access_token={kf.token}&type=image"
    kept = json.loads(caller.ask("POST", path, form, **{"Content-Type": "multipart/form-data; boundary=b"}))
    sent = kf.call("kf/send_msg", touser="wmLi", open_kfid="wk1", msgtype="image", image={"media_id": kept["media_id"]})
    assert sent["errcode"] == 0
