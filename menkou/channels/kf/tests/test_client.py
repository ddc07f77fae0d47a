"""What we ask of 微信客服, as its pages say it is to be asked, and what we make of its answers."""

import pytest

from menkou.channels.errors import Final, Spent, Unclear
from menkou.channels.kf import client
from menkou.channels.kf.states import State
from menkou.channels.tests.answering import platform

__all__ = ["platform"]

OK = {"errcode": 0, "errmsg": "ok"}
PAGE = OK | {"next_cursor": "c-2", "has_more": 1, "msg_list": [{"msgid": "m1"}, {"msgid": "m2"}]}


def test_a_page_is_asked_for_from_the_cursor_with_the_callbacks_token(platform):
    platform.say(PAGE)

    page = client.sync_page("t", "wk1", cursor="c-1", callback_token="cb", limit=50, base=platform.base)

    assert platform.asked[0][1:3] == ("/cgi-bin/kf/sync_msg", {"access_token": "t"})
    asked = {"cursor": "c-1", "token": "cb", "limit": 50, "open_kfid": "wk1", "voice_format": 0}
    assert platform.body == asked
    assert page == client.SyncPage(({"msgid": "m1"}, {"msgid": "m2"}), "c-2", True)
    assert "m1" not in repr(page)


def test_the_first_page_has_no_cursor_and_the_last_keeps_it(platform):
    platform.say(OK | {"next_cursor": "", "has_more": 0})

    page = client.sync_page("t", "wk1", base=platform.base)
    assert (platform.body, page) == (
        {"limit": 1000, "open_kfid": "wk1", "voice_format": 0},
        client.SyncPage((), "", False),
    )
    assert client.sync_page("t", "wk1", cursor="c-1", base=platform.base).next_cursor == "c-1"


def test_a_callbacks_token_that_is_too_old_is_left_out(platform):
    platform.say({"errcode": 95007}, PAGE)

    assert client.sync_page("t", "wk1", callback_token="old", base=platform.base).has_more
    assert "token" not in platform.body

    platform.say({"errcode": 95007})
    with pytest.raises(Final):
        client.sync_page("t", "wk1", callback_token="old", base=platform.base)
    assert len(platform.asked) == 2


@pytest.mark.parametrize(
    "said",
    [PAGE | {"next_cursor": ""}, PAGE | {"next_cursor": "c-1"}, PAGE | {"next_cursor": 7}, PAGE | {"msg_list": {}}],
)
def test_pages_that_would_never_end_are_not_begun(platform, said):
    platform.say(said)

    with pytest.raises(Unclear):
        client.sync_page("t", "wk1", cursor="c-1", base=platform.base)


@pytest.mark.parametrize(
    ("send", "what", "sort", "said"),
    [
        (client.send_text, ("您好",), "text", {"content": "您好"}),
        (client.send_image, ("m-1",), "image", {"media_id": "m-1"}),
        (client.send_voice, ("m-2",), "voice", {"media_id": "m-2"}),
        (
            client.send_link,
            ("https://example.com/", "看答复", "m-3"),
            "link",
            {"title": "看答复", "desc": "", "url": "https://example.com/", "thumb_media_id": "m-3"},
        ),
        (
            client.send_menu,
            ("满意吗？", [("rate-5", "满意")]),
            "msgmenu",
            {"head_content": "满意吗？", "list": [{"type": "click", "click": {"id": "rate-5", "content": "满意"}}]},
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_sent_says_to_whom_from_which_account_and_by_which_number(platform, send, what, sort, said):
    platform.say(OK | {"msgid": "ours-1"})

    number = send("t", "wk1", "wm1", *what, msgid="ours-1", base=platform.base)

    assert number == "ours-1"
    assert platform.asked[0][1] == "/cgi-bin/kf/send_msg"
    assert platform.body == {"touser": "wm1", "open_kfid": "wk1", "msgid": "ours-1", "msgtype": sort, sort: said}


def test_without_a_number_of_ours_the_platforms_counts(platform):
    platform.say(OK | {"msgid": "theirs"})
    assert client.send_text("t", "wk1", "wm1", "您好", base=platform.base) == "theirs"
    assert "msgid" not in platform.body

    platform.say(OK)
    assert client.send_text("t", "wk1", "wm1", "您好", msgid="ours", base=platform.base) == "ours"


@pytest.mark.parametrize("msgid", ["a" * 33, "有", "a b", "a\n"])
def test_a_number_that_the_platform_would_refuse_is_not_sent(platform, msgid):
    platform.say(OK)

    with pytest.raises(ValueError, match="msgid"):
        client.send_text("t", "wk1", "wm1", "您好", msgid=msgid, base=platform.base)
    assert platform.asked == []


@pytest.mark.parametrize(("code", "error"), [(95001, Spent), (95018, Final)])
def test_no_to_a_message_says_which_no(platform, code, error):
    platform.say({"errcode": code})

    with pytest.raises(error) as caught:
        client.send_text("t", "wk1", "wm1", "秘密", base=platform.base)
    assert caught.value.code == code
    assert "秘密" not in str(caught.value)


def test_a_welcome_goes_by_its_code(platform):
    platform.say(OK | {"msgid": "w-1"})

    assert client.send_on_event("t", "code-1", "欢迎", base=platform.base) == "w-1"
    assert platform.asked[0][1] == "/cgi-bin/kf/send_msg_on_event"
    assert platform.body == {"code": "code-1", "msgtype": "text", "text": {"content": "欢迎"}}


@pytest.mark.parametrize(("number", "state"), [(0, State.NEW), (3, State.HUMAN), ("4", State.ENDED), (9, None)])
def test_a_session_has_a_state_or_one_that_we_do_not_know(platform, number, state):
    platform.say(OK | {"service_state": number, "servicer_userid": "lisi"})

    assert client.service_state("t", "wk1", "wm1", base=platform.base) == client.Session(state, "lisi")
    assert platform.body == {"open_kfid": "wk1", "external_userid": "wm1"}


def test_a_changed_state_gives_a_code_for_a_last_word(platform):
    platform.say(OK | {"msg_code": "bye"}, OK)

    assert client.trans_state("t", "wk1", "wm1", State.ENDED, base=platform.base) == "bye"
    assert platform.body == {"open_kfid": "wk1", "external_userid": "wm1", "service_state": 4}
    assert client.trans_state("t", "wk1", "wm1", State.HUMAN, servicer="lisi", base=platform.base) == ""
    assert platform.body["servicer_userid"] == "lisi"


def test_an_address_brings_a_boards_number_along(platform):
    platform.say(OK | {"url": "https://work.weixin.qq.com/kf/kfc1?enc_scene=E"})

    address = client.contact_way("t", "wk1", "board", base=platform.base)

    assert platform.body == {"open_kfid": "wk1", "scene": "board"}
    assert client.with_scene_param(address, "K7Q2M9") == address + "&scene_param=K7Q2M9"
    assert client.with_scene_param("https://w/kf/1#a", "K7") == "https://w/kf/1?scene_param=K7#a"


@pytest.mark.parametrize("param", ["", "a" * 129, "a&b", "村", "a%20", "a\n"])
def test_what_would_have_to_be_encoded_is_no_scene_param(param):
    with pytest.raises(ValueError, match="scene_param"):
        client.with_scene_param("https://w/kf/1", param)


@pytest.mark.parametrize("scene", ["", "a" * 33, "村"])
def test_a_scene_that_does_not_fit_is_not_asked_for(scene):
    with pytest.raises(ValueError, match="scene"):
        client.contact_way("t", "wk1", scene)
