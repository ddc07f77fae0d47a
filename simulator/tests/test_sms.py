"""The gateways of text messages, each behind its signature, and the receipts that follow."""

import json
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from simulator.sms import signatures

from .conftest import wait_for

NUMBER, WORDS = "13800000001", "您咨询的事项有新进展，取件码{1}，请及时查看。"


@pytest.fixture
def receipts():
    """Whatever a bureau's address for receipts got."""
    got = []

    class Bureau(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Bureau)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    got.append(f"http://127.0.0.1:{server.server_port}/receipts")
    yield got
    server.shutdown()
    server.server_close()


def account(caller, kind, receipts="", **facts):
    caller.post("/sim/clock", frozen=True)
    return caller.post("/sim/accounts", kind=kind, id="key1", secret="s1", sign="安和", receipts=receipts, **facts)


def asked(caller, method, path, body, headers):
    try:
        return json.loads(caller.ask(method, path, body, **headers))
    except HTTPError as no:
        with no:
            return json.loads(no.read())


def tencent(caller, secret="s1", at=None, **facts):
    body = json.dumps(
        {
            "PhoneNumberSet": ["+86" + NUMBER],
            "SmsSdkAppId": "1400000001",
            "SignName": "安和",
            "TemplateId": "7",
            "TemplateParamSet": ["K7P2"],
            "SessionContext": "once-1",
        }
        | facts
    ).encode()
    at, host = at or int(time.time()), caller.world.address.removeprefix("http://")
    headers = {"content-type": "application/json; charset=utf-8", "host": host}
    signature = signatures.tencent(secret, "sms", at, headers, ["content-type", "host"], body)
    day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    credential = f"TC3-HMAC-SHA256 Credential=key1/{day}/sms/tc3_request, SignedHeaders=content-type;host, "
    headers |= {"X-TC-Action": "SendSms", "X-TC-Version": "2021-01-11", "X-TC-Timestamp": str(at)}
    headers |= {"Authorization": f"{credential}Signature={signature}"}
    return asked(caller, "POST", "/sms/tencent", body, headers)["Response"]


def aliyun(caller, secret="s1", nonce="n1", **facts):
    query = {
        "PhoneNumbers": NUMBER,
        "SignName": "安和",
        "TemplateCode": "SMS_7",
        "TemplateParam": '{"code":"K7P2"}',
        "OutId": "once-1",
    } | facts
    headers = {
        "host": caller.world.address.removeprefix("http://"),
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": signatures.digest(b""),
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": "2017-05-25",
    }
    signature = signatures.aliyun(secret, "POST", query, headers, sorted(headers))
    credential = f"ACS3-HMAC-SHA256 Credential=key1,SignedHeaders={';'.join(sorted(headers))},Signature={signature}"
    path = f"/sms/aliyun/?{signatures.canonical_query(query)}"
    return asked(caller, "POST", path, b"", headers | {"Authorization": credential})


def phone(caller):
    return [line["content"] for line in caller.get(f"/sim/phone/key1/{NUMBER}")["timeline"]]


def test_tencent_takes_what_its_key_signed_and_a_receipt_follows(caller, receipts):
    account(caller, "sms-tencent", receipts[0], templates={"7": WORDS})
    sent = tencent(caller)["SendStatusSet"][0]
    assert (sent["Code"], sent["SessionContext"]) == ("Ok", "once-1")
    assert phone(caller) == ["【安和】您咨询的事项有新进展，取件码K7P2，请及时查看。"]
    wait_for(lambda: len(receipts) == 2)
    row = receipts[1][0]
    assert (row["sid"], row["report_status"], row["ext"]) == (sent["SerialNo"], "SUCCESS", "once-1")


def test_tencent_refuses_with_its_own_codes(caller):
    account(caller, "sms-tencent", templates={"7": WORDS})
    assert tencent(caller, secret="s2")["Error"]["Code"] == "AuthFailure.SignatureFailure"
    assert tencent(caller, at=int(time.time()) - 400)["Error"]["Code"] == "AuthFailure.SignatureExpire"
    assert tencent(caller, SmsSdkAppId="1")["Error"]["Code"] == "InvalidParameterValue.SdkAppIdNotExist"
    for facts, code in [
        ({"PhoneNumberSet": ["+861"]}, "InvalidParameterValue.IncorrectPhoneNumber"),
        ({"SignName": "别家"}, "FailedOperation.SignatureIncorrectOrUnapproved"),
        ({"TemplateId": "8"}, "FailedOperation.TemplateIncorrectOrUnapproved"),
        ({"TemplateParamSet": []}, "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"),
        ({}, "Ok"),
        ({}, "LimitExceeded.PhoneNumberThirtySecondLimit"),
    ]:
        assert tencent(caller, **facts)["SendStatusSet"][0]["Code"] == code
    assert [one["rule"] for one in caller.get("/sim/violations")["violations"]] == ["sms rate"]


def test_aliyun_takes_what_its_key_signed_once(caller, receipts):
    account(caller, "sms-aliyun", receipts[0], templates={"SMS_7": "取件码${code}。"})
    sent = aliyun(caller)
    assert sent["Code"] == "OK"
    assert aliyun(caller)["Code"] == "SignatureNonceUsed"
    assert aliyun(caller, secret="s2", nonce="n2")["Code"] == "SignatureDoesNotMatch"
    assert aliyun(caller, nonce="n3", TemplateCode="SMS_8")["Code"] == "isv.SMS_TEMPLATE_ILLEGAL"
    assert phone(caller) == ["【安和】取件码K7P2。"]
    wait_for(lambda: len(receipts) == 2)
    assert (receipts[1][0]["biz_id"], receipts[1][0]["success"]) == (sent["BizId"], True)


def test_aliyun_takes_the_older_style_too(caller):
    account(caller, "sms-aliyun")
    parameters = {
        "AccessKeyId": "key1",
        "Action": "SendSms",
        "PhoneNumbers": NUMBER,
        "SignName": "安和",
        "TemplateCode": "SMS_7",
        "SignatureNonce": "n1",
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    signature = signatures.aliyun_rpc("s1", "GET", parameters)
    assert caller.get("/sms/aliyun/?" + urlencode(parameters | {"Signature": signature}))["Code"] == "OK"


def test_a_receipt_says_that_a_text_did_not_arrive_or_never_comes(caller, receipts):
    account(caller, "sms-aliyun", receipts[0])
    caller.post("/sim/sms/fates", account="key1", number=NUMBER, outcome="EXPIRED")
    aliyun(caller)
    wait_for(lambda: len(receipts) == 2)
    assert (receipts[1][0]["success"], receipts[1][0]["err_code"], phone(caller)) == (False, "EXPIRED", [])
    caller.post("/sim/sms/fates", account="key1", lost=1.0)
    aliyun(caller, nonce="n2")
    assert len(caller.get("/sim/pushes")["pushes"]) == 1


def test_a_province_takes_a_text_by_its_key_and_where_it_wants_by_a_signature(caller):
    account(caller, "sms-http", signed=True)
    body = json.dumps({"mobile": NUMBER, "content": "您有新消息", "reference": "once-1"}).encode()
    at = str(int(time.time()))
    headers = {"X-Access-Key": "key1", "X-Timestamp": at}
    assert asked(caller, "POST", "/sms/http", body, headers)["code"] == "401"
    headers["X-Signature"] = signatures.plain("s1", at, body)
    assert asked(caller, "POST", "/sms/http", body, headers)["code"] == "0"
    assert phone(caller) == ["您有新消息"]
