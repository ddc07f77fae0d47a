"""What a text says, how often one may go, and what becomes of it: no words of a matter, no more than the limit."""

import json
from datetime import UTC, datetime

import pytest

from menkou.channels.errors import Final
from menkou.channels.sms import aliyun, http, tencent, texts
from menkou.channels.sms.receipts import Receipt, State, Unreadable
from menkou.channels.sms.texts import Template
from menkou.core.clock import SHANGHAI

CODED = Template("1", "您有一条新回复，请扫公示牌二维码查看，取件码{code}。")
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 12:00 in Shanghai


def test_a_text_is_the_template_with_its_signature():
    plain = Template("2", "您有一条新回复，请扫公示牌二维码查看。")

    assert texts.worded(plain, {}, "兖州司法") == "您有一条新回复，请扫公示牌二维码查看。【兖州司法】"
    assert texts.worded(CODED, {"code": "7K3Q X2AB"}).endswith("取件码7K3Q X2AB。")


@pytest.mark.parametrize("said", ["邻居占了我的地", "a.cn/x", "https://x", "", "7K3QX2\n", "1" * 21])
def test_no_sentence_and_no_link_fits_into_a_place_and_none_is_in_the_error(said):
    with pytest.raises(ValueError, match="not a code") as refused:
        texts.worded(CODED, {"code": said})
    assert not said or said not in str(refused.value)


@pytest.mark.parametrize("values", [{}, {"code": "1", "name": "2"}, {"name": "1"}])
def test_values_are_those_of_the_template(values):
    with pytest.raises(ValueError, match="not those"):
        texts.worded(CODED, values)


def test_what_is_paid_for_is_counted_as_the_vendors_do():
    assert [texts.parts("字" * many) for many in (1, 70, 71, 134, 135, 160)] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("number", ["053788886666", "+8613800000000", "12800000000", "1380000000", "１３800000000"])
def test_what_is_no_mobile_number_is_never_reached(number):
    with pytest.raises(Final) as refused:
        texts.mobile("call", number)
    assert number not in str(refused.value)


def test_tencents_receipts_are_read():
    """The sample of cloud.tencent.com/document/product/382/43547, and one that failed."""
    arrived = {
        "user_receive_time": "2015-10-17 08:03:04",
        "nationcode": "86",
        "mobile": "13xxxxxxxxx",
        "report_status": "SUCCESS",
        "errmsg": "DELIVRD",
        "description": "用户短信送达成功",
        "sid": "xxxxxxx",
    }
    lost = arrived | {"report_status": "FAIL", "errmsg": "EXPIRED"}

    first, second = tencent.receipts(json.dumps([arrived, lost]).encode())
    assert first == Receipt("xxxxxxx", State.DELIVERED, "DELIVRD", at=datetime(2015, 10, 17, 8, 3, 4, tzinfo=SHANGHAI))
    assert (first.words, second.state) == ("已送达。", State.FAILED)
    assert second.words.startswith("超时未送达")


def test_aliyuns_receipts_are_read():
    """The sample of help.aliyun.com, SmsReport."""
    sample = b"""[{"phone_number": "1381111****", "send_time": "2017-01-01 00:00:00", "report_time":
        "2017-01-01 00:00:00", "success": true, "err_code": "DELIVERED", "err_msg": "\\u7528\\u6237", "sms_size": "1",
        "biz_id": "12345", "out_id": "67890"}]"""

    (one,) = aliyun.receipts(sample)
    assert (one.id, one.once, one.state) == ("12345", "67890", State.DELIVERED)
    (gone,) = aliyun.receipts(sample.replace(b"true", b"false").replace(b"DELIVERED", b"MOBILE_NOT_ON_SERVICE"))
    assert (gone.state, gone.words) == (State.FAILED, "手机停机、空号、关机或不在服务区。")


def test_an_offices_own_receipts_are_read_as_its_sheet_says():
    sheet = http.Reports(id="msg.id", outcome="stat", delivered="0", reason="err", listed="data")
    office = http.Settings("https://sms.example.gov.cn", "code", "0", reports=sheet)
    body = {"data": [{"msg": {"id": 7}, "stat": 0}, {"msg": {"id": "8"}, "stat": 2, "err": "UNDELIV"}]}

    assert http.receipts(office, json.dumps(body).encode()) == [
        Receipt("7", State.DELIVERED, ""),
        Receipt("8", State.FAILED, "UNDELIV"),
    ]


@pytest.mark.parametrize("body", [b"", b"[]x", b"3", b"[1]", b'[{"sid":"1"}]', b"\xff", b"[" * 9999, b"[{}]"])
def test_what_is_no_receipt_is_unreadable(body):
    office = http.Settings("https://a.cn", "c", "0", reports=http.Reports("id", "stat", "0"))
    for read in (tencent.receipts, aliyun.receipts, lambda sent: http.receipts(office, sent)):
        with pytest.raises(Unreadable):
            read(body)


@pytest.mark.parametrize("said", ["\x00", "\ud800", "1\n2", "\u200b"])
def test_what_no_table_takes_is_no_id_and_no_outcome(said):
    for facts in ({"id": said, "stat": "1"}, {"id": "1", "stat": said + "2"}):
        with pytest.raises(Unreadable):
            http.reported(http.Reports("id", "stat", "0"), json.dumps([facts]).encode())
