"""A word into a group: short, by a key that nobody gets to see."""

import pytest

from menkou.channels.errors import Final, Later
from menkou.channels.robot import client
from menkou.channels.tests.answering import platform

__all__ = ["platform"]

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
OK = {"errcode": 0, "errmsg": "ok"}


def test_a_text_and_markdown_go_by_the_key(platform):
    platform.say(OK)

    client.send_text(KEY, "明天上午普法讲座", mention=["@all"], base=platform.base)
    assert platform.asked[0][:3] == ("POST", "/cgi-bin/webhook/send", {"key": KEY})
    assert platform.body == {"msgtype": "text", "text": {"content": "明天上午普法讲座", "mentioned_list": ["@all"]}}

    client.send_markdown(KEY, "**明天**上午普法讲座", base=platform.base)
    assert platform.body == {"msgtype": "markdown", "markdown": {"content": "**明天**上午普法讲座"}}


@pytest.mark.parametrize(("code", "error"), [(93000, Final), (45009, Later)])
def test_a_robot_that_is_gone_and_one_that_has_said_enough_differ_and_neither_tells_its_key(platform, code, error):
    platform.say({"errcode": code})

    with pytest.raises(error) as caught:
        client.send_text(KEY, "讲座", base=platform.base)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("words", ["", "  \n", "村" * 683])
def test_nothing_and_too_much_are_not_sent(platform, words):
    platform.say(OK)

    with pytest.raises(ValueError, match="2048 bytes"):
        client.send_text(KEY, words, base=platform.base)
    assert platform.asked == []


def test_the_longest_that_fits_is_sent(platform):
    platform.say(OK)

    client.send_markdown(KEY, "村" * 682 + "ab", base=platform.base)
    assert len(platform.body["markdown"]["content"].encode()) == 2048


def test_the_key_is_read_from_the_address_as_the_owner_copies_it():
    address = f" {client.BASE}/cgi-bin/webhook/send?key={KEY}\n"

    assert client.key_in(address) == KEY


@pytest.mark.parametrize(
    "address",
    [
        "",
        KEY,
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
        f"https://qyapi.weixin.qq.com.example.com/cgi-bin/webhook/send?key={KEY}",
        f"https://qyapi.weixin.qq.com@example.com/cgi-bin/webhook/send?key={KEY}",
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/other?key={KEY}",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%2Fb",
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}&key=b",
        "https://[qyapi/cgi-bin/webhook/send?key=a",
    ],
)
def test_another_address_is_none_of_a_robot(address):
    with pytest.raises(ValueError, match="no address of a robot") as caught:
        client.key_in(address)
    assert KEY not in str(caught.value)
