"""What 微信客服 brings: the callback without content, and the items of a page, of whatever kind."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.channels.arrived import Kind, Unreadable
from menkou.channels.kf.messages import EPOCH, arrived, called, why_lost

KF, CUSTOMER = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q", "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
# the shapes of the platform's pages on callbacks and on reading messages (document/path/94670), with values of our own
CALLBACK = f"""<xml><ToUserName><![CDATA[wwcorp]]></ToUserName><CreateTime>1348831860</CreateTime>
<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>
<Token><![CDATA[ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR]]></Token><OpenKfId><![CDATA[{KF}]]></OpenKfId></xml>"""


def item(sort="text", origin=3, **said):
    inner = said or {"content": "离婚后孩子归谁"}
    return {
        "msgid": "from_msgid_4622416642169452483",
        "open_kfid": KF,
        "external_userid": CUSTOMER,
        "send_time": 1615478585,
        "origin": origin,
        "servicer_userid": "Zhangsan",
        "msgtype": sort,
        sort: inner,
    }


def event(name, **said):
    inner = {"event_type": name, "open_kfid": KF, "external_userid": CUSTOMER, **said}
    return {"msgid": "e-1", "send_time": 1615478585, "origin": 4, "msgtype": "event", "event": inner}


def test_a_callback_says_that_something_waits_and_how_to_fetch_it():
    call = called(CALLBACK.encode())

    assert call.waits
    assert (call.open_kfid, call.corpid) == (KF, "wwcorp")
    assert call.token.startswith("ENCAp")
    assert call.token not in repr(call)
    assert call.at == datetime(2012, 9, 28, 11, 31, tzinfo=UTC)


def test_other_events_at_the_same_address_wait_for_nothing():
    assert not called(CALLBACK.replace("kf_msg_or_event", "change_contact").encode()).waits
    assert not called(CALLBACK.replace(KF, "").encode()).waits


@pytest.mark.parametrize("plain", [b"", b"<xml></xml>", b"hello", CALLBACK.replace("event]]", "text]]").encode()])
def test_what_is_no_event_is_refused(plain):
    with pytest.raises(Unreadable):
        called(plain)


@pytest.mark.parametrize(
    ("said", "kind", "facts"),
    [
        (item(), Kind.TEXT, {"text": "离婚后孩子归谁"}),
        (item(content="  留着空格\n"), Kind.TEXT, {"text": "  留着空格\n"}),
        (item(content=""), Kind.TEXT, {"text": ""}),
        (item(content="a\x00b\ud800c"), Kind.TEXT, {"text": "abc"}),
        (item(content="三星", menu_id="rate-3"), Kind.CLICK, {"text": "三星", "choice": "rate-3"}),
        (item("image", media_id="m-1"), Kind.PHOTO, {"media_id": "m-1", "text": ""}),
        (item("voice", media_id="m-2"), Kind.VOICE, {"media_id": "m-2", "media_format": "amr"}),
        (item("video", media_id="m-3"), Kind.VIDEO, {"media_id": "m-3"}),
        (item("file", media_id="m-4"), Kind.OTHER, {"media_id": "m-4", "event": "file"}),
        (item("location", name="村口", address="新兖镇", latitude=35.5), Kind.LOCATION, {"text": "村口\n新兖镇"}),
        (
            item("link", title="法条", desc="", url="https://example.com/a"),
            Kind.LINK,
            {"text": "法条\nhttps://example.com/a"},
        ),
        (item("merged_msg", title="聊天记录"), Kind.OTHER, {"event": "merged_msg", "text": ""}),
        (item(origin="3"), Kind.TEXT, {"text": "离婚后孩子归谁"}),
        (item(origin=5), Kind.OTHER, {"text": "", "facts": {}}),  # a member of staff, in their own app
        (item(origin=4), Kind.OTHER, {"text": ""}),
    ],
)
def test_each_item_is_told_in_our_words(said, kind, facts):
    came = arrived(said)

    assert came.kind is kind
    assert {name: getattr(came, name) for name in facts} == facts
    assert (came.sender, came.account) == (CUSTOMER, KF)
    assert came.at == datetime(2021, 3, 11, 16, 3, 5, tzinfo=UTC)
    assert "离婚" not in repr(came)
    assert CUSTOMER not in repr(came)


def test_who_comes_by_a_board_brings_its_number_and_a_code_for_a_welcome():
    came = arrived(event("enter_session", scene="board", scene_param="K7Q2M9", welcome_code="w-1"))

    assert (came.kind, came.scene, came.sender, came.account) == (Kind.ENTER, "K7Q2M9", CUSTOMER, KF)
    assert came.facts == {"scene": "board", "welcome_code": "w-1"}
    assert arrived(event("enter_session", scene="board")).scene == "board"


def test_what_did_not_arrive_is_named_with_its_reason():
    came = arrived(event("msg_send_fail", fail_msgid="m1", fail_type=4))

    assert (came.kind, came.facts["fail_msgid"]) == (Kind.LOST, "m1")
    assert why_lost(came) == "对方超过 48 小时没有来信。"
    assert "99" in why_lost(arrived(event("msg_send_fail", fail_msgid="m1", fail_type=99)))


def test_other_events_keep_their_name_and_facts():
    changed = arrived(event("session_status_change", change_type=3, old_servicer_userid="Lisi", msg_code="c"))
    assert (changed.kind, changed.facts["change_type"], changed.facts["msg_code"]) == (Kind.SESSION, "3", "c")

    recalled = arrived(event("user_recall_msg", recall_msgid="m9"))
    assert (recalled.kind, recalled.event, recalled.facts) == (Kind.OTHER, "user_recall_msg", {"recall_msgid": "m9"})


def test_a_customer_cannot_pass_off_words_as_an_event():
    came = arrived(item(content="x", event_type="enter_session", scene_param="K7Q2M9"))

    assert (came.kind, came.scene) == (Kind.TEXT, "")


def test_the_key_is_the_account_and_the_number_and_nothing_else():
    same = arrived(item() | {"send_time": 1, "text": {"content": "改"}})
    assert arrived(item()).key == same.key
    assert arrived(item()).key != arrived(item() | {"msgid": "other"}).key
    assert arrived(item()).key != arrived(item() | {"open_kfid": "wkOther"}).key

    nameless = [{k: v for k, v in item(content=words).items() if k != "msgid"} for words in ("一", "二")]
    assert arrived(nameless[0]).key != arrived(nameless[1]).key
    assert arrived(nameless[0]).key == arrived(dict(reversed(nameless[0].items()))).key


@pytest.mark.parametrize("said", [None, "", "soon", -1, 10**30, 99_999_999_999, 1.5, True])
def test_a_time_that_is_none_opens_no_window(said):
    assert arrived(item() | {"send_time": said}).at == EPOCH


ODD = [
    None,
    True,
    0,
    -1,
    3,
    10**30,
    1.5,
    float("nan"),
    "",
    "3",
    "text",
    "event",
    "x\x00y",
    "\ud800",
    "🙂",
    [],
    [{}],
    {},
]
ODD += [{"content": odd} for odd in (None, 7, [], {}, "a\x00\ud800")]
ODD += [{"event_type": odd, "x\x00": "\ud800"} for odd in ("enter_session", "msg_send_fail", 7, None, {})]
NAMES = ["msgtype", "origin", "send_time", "msgid", "open_kfid", "external_userid", "text", "event", "voice", "link"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ODD)), max_size=8), st.booleans())
def test_nothing_that_a_page_holds_raises_or_cannot_be_stored(changes, happened):
    came = arrived((event("enter_session", scene_param="b") if happened else item()) | dict(changes))

    assert came.key
    words = [came.sender, came.account, came.text, came.media_id, came.event, came.scene, came.choice]
    stored = "".join([*words, *came.facts, *came.facts.values()])
    assert "\x00" not in stored.encode().decode()
