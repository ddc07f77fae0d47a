"""What 公众号 brings is told in our words; what is not known is OTHER; a repeat has the key of the first."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from wechatpy import parse_message

from menkou.channels.arrived import Kind, Unreadable
from menkou.channels.tests.sealing import SAMPLES
from menkou.channels.wechat.messages import parse


def said(sort="text", *, sender="oA", at="1409659813", account="gh_1", **fields: str) -> bytes:
    told = {"ToUserName": account, "FromUserName": sender, "CreateTime": at, "MsgType": sort, **fields}
    return ("<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in told.items()) + "</xml>").encode()


def event(name: str, key: str = "", **fields: str) -> bytes:
    return said("event", Event=name, EventKey=key, **fields)


def test_every_sample_is_read_and_as_wechatpy_reads_it():
    for sample in SAMPLES:
        ours, theirs = parse(sample["xml"].encode()), parse_message(sample["xml"])
        told = (theirs.source, theirs.target, theirs.time)
        assert (ours.sender, ours.account, int(ours.at.timestamp())) == told
        assert ours.event == (sample["event"] if sample["msg_type"] == "event" else sample["msg_type"])


def test_every_kind_is_among_the_samples():
    kinds = Counter(parse(sample["xml"].encode()).kind for sample in SAMPLES)
    elsewhere = {Kind.ENTER, Kind.LOST, Kind.SESSION}  # 微信客服's
    assert set(kinds) == set(Kind) - elsewhere


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        (said(Content=" 借条\n没写利息 ", MsgId="1"), {"kind": Kind.TEXT, "text": " 借条\n没写利息 "}),
        (said(Content="", MsgId="1"), {"kind": Kind.TEXT, "text": ""}),
        (said(Content="满意", MsgId="1", bizmsgmenuid="good"), {"kind": Kind.CLICK, "choice": "good", "text": "满意"}),
        (said("image", MediaId="m", PicUrl="http://x"), {"kind": Kind.PHOTO, "media_id": "m", "facts": {}}),
        (said("voice", MediaId="m", Format="AMR", Recognition="借条"),
         {"kind": Kind.VOICE, "media_id": "m", "media_format": "amr", "heard": "借条", "text": ""}),
        (said("shortvideo", MediaId="m"), {"kind": Kind.VIDEO, "media_id": "m"}),
        (said("location", Location_X="1.5", Location_Y="2", Label="村口"),
         {"kind": Kind.LOCATION, "text": "村口", "facts": {"Location_X": "1.5", "Location_Y": "2", "Label": "村口"}}),
        (said("link", Title="公告", Url="http://x"), {"kind": Kind.LINK, "text": "公告\nhttp://x"}),
        (said("红包", MsgId="1"), {"kind": Kind.OTHER, "event": "红包"}),
        (event("subscribe", "qrscene_b-123456"), {"kind": Kind.FOLLOW, "scene": "b-123456", "choice": ""}),
        (event("subscribe", "last_trade_no_4008"), {"kind": Kind.FOLLOW, "scene": ""}),
        (event("subscribe"), {"kind": Kind.FOLLOW, "scene": ""}),
        (event("SCAN", "b-123456", Ticket="t"), {"kind": Kind.SCAN, "scene": "b-123456", "facts": {}}),
        (event("unsubscribe"), {"kind": Kind.UNFOLLOW}),
        (event("CLICK", "ask"), {"kind": Kind.CLICK, "choice": "ask", "scene": ""}),
        (event("LOCATION", Latitude="23.1", Longitude="113.3"), {"kind": Kind.OTHER, "facts": {}}),
        (said("event"), {"kind": Kind.OTHER, "event": "event"}),
    ],
)  # fmt: skip
def test_it_is_told_in_our_words(plain, told):
    arrived = parse(plain)
    assert {name: getattr(arrived, name) for name in told} == told
    assert arrived.at == datetime(2014, 9, 2, 12, 10, 13, tzinfo=UTC)


def test_json_tells_the_same_as_xml():
    in_json = (
        b'{"ToUserName":"gh_1","FromUserName":"oA","CreateTime":1409659813,"MsgType":"text","Content":"a","MsgId":7}'
    )
    assert parse(in_json) == parse(said(Content="a", MsgId="7"))


def test_yes_and_no_to_notices_are_told_and_of_two_answers_no_stands():
    group = "<List><TemplateId>{}</TemplateId><SubscribeStatusString>{}</SubscribeStatusString></List>"
    answers = "".join(group.format(*answer) for answer in [("t1", "accept"), ("t2", "reject"), ("t3", "reject")])
    plain = event("subscribe_msg_popup_event", SubscribeMsgPopupEvent=answers + group.format("t3", "accept"))
    assert parse(plain).consents == {"t1": True, "t2": False, "t3": False}
    in_json = b"""{"ToUserName":"gh_1","FromUserName":"oA","CreateTime":1,"MsgType":"event",
        "Event":"subscribe_msg_popup_event","List":[{"TemplateId":"t1","SubscribeStatusString":"accept"}]}"""
    assert parse(in_json).consents == {"t1": True}


def test_a_notice_ends_once_whenever_that_is_said_and_one_that_failed_is_lost():
    def ended(code: str, at: str = "1409659813") -> bytes:
        one = f"<TemplateId>t1</TemplateId><MsgID>7</MsgID><ErrorCode>{code}</ErrorCode>"
        return event("subscribe_msg_sent_event", SubscribeMsgSentEvent=f"<List>{one}</List>", at=at)

    assert [parse(ended(code)).kind for code in ("0", "43101")] == ["notice", "lost"]
    assert parse(ended("43101")).facts["ErrorCode"] == "43101"
    assert parse(ended("43101")).key == parse(ended("43101", at="1409659999")).key


@pytest.mark.parametrize("number", ["7", "007", " 7 "])
def test_a_number_is_the_same_however_it_is_written(number):
    assert parse(said(Content="a", MsgId=number)).key == parse(said(Content="b", MsgId="7")).key


SAME = said(Content="a", MsgId="9223372036854775807")
DIFFERENT = [
    SAME,
    said(Content="a", MsgId="9223372036854775806"),
    said(Content="a", MsgId="9223372036854775808"),
    said(sender="oB", Content="a", MsgId="9223372036854775807"),
    said(sender="oA9", Content="a", MsgId="223372036854775807"),
    said(Content="a", MsgId="0"),
    said(Content="a"),
    said(Content="b"),
    said("event"),
    event("CLICK", "ask"),
    event("CLICK", "as"),
    event("CLICKa", "sk"),
    event("VIEW", "ask"),
    event("CLICK", "ask", at="1409659814"),
    event("CLICK", "ask", sender="oB"),
    event("subscribe_msg_sent_event", List="<MsgID>1</MsgID>"),
    event("subscribe_msg_sent_event", List="<MsgID>2</MsgID>"),
]


def test_different_things_have_different_keys_and_keys_tell_nothing():
    keys = [parse(plain).key for plain in DIFFERENT]
    assert len(set(keys)) == len(DIFFERENT)
    assert {len(key) for key in keys} == {64}


def test_events_repeat_by_person_second_name_and_key():
    assert parse(event("CLICK", "ask")).key == parse(event("CLICK", "ask", at="01409659813", New="x")).key


def test_who_and_what_stay_out_of_its_words():
    plain = said("voice", sender="oSecret", MediaId="mSecret", Recognition="说的", Extra="eSecret", MsgId="1")
    arrived = parse(plain)
    assert "Secret" not in repr(arrived)
    assert "说的" not in repr(arrived)
    assert "借条" not in repr(parse(said(Content="借条", MsgId="1")))


@pytest.mark.parametrize(
    "plain",
    [b"", b"hello", b"<xml/>", said(sender=""), said(""), said(at=""), said(at="now"), said(at="-1"), said(at="9" * 20),
     said(at="１４０９６５９８１３"), said(sender="<a>oA</a>")],
)  # fmt: skip
def test_what_is_no_message_is_unreadable(plain):
    with pytest.raises(Unreadable, match="^no message$"):
        parse(plain)
