"""A task for members to send on: it reaches nobody until they confirm, and says who did."""

from datetime import UTC, datetime

import pytest

from menkou.channels.errors import Unclear
from menkou.channels.mass import client
from menkou.channels.mass.client import Confirmation, Link, Result, Task
from menkou.channels.tests.answering import platform

__all__ = ["platform"]

OK = {"errcode": 0, "errmsg": "ok"}
AT = datetime(2026, 8, 3, tzinfo=UTC)


def test_a_task_for_groups_names_their_owner(platform):
    platform.say(OK | {"fail_list": ["wr2"], "msgid": "g-1"})
    link = Link("https://example.com/", "普法讲座", about="明天上午")

    task = client.add_for_groups("t", "lisi", ["wr1", "wr2"], "请看", link=link, base=platform.base)

    assert task == Task("g-1", ("wr2",))
    assert platform.asked[0][1:3] == ("/cgi-bin/externalcontact/add_msg_template", {"access_token": "t"})
    assert platform.body == {
        "chat_type": "group",
        "sender": "lisi",
        "chat_id_list": ["wr1", "wr2"],
        "text": {"content": "请看"},
        "attachments": [
            {"msgtype": "link", "link": {"title": "普法讲座", "desc": "明天上午", "url": "https://example.com/"}}
        ],
    }


def test_a_task_for_customers_needs_no_owner(platform):
    platform.say(OK | {"msgid": "g-2"})

    assert client.add_for_customers("t", ["wm1"], "请看", base=platform.base) == Task("g-2", ())
    assert platform.body == {"chat_type": "single", "external_userid": ["wm1"], "text": {"content": "请看"}}


def test_a_task_without_a_number_may_have_been_made(platform):
    platform.say(OK)

    with pytest.raises(Unclear):
        client.add_for_customers("t", ["wm1"], "请看", base=platform.base)


@pytest.mark.parametrize(
    ("groups", "words"), [([], "请看"), (["wr"] * 2001, "请看"), (["wr"], " "), (["wr"], "村" * 1334)]
)
def test_a_task_that_does_not_fit_is_not_made(platform, groups, words):
    platform.say(OK)

    with pytest.raises(ValueError, match="1 to"):
        client.add_for_groups("t", "lisi", groups, words, base=platform.base)
    assert platform.asked == []


def test_who_confirmed_is_read_to_the_last_page(platform):
    sent = {"userid": "lisi", "status": 2, "send_time": int(AT.timestamp())}
    platform.say(
        OK | {"next_cursor": "c", "task_list": [sent]},
        OK | {"next_cursor": "", "task_list": [{"userid": "wangwu", "status": 0, "send_time": 0}]},
    )

    assert client.confirmations("t", "g-1", base=platform.base) == (
        Confirmation("lisi", True, AT),
        Confirmation("wangwu", False, None),
    )
    assert platform.body == {"msgid": "g-1", "limit": 1000, "cursor": "c"}


def test_pages_that_do_not_end_are_given_up(platform, monkeypatch):
    monkeypatch.setattr(client, "MOST_PAGES", 3)
    platform.say(*(OK | {"next_cursor": f"c-{number}", "task_list": []} for number in range(9)))

    with pytest.raises(Unclear):
        client.confirmations("t", "g-1", base=platform.base)
    assert len(platform.asked) == 3


def test_each_group_has_a_result_with_its_reason(platform):
    rows = [
        {"chat_id": "wr1", "userid": "lisi", "status": 1},
        {"external_userid": "wm1", "userid": "lisi", "status": "3"},
        {"external_userid": "wm2", "userid": "lisi", "status": 8},
    ]
    platform.say(OK | {"send_list": rows})

    first, second, third = client.results("t", "g-1", "lisi", base=platform.base)

    assert platform.body == {"msgid": "g-1", "userid": "lisi", "limit": 1000}
    assert first == Result("wr1", True, "")
    assert second == Result("wm1", False, "对方收到的群发已达上限。")
    assert (third.is_sent, "8" in third.why) == (False, True)


def test_members_are_reminded_and_tasks_called_off(platform):
    platform.say(OK)

    client.remind("t", "g-1", base=platform.base)
    assert (platform.asked[-1][1], platform.body) == (
        "/cgi-bin/externalcontact/remind_groupmsg_send",
        {"msgid": "g-1"},
    )
    client.cancel("t", "g-1", base=platform.base)
    assert platform.asked[-1][1] == "/cgi-bin/externalcontact/cancel_groupmsg_send"
