"""A word to a member of staff: to one, and it is known when they are not reached."""

import pytest

from menkou.channels.app import client
from menkou.channels.errors import Final, Later, Wrong
from menkou.channels.tests.answering import platform

__all__ = ["platform"]

OK = {"errcode": 0, "errmsg": "ok"}


def test_a_word_goes_to_one_member_from_the_application(platform):
    platform.say(OK | {"invaliduser": "", "msgid": "a-1"})

    assert client.send_text("t", 1000002, "lisi", "您有一条新咨询", base=platform.base) == "a-1"
    assert platform.asked[0][1:3] == ("/cgi-bin/message/send", {"access_token": "t"})
    assert platform.body == {
        "touser": "lisi",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "您有一条新咨询"},
    }


def test_sent_again_it_may_ask_not_to_be_doubled(platform):
    platform.say(OK)

    assert client.send_text("t", 1, "lisi", "第 7 号", no_repeat_s=1800, base=platform.base) == ""
    assert (platform.body["enable_duplicate_check"], platform.body["duplicate_check_interval"]) == (1, 1800)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (OK | {"invaliduser": "lisi"}, Final),  # errcode 0, and nobody was reached
        (OK | {"unlicenseduser": "lisi"}, Final),
        ({"errcode": 81013}, Final),
        ({"errcode": 45009}, Later),
        ({"errcode": 60020}, Wrong),
    ],
)
def test_a_member_who_is_not_reached_is_not_taken_for_told(platform, said, error):
    platform.say(said)

    with pytest.raises(error):
        client.send_text("t", 1, "lisi", "您有一条新咨询", base=platform.base)


@pytest.mark.parametrize("member", ["", "@all", "lisi|wangwu"])
def test_nobody_and_everybody_is_no_member(platform, member):
    platform.say(OK)

    with pytest.raises(ValueError, match="one member"):
        client.send_text("t", 1, member, "您有一条新咨询", base=platform.base)
    assert platform.asked == []
