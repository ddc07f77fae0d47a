"""Application messages, group robots and mass sending, through their API."""

from datetime import datetime

import pytest

from simulator.wecom.masses import CHINA

from .test_kf import Kf

DAY = 86400


@pytest.fixture
def house(caller):
    house = Kf(caller)
    caller.post("/sim/accounts", kind="robot", id="key1")
    return house


def tell(house, to="chenlushi", text="您有一条新消息"):
    return house.call("message/send", touser=to, msgtype="text", agentid=1000002, text={"content": text})


def post(house, text="请各村值班"):
    path = "/qy/cgi-bin/webhook/send?key=key1"
    return house.caller.post(path, msgtype="text", text={"content": text})["errcode"]


def rules(house):
    return [one["rule"] for one in house.caller.get("/sim/violations")["violations"]]


def test_a_member_gets_30_in_a_minute_and_the_rest_is_dropped_without_a_word(house):
    assert {tell(house)["errcode"] for _ in range(31)} == {0}
    assert len(house.caller.get("/sim/phone/ww1/chenlushi")["timeline"]) == 30
    assert rules(house) == ["app dropped"]
    house.forward(60)
    tell(house)
    assert len(house.caller.get("/sim/phone/ww1/chenlushi")["timeline"]) == 31


def test_an_application_message_names_members_that_there_are_not(house):
    assert tell(house, "chenlushi|nobody")["invaliduser"] == "nobody"
    assert tell(house, "nobody")["errcode"] == 81013
    assert tell(house, text="长" * 683)["errcode"] == 45002


def test_a_robot_writes_20_times_in_a_minute_that_slides(house):
    assert [post(house) for _ in range(10)] == [0] * 10
    house.forward(30)
    assert [post(house) for _ in range(11)] == [0] * 10 + [45009]
    house.forward(30)
    assert [post(house) for _ in range(11)] == [0] * 10 + [45009]
    assert rules(house) == ["robot rate"] * 2


def test_the_same_words_do_not_come_again_where_the_house_asks_so(house):
    asked = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    body = {"touser": "chenlushi", "msgtype": "text", "text": {"content": "您有一条新消息"}} | asked
    assert [house.call("message/send", **body)["errcode"] for _ in range(2)] == [0, 0]
    house.forward(600)
    house.call("message/send", **body)
    assert len(house.caller.get("/sim/phone/ww1/chenlushi")["timeline"]) == 2


def test_a_robot_writes_2048_bytes_and_needs_its_key(house):
    assert [post(house, "a" * 2048), post(house, "a" * 2049), post(house, "")] == [0, 45002, 44004]
    unknown = house.caller.post("/qy/cgi-bin/webhook/send?key=no", msgtype="text", text={"content": "a"})
    assert unknown["errcode"] == 93000


def propose(house, text="本周法律讲座"):
    return house.call(
        "externalcontact/add_msg_template",
        chat_type="single",
        sender="chenlushi",
        external_userid=["wmLi", "wmNobody"],
        text={"content": text},
    )


def test_a_mass_message_waits_for_its_member(house):
    house.push(content="在吗")
    made = propose(house)
    assert made["fail_list"] == ["wmNobody"]
    outcome = {"msgid": made["msgid"], "userid": "chenlushi"}
    assert house.call("externalcontact/get_groupmsg_send_result", **outcome)["send_list"][0]["status"] == 0
    assert not house.caller.get("/sim/phone/ww1/wmLi")["timeline"]
    house.caller.post("/sim/wecom/confirm", corp="ww1", task=made["msgid"])
    assert house.call("externalcontact/get_groupmsg_send_result", **outcome)["send_list"][0]["status"] == 1
    assert house.caller.get("/sim/phone/ww1/wmLi")["timeline"][0]["content"] == "本周法律讲座"
    assert house.caller.status("POST", "/sim/wecom/confirm", b'{"corp": "ww1", "task": "x"}') == 400


def test_a_task_is_reminded_of_three_times_and_cancelled_for_good(house):
    house.push(content="在吗")
    task = {"msgid": propose(house)["msgid"]}
    assert house.call("externalcontact/get_groupmsg_task", **task)["task_list"][0]["status"] == 0
    told = [house.call("externalcontact/remind_groupmsg_send", **task)["errcode"] for _ in range(4)]
    assert told == [0, 0, 0, 45009]
    house.call("externalcontact/cancel_groupmsg_send", **task)
    asked = f'{{"corp": "ww1", "task": "{task["msgid"]}"}}'.encode()
    assert house.caller.status("POST", "/sim/wecom/confirm", asked) == 400


def test_a_customer_gets_as_many_a_month_as_the_month_has_days(house):
    house.caller.post("/sim/clock", at=datetime(2027, 2, 28, 23, 59, tzinfo=CHINA).timestamp())
    house.sign_in()
    house.push(content="在吗")

    def reached():
        task = propose(house)["msgid"]
        return house.caller.post("/sim/wecom/confirm", corp="ww1", task=task)["reached"]["wmLi"]

    assert [reached() for _ in range(29)] == [True] * 28 + [False]
    house.forward(60)
    assert reached()


def test_a_mass_message_to_groups_goes_to_those_that_its_member_owns(house):
    house.caller.post(
        "/sim/accounts", kind="corp", id="ww2", secrets={"s2": 1}, chats={"wr1": "chenlushi", "wr2": "linlushi"}
    )
    token = house.caller.get("/qy/cgi-bin/gettoken?corpid=ww2&corpsecret=s2")["access_token"]
    call = lambda name, **body: house.caller.post(f"/qy/cgi-bin/externalcontact/{name}?access_token={token}", **body)  # noqa: E731
    said = {"chat_type": "group", "chat_id_list": ["wr1", "wr2"], "text": {"content": "别信"}}
    assert call("add_msg_template", **said)["errcode"] == 46004
    made = call("add_msg_template", sender="chenlushi", **said)
    assert made["fail_list"] == ["wr2"]
    house.caller.post("/sim/wecom/confirm", corp="ww2", task=made["msgid"])
    (row,) = call("get_groupmsg_send_result", msgid=made["msgid"], userid="chenlushi")["send_list"]
    assert (row["chat_id"], row["status"]) == ("wr1", 1)
    assert house.caller.get("/sim/phone/ww2/wr1")["timeline"][0]["content"] == "别信"
