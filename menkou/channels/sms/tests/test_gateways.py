"""Handing a text to a gateway: signed as it wants, each of its ends in its class, nothing of the text in an error or log."""

import hashlib
import hmac
import json
import logging
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from menkou.channels import sms
from menkou.channels.addresses import NotAllowed
from menkou.channels.errors import Failed, Final, Later, Spent, Unclear, Wrong
from menkou.channels.sms import aliyun, http, tencent
from menkou.channels.sms.texts import Template
from menkou.channels.tests.outside import answering

NUMBER, CODE, ONCE = "13800001234", "7K3Q X2AB", "0197-once"
WORDS = Template("SMS_1", "您有一条新回复，取件码{code}。")
FOR_TENCENT = tencent.Settings("AKIDexample", "secret-key", "1400006666", "兖州司法")
FOR_ALIYUN = aliyun.Settings("LTAIexample", "secret-key", "兖州司法")
FOR_OFFICE = http.Settings(
    url="",
    outcome="result.code",
    success="0",
    body='{"to": ["{number}"], "text": "{words}", "ref": "{once}"}',
    headers={"X-App": "office-key"},
    sign='兖州"司法',
    receipt="result.ids.0",
    later=frozenset({"busy"}),
    spent=frozenset({"101"}),
    final=frozenset({"102"}),
    unclear=frozenset({"103"}),
)
TAKEN = {
    "tencent": {"Response": {"SendStatusSet": [{"SerialNo": "5000:1", "Code": "Ok", "Message": "send success"}]}},
    "aliyun": {"Message": "OK", "RequestId": "r", "BizId": "9006^0", "Code": "OK"},
    "office": {"result": {"code": 0, "ids": ["m-1"]}},
}


@pytest.fixture(scope="module")
def server():
    with answering() as stub:
        yield stub


@pytest.fixture
def stub(server):
    server.status, server.headers, server.hang_up = 200, {}, False
    server.asked.clear()
    return server


def settings(gateway, stub):
    match gateway:
        case "tencent":
            return replace(FOR_TENCENT, base=stub.url, permits=stub.permits)
        case "aliyun":
            return replace(FOR_ALIYUN, base=stub.url, permits=stub.permits)
    return replace(FOR_OFFICE, url=f"{stub.url}/send", permits=stub.permits)


def send(gateway, stub, answer, values=None):
    stub.answer = answer
    return sms.send(settings(gateway, stub), NUMBER, WORDS, values or {"code": CODE}, ONCE)


def digest(key, *words):
    """HMAC-SHA256 of one word after the other, each with the one before as its key."""
    for word in words:
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key.hex()


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def test_tencents_published_signature_is_ours():
    """cloud.tencent.com/document/api/213/30654, whose secrets end in EXAMPLE there."""
    content = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    key = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
    signed = tencent.authorization(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key, "cvm", "cvm.tencentcloudapi.com", content, 1551113065
    )

    assert sha(content) == "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    assert signed == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_aliyuns_published_signature_is_ours():
    """help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, RunInstances."""
    asked = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    signed = aliyun.authorization("YourAccessKeyId", "YourAccessKeySecret", aliyun.query(asked), headers)

    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
    assert aliyun.query({"b": "~ *+/", "a": "村"}) == "a=%E6%9D%91&b=~%20%2A%2B%2F"


def test_what_tencent_receives_is_one_text_with_a_signature_over_it(stub):
    assert send("tencent", stub, TAKEN["tencent"]) == "5000:1"
    came = stub.last
    said = json.loads(came.body)

    assert (said["PhoneNumberSet"], said["TemplateParamSet"]) == ([f"+86{NUMBER}"], [CODE])
    assert (said["SignName"], said["TemplateId"], said["SessionContext"]) == ("兖州司法", "SMS_1", ONCE)
    assert came.headers["x-tc-action"] == "SendSms"
    at, day = came.headers["x-tc-timestamp"], came.headers["authorization"].split("/")[1]
    lines = f"content-type:{came.headers['content-type']}\nhost:{came.headers['host']}\n"
    whole = "\n".join(["POST", "/", "", lines, "content-type;host", sha(came.body)])
    text = f"TC3-HMAC-SHA256\n{at}\n{day}/sms/tc3_request\n{sha(whole)}"
    assert came.headers["authorization"].endswith("=" + digest(b"TC3secret-key", day, "sms", "tc3_request", text))


def test_what_aliyun_receives_is_one_text_with_a_signature_over_it(stub):
    assert send("aliyun", stub, TAKEN["aliyun"]) == "9006^0"
    came, asked = stub.last, urlsplit(stub.last.path).query
    said = {name: value for name, (value,) in parse_qs(asked).items()}

    assert (said["PhoneNumbers"], said["OutId"], said["SignName"]) == (NUMBER, ONCE, "兖州司法")
    assert json.loads(said["TemplateParam"]) == {"code": CODE}
    names = came.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    assert {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce"} <= set(names)
    lines = "".join(f"{name}:{came.headers[name]}\n" for name in names)
    whole = "\n".join(["POST", "/", asked, lines, ";".join(names), sha(came.body)])
    assert came.headers["authorization"].endswith("=" + digest(b"secret-key", f"ACS3-HMAC-SHA256\n{sha(whole)}"))


def test_what_an_office_receives_is_its_sheet_with_the_text_in_its_places(stub):
    assert send("office", stub, TAKEN["office"]) == "m-1"

    assert stub.last.headers["x-app"] == "office-key"
    text = f'您有一条新回复，取件码{CODE}。【兖州"司法】'
    assert json.loads(stub.last.body) == {"to": [NUMBER], "text": text, "ref": ONCE}


def test_an_office_may_want_a_form_in_its_own_characters_or_a_query(stub):
    stub.answer = TAKEN["office"]
    form = replace(
        settings("office", stub),
        mime=http.FORM,
        charset="gb18030",
        body="to={number}&text={words}",
        sign="兖州&司法",
        receipt="",
    )
    assert http.send(form, NUMBER, WORDS, {"code": CODE}, ONCE) == ONCE
    assert parse_qs(stub.last.body.decode(), encoding="gb18030")["text"] == [
        f"您有一条新回复，取件码{CODE}。【兖州&司法】"
    ]
    asking = replace(form, method="GET", body="", url=f"{stub.url}/s?m={{number}}&t={{words}}", charset="utf-8")
    http.send(asking, NUMBER, WORDS, {"code": CODE}, ONCE)
    assert parse_qs(urlsplit(stub.last.path).query)["t"] == [f"您有一条新回复，取件码{CODE}。【兖州&司法】"]


def tencent_says(code):
    return {"Response": {"SendStatusSet": [{"SerialNo": "", "Code": code, "Message": NUMBER}]}}


ENDS = [
    ("tencent", tencent_says("FailedOperation.PhoneNumberInBlacklist"), Final),
    ("tencent", tencent_says("LimitExceeded.PhoneNumberDailyLimit"), Spent),
    ("tencent", tencent_says("LimitExceeded.AppMainlandChinaDailyLimit"), Spent),
    ("tencent", tencent_says("InternalError.Timeout"), Unclear),
    ("tencent", tencent_says("FailedOperation.SignatureIncorrectOrUnapproved"), Wrong),
    ("tencent", {"Response": {"Error": {"Code": "RequestLimitExceeded", "Message": NUMBER}}}, Later),
    ("tencent", {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": ""}}}, Wrong),
    ("tencent", {"Response": {"Error": {"Code": "BrandNew.Code", "Message": ""}}}, Wrong),
    ("tencent", {"Response": {"SendStatusSet": []}}, Unclear),
    ("aliyun", {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": NUMBER}, Final),
    ("aliyun", {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发天级流控Permits:10"}, Spent),
    ("aliyun", {"Code": "Throttling.User", "Message": ""}, Later),
    ("aliyun", {"Code": "isp.SYSTEM_ERROR", "Message": ""}, Unclear),
    ("aliyun", {"Code": "SignatureNonceUsed", "Message": ""}, Unclear),
    ("aliyun", {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": ""}, Wrong),
    ("aliyun", ["not", "an", "object"], Unclear),
    ("office", {"result": {"code": "busy"}}, Later),
    ("office", {"result": {"code": 101}}, Spent),
    ("office", {"result": {"code": 102}}, Final),
    ("office", {"result": {"code": 103}}, Unclear),
    ("office", {"result": {"code": 104}}, Wrong),
    ("office", {"result": {}}, Unclear),
    ("office", b"<html>\xb7\xfe\xce\xf1\xc6\xf7</html>", Unclear),
]


@pytest.mark.parametrize(("gateway", "answer", "kind"), ENDS)
def test_every_end_has_its_class_and_tells_nothing(stub, gateway, answer, kind):
    with pytest.raises(Failed) as failed:
        send(gateway, stub, answer)
    assert type(failed.value) is kind
    assert NUMBER not in str(failed.value)
    assert CODE not in str(failed.value)


def test_a_code_says_to_an_officer_what_to_do():
    assert "套餐包" in tencent.CODES.meaning("FailedOperation.InsufficientBalanceInSmsPackage").words
    assert "充值" in aliyun.CODES.meaning("isv.AMOUNT_NOT_ENOUGH").words
    assert "客服" in aliyun.CODES.meaning("isv.BRAND_NEW").words
    assert aliyun.CODES.failed("call", f"您发给 {NUMBER} 的短信").code == "?"
    assert tencent.CODES.failed("call", "LimitExceeded.PhoneNumberOneHourLimit").after_s == 3600


@pytest.mark.parametrize("gateway", TAKEN)
def test_a_refusal_by_status_alone_has_its_class(stub, gateway):
    for status, kind in ((403, Wrong), (429, Spent), (502, Unclear), (302, Unclear)):
        stub.status, stub.headers = status, {"Retry-After": "120", "Location": "/elsewhere"}
        with pytest.raises(Failed) as failed:
            send(gateway, stub, b"")
        assert type(failed.value) is kind
        assert status != 429 or failed.value.after_s == 120
    stub.hang_up = True
    with pytest.raises(Unclear):
        send(gateway, stub, b"")


@pytest.mark.parametrize("gateway", TAKEN)
def test_a_gateway_that_is_not_there_was_surely_not_asked(stub, gateway):
    gone = settings(gateway, stub)
    away = {"url": "http://127.0.0.1:1/"} if gateway == "office" else {"base": "http://127.0.0.1:1"}
    permits = replace(stub.permits, hosts=frozenset({"127.0.0.1:1"}))
    with pytest.raises(Later):
        sms.send(replace(gone, **away, permits=permits), NUMBER, WORDS, {"code": CODE}, ONCE)


@pytest.mark.parametrize("gateway", TAKEN)
def test_nothing_goes_to_what_is_no_mobile_number_or_inside_our_network(stub, gateway):
    with pytest.raises(Final):
        sms.send(settings(gateway, stub), "053788886666", WORDS, {"code": CODE}, ONCE)
    with pytest.raises(NotAllowed):
        sms.send(
            replace(settings(gateway, stub), permits=sms.aliyun.addresses.NONE), NUMBER, WORDS, {"code": CODE}, ONCE
        )
    with pytest.raises(ValueError, match="not a code"):
        send(gateway, stub, TAKEN[gateway], {"code": "邻居占了我的地"})
    assert stub.asked == []


@pytest.mark.parametrize("gateway", TAKEN)
def test_no_log_and_no_settings_in_words_hold_a_number_or_a_key(stub, gateway, caplog):
    caplog.set_level(logging.DEBUG)
    send(gateway, stub, TAKEN[gateway])

    assert NUMBER not in caplog.text
    assert not {"secret-key", "office-key"} & set(repr(settings(gateway, stub)).split("'"))


def test_a_sheet_with_faults_is_told_in_sentences():
    good = replace(FOR_OFFICE, url="https://sms.example.gov.cn/send")
    assert http.faults(good) == []

    bad = replace(
        good,
        url="http://sms.example.gov.cn/{number}",
        body="{}",
        method="DELETE",
        mime="text/plain",
        headers={"X": "密钥\n"},
        outcome="",
        receipt="",
    )
    assert len(http.faults(bad)) == 8
    assert all(one.endswith("。") for one in http.faults(bad))
    assert http.faults(replace(good, url="https://10.1.2.3/")) != []
