"""The phone page: what it is given to draw."""

import pytest

from simulator.phone.screens import menu, pieces

from .test_kf import Kf

WANG = "wmDemoWangGuilan"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您好", [{"text": "您好"}]),
        ("看 http://a.cn/r?x=1。谢谢", [{"text": "看 "}, {"text": "http://a.cn/r?x=1", "href": "http://a.cn/r?x=1"}, {"text": "。谢谢"}]),
        ('<a href="http://a.cn/c">我的咨询</a>', [{"text": "我的咨询", "href": "http://a.cn/c"}]),
        ('<a href="javascript:alert(1)">点我</a>', [{"text": "点我"}]),
        (
            '<a href="weixin://bizmsgmenu?msgmenucontent=有用&msgmenuid=7">有用</a>',
            [{"text": "有用", "menu": "7"}],
        ),
        ("<b>粗</b>", [{"text": "<b>粗</b>"}]),
    ],
)  # fmt: skip
def test_a_text_falls_into_words_links_and_answers(text, found):
    assert pieces(text) == found


def test_the_menus_of_both_platforms_are_tapped_alike():
    of_kf = {"head_content": "选：", "list": [{"type": "click", "click": {"id": "1", "content": "好"}}]}
    of_mp = {"head_content": "选：", "list": [{"id": "1", "content": "好"}], "tail_content": "谢谢"}
    assert menu(of_kf) == menu(of_mp)[:2] == [{"text": "选："}, {"text": "\n好", "menu": "1"}]


def test_a_person_sees_what_was_said_and_came(caller):
    kf = Kf(caller)
    caller.post("/sim/push", account="wk1", user=WANG, kind="image")
    kf.call("kf/send_msg", touser=WANG, open_kfid="wk1", msgtype="text", text={"content": "收到"})
    seen = caller.get("/sim/screen?person=wang")["screen"]["tabs"]
    sent, came = seen["kf"]
    assert (sent["kind"], came["side"], came["parts"]) == ("image", "account", [{"text": "收到"}])
    assert caller.ask("GET", f"/phone/media/{sent['media']}").startswith(b"\xff\xd8")
    assert seen["chat"] == seen["notice"] == seen["sms"] == []


def test_while_the_platform_is_down_its_interfaces_are_shut_and_the_phone_says_so(caller):
    kf = Kf(caller)
    kf.push(content="在吗")
    assert caller.post("/sim/disturb", outage=True)["screen"]["outage"]
    path = f"/qy/cgi-bin/kf/sync_msg?access_token={kf.token}"
    assert caller.status("POST", path, b"{}") == 502
    assert caller.status("POST", "/sms/http", b"{}") == 401
    assert not caller.post("/sim/disturb", outage=False)["screen"]["outage"]
    assert kf.send() == 0


def test_the_page_and_all_its_parts_are_there_and_nothing_of_another_place(caller):
    page = caller.ask("GET", "/").decode()
    assert "这不是微信" in page
    for part in ("phone.css", "phone.js", "drawing.js"):
        assert caller.ask("GET", f"/phone/{part}")
    assert "https://" not in page


def test_the_phone_offers_the_codes_of_places_that_it_was_told_of(caller):
    kf = Kf(caller)
    link = kf.call("kf/add_contact_way", open_kfid="wk1", scene="village-page")["url"]
    caller.post("/sim/accounts/wk1", labels={"1201": "红花镇红花村"})
    before = {"gQold==": "1201", "gQother==": "1202"}  # of a process before this one
    told = {
        "kind": "wechat",
        "id": "wx1",
        "codes": before,
        "labels": {"1201": "红花镇红花村"},
        "callbacks": ["http://127.0.0.1:9/"],
    }
    caller.post("/sim/accounts", **told)
    codes = caller.get("/sim/screen?person=wang")["screen"]["codes"]

    assert [one["text"] for one in codes] == ["红花镇红花村的码（服务号）", "红花镇红花村的码（微信客服）"]
    assert codes[0]["link"].endswith("/open/q/gQold==")
    assert codes[1]["link"] == f"{link}&scene_param=1201"
    assert caller.post("/sim/push", account="wx1", user="o1", kind="scan", ticket="gQold==")["id"]
    assert (
        caller.status("POST", "/sim/push", b'{"account": "wx1", "user": "o1", "kind": "scan", "ticket": "gQx=="}')
        == 400
    )
