"""腾讯云短信: SendSms of 2021-01-11, signed with TC3-HMAC-SHA256.

Sources: cloud.tencent.com/document/api/382/55981 (SendSms), /52072 (signature), /59177 (codes), product/382/43547
(receipts). The path that is signed is the vendor's, /, wherever `base` leads.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from menkou.channels import addresses
from menkou.channels.errors import Failed, Final, Later, Spent, Unclear, Wrong
from menkou.channels.sms import receipts as said_later
from menkou.channels.sms.codes import ANSWERS, Meaning, Table, by_status
from menkou.channels.sms.receipts import Receipt, State
from menkou.channels.sms.texts import Template, filled, mobile

CALL = "sms.tencent"
VERSION, SERVICE, MIME = "2021-01-11", "sms", "application/json; charset=utf-8"
TAKEN = b'{"result":0,"errmsg":"OK"}'  # what a pushed receipt is answered with
_UNSURE = Meaning(Unclear, "腾讯云没有说清是否已发出，请等回执。")
_BUSY = Meaning(Later, "腾讯云正忙，稍后自动再发。")
_FULL = Meaning(Spent, "超过了腾讯云控制台设定的发送总量或频率，到时自动再发；要提高请改控制台的频率限制。")
_KEYS = Meaning(Wrong, "密钥不对或没有权限，请核对 SecretId、SecretKey 和短信权限。")
CODES = Table(
    {
        "FailedOperation.PhoneNumberInBlacklist": Meaning(Final, "机主退订过或在免打扰名单里，短信到不了。"),
        "InvalidParameterValue.IncorrectPhoneNumber": Meaning(Final, "手机号不对。"),
        "UnsupportedOperation.UnsupportedRegion": Meaning(Final, "这个号码的地区不能发短信。"),
        "LimitExceeded.PhoneNumberThirtySecondLimit": Meaning(Spent, "30 秒内给这个号码发得太多。", 30),
        "LimitExceeded.PhoneNumberOneHourLimit": Meaning(Spent, "1 小时内给这个号码发得太多。", 3600),
        "LimitExceeded.PhoneNumberDailyLimit": Meaning(Spent, "今天给这个号码发得太多，明天再发。"),
        "LimitExceeded.PhoneNumberSameContentDailyLimit": Meaning(Spent, "今天给这个号码发相同内容太多，明天再发。"),
        "LimitExceeded.PhoneNumberCountLimit": Meaning(Wrong, "一次发的号码太多。"),
        "FailedOperation.SignatureIncorrectOrUnapproved": Meaning(Wrong, "签名没有通过审核或写得不一致，请核对签名。"),
        "FailedOperation.TemplateIncorrectOrUnapproved": Meaning(Wrong, "模板没有通过审核或与登记的不一致。"),
        "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": Meaning(Wrong, "模板的变量个数与登记的不一致。"),
        "FailedOperation.InsufficientBalanceInSmsPackage": Meaning(Wrong, "短信套餐包用完了，请购买。"),
        "FailedOperation.ContainSensitiveWord": Meaning(Wrong, "模板里有敏感词，请联系腾讯云。"),
        "InvalidParameterValue.SdkAppIdNotExist": Meaning(Wrong, "SdkAppId 不对，请核对应用编号。"),
        "AuthFailure.SignatureExpire": Meaning(Wrong, "本机时间与标准时间相差超过五分钟，请校准时间。"),
        "UnauthorizedOperation.RequestIpNotInWhitelist": Meaning(Wrong, "本机的公网地址不在腾讯云的白名单里。"),
        "InternalError.RestApiInterfaceNotExist": Meaning(Wrong, "接口不存在。"),
        "InternalError.SigVerificationFail": _KEYS,
        "InternalError.SigFieldMissing": _KEYS,
    },
    {
        "LimitExceeded": _FULL,
        "RequestLimitExceeded": _BUSY,
        "InternalError": _UNSURE,
        "AuthFailure": _KEYS,
        "UnauthorizedOperation": _KEYS,
    },
)


@dataclass(frozen=True)
class Settings:
    """What a bureau copies from the console. `sign` goes without 【】."""

    secret_id: str
    secret_key: str = field(repr=False)
    app_id: str
    sign: str
    region: str = "ap-guangzhou"
    base: str = "https://sms.tencentcloudapi.com"
    permits: addresses.Permits = addresses.NONE


def send(settings: Settings, number: str, template: Template, values: Mapping[str, str], once: str) -> str:
    """Hand over one text; its SerialNo. Raises Failed, ValueError as sms.send."""
    body = {
        "PhoneNumberSet": [f"+86{mobile(CALL, number)}"],
        "SmsSdkAppId": settings.app_id,
        "SignName": settings.sign,
        "TemplateId": template.id,
        "TemplateParamSet": list(filled(template, values).values()),
        "SessionContext": once,
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    host, at = addresses.parse(CALL, settings.base, settings.permits).authority, int(time.time())
    headers = {
        "Content-Type": MIME,
        "X-TC-Action": "SendSms",
        "X-TC-Version": VERSION,
        "X-TC-Region": settings.region,
        "X-TC-Timestamp": str(at),
        "Authorization": authorization(settings.secret_id, settings.secret_key, SERVICE, host, content, at),
    }
    came = addresses.send(
        CALL, "POST", settings.base, settings.permits, content=content, headers=headers, accepts=ANSWERS
    )
    try:
        answer = json.loads(came.content)["Response"]
        if "Error" in answer:
            raise _refused(answer["Error"]["Code"])
        status = answer["SendStatusSet"][0]
        code, serial = status["Code"], str(status["SerialNo"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise by_status(CALL, came) from None
    if str(code).lower() != "ok":
        raise _refused(code)
    return serial


def authorization(secret_id: str, secret_key: str, service: str, host: str, content: bytes, at: int) -> str:
    """The Authorization header of a POST of JSON at a Unix time in seconds."""
    signed, day = "content-type;host", datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    asked = f"POST\n/\n\ncontent-type:{MIME}\nhost:{host}\n\n{signed}\n{hashlib.sha256(content).hexdigest()}"
    scope = f"{day}/{service}/tc3_request"
    text = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(asked.encode()).hexdigest()}"
    key = f"TC3{secret_key}".encode()
    for step in (day, service, "tc3_request"):
        key = hmac.digest(key, step.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    return f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={signed}, Signature={signature}"


def receipts(body: bytes) -> list[Receipt]:
    """What is pushed as 短信下发状态通知. Raises Unreadable.

    `ext` is said to echo SessionContext; the page's sample holds none, so it is read and not relied upon.
    """
    return [_receipt(one) for one in said_later.read(body)]


def _receipt(one: Mapping[str, Any]) -> Receipt:
    serial, status = said_later.word(one.get("sid"), said_later.LONGEST_ID), one.get("report_status")
    if not serial or status not in ("SUCCESS", "FAIL"):
        raise said_later.Unreadable
    state = State.DELIVERED if status == "SUCCESS" else State.FAILED
    at = said_later.moment(one.get("user_receive_time"))
    return Receipt(serial, state, said_later.word(one.get("errmsg")), said_later.word(one.get("ext")), at)


def _refused(code: object) -> Failed:
    return CODES.failed(CALL, code)
