"""What 企业微信 answers, and what becomes of it: its token, its media, and every class of its numbers."""

import socket

import pytest

from menkou.channels.errors import Final, Later, Spent, Stale, Unclear, Wrong
from menkou.channels.tests.answering import HTML, JSON, platform
from menkou.channels.wecom import client, codes

__all__ = ["platform"]

SECRET = "s3cret-of-an-application"
OK = {"errcode": 0, "errmsg": "ok"}


def test_a_token_is_asked_for_with_corpid_and_secret(platform):
    platform.say(OK | {"access_token": "t-1", "expires_in": 7200})

    assert client.get_token("wwcorp", SECRET, base=platform.base) == ("t-1", 7200)
    assert platform.asked[0][:3] == ("GET", "/cgi-bin/gettoken", {"corpid": "wwcorp", "corpsecret": SECRET})


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"errcode": 40001}, Wrong),  # a wrong secret: a new token would not help
        ({"errcode": 40013}, Wrong),
        ({"errcode": -1}, Later),
        ({"errcode": 45009}, Later),
        (OK, Unclear),
        (OK | {"access_token": "t", "expires_in": "soon"}, Unclear),
        (OK | {"access_token": 7, "expires_in": 7200}, Unclear),
    ],
)
def test_without_a_token_it_says_why(platform, said, error):
    platform.say(said)

    with pytest.raises(error) as caught:
        client.get_token("wwcorp", SECRET, base=platform.base)

    assert type(caught.value) is error
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"errcode": -1}, Later),
        ({"errcode": 45033}, Later),
        ({"errcode": 45009}, Later),
        ({"errcode": 95001}, Spent),
        ({"errcode": "95001", "errmsg": "a number in quotes"}, Spent),
        ({"errcode": 40001}, Stale),
        ({"errcode": 40014}, Stale),
        ({"errcode": 42001}, Stale),
        ({"errcode": 95002}, Final),
        ({"errcode": 95018}, Final),
        ({"errcode": 93000}, Final),
        ({"errcode": 48002}, Wrong),  # of 公众号 it means that the person refuses, here that we may not
        ({"errcode": 60020}, Wrong),
        ({"errcode": 4711}, Wrong),
        ((502, HTML, b"<html>"), Unclear),
        ((200, HTML, b"<html>ok</html>"), Unclear),
        ((302, JSON, b"{}"), Unclear),
        ((200, JSON, b"[]"), Unclear),
    ],
)
def test_every_bad_end_of_a_call_has_its_class(platform, said, error):
    platform.say(said)

    with pytest.raises(error) as caught:
        client.post("call", "kf/send_msg", "the-token", {"words": "秘密"}, platform.base)

    assert type(caught.value) is error
    assert "the-token" not in str(caught.value)
    assert "秘密" not in str(caught.value)


def test_nobody_at_home_is_later_since_nothing_was_sent():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        with pytest.raises(Later):
            client.post("call", "kf/send_msg", "t", {}, f"http://127.0.0.1:{taken.getsockname()[1]}")


def test_media_are_the_bytes_and_their_kind(platform):
    platform.say((200, "image/jpeg", b"\xff\xd8picture"))

    came = client.media_get("t", "m-1", base=platform.base)

    assert (came.content, came.mime) == (b"\xff\xd8picture", "image/jpeg")
    assert platform.asked[0][1:3] == ("/cgi-bin/media/get", {"access_token": "t", "media_id": "m-1"})


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ((200, "text/plain", b'{"errcode": 40007, "errmsg": "invalid media_id"}'), Final),
        ({"errcode": 42001}, Stale),
        (OK, Unclear),
        ((200, HTML, b"<html>"), Unclear),
        ((200, "image/jpeg", b""), Unclear),
    ],
)
def test_what_is_no_media_is_never_taken_for_a_picture(platform, said, error):
    platform.say(said)

    with pytest.raises(error):
        client.media_get("t", "m-1", base=platform.base)


def test_media_are_brought_there_as_a_file(platform):
    platform.say(OK | {"type": "voice", "media_id": "m-2", "created_at": "1380000000"})

    number = client.media_upload("t", "voice", b"#!AMR\nsound", name="a.amr", mime="audio/amr", base=platform.base)

    method, path, query, content = platform.asked[0]
    assert (number, method, path) == ("m-2", "POST", "/cgi-bin/media/upload")
    assert query["type"] == "voice"
    assert b'name="media"; filename="a.amr"' in content
    assert b"#!AMR\nsound" in content


def test_every_number_with_a_class_has_a_sentence_for_officers():
    classed = codes.CODES.later | codes.CODES.spent | codes.CODES.stale | codes.CODES.final

    assert classed - set(codes.SAID) == set()
    assert all(sentence.endswith("。") for sentence in codes.SAID.values())
    assert codes.said(95018) == codes.said("95018") == codes.SAID[95018]
    assert "4711" in codes.said(4711)
    assert "too slow" in codes.said("too slow")


def test_no_number_is_in_two_classes():
    sets = (codes.CODES.later, codes.CODES.spent, codes.CODES.stale, codes.CODES.final)

    assert sum(map(len, sets)) == len(frozenset().union(*sets))
