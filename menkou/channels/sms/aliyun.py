"""阿里云短信: SendSms of 2017-05-25, signed with ACS3-HMAC-SHA256.

Sources: help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature (signature), zh/sms/
developer-reference/api-dysmsapi-2017-05-25-sendsms and /api-error-codes, document_detail/101347 (codes of receipts).
What is sent stands in the query, as the vendor's description of this call says; nothing logs addresses (calling.py).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from menkou.channels import addresses
from menkou.channels.errors import Final, Later, Spent, Unclear, Wrong
from menkou.channels.sms import receipts as said_later
from menkou.channels.sms.codes import ANSWERS, Meaning, Table, by_status
from menkou.channels.sms.receipts import Receipt, State
from menkou.channels.sms.texts import Template, filled, mobile

CALL = "sms.aliyun"
ACTION, VERSION = "SendSms", "2017-05-25"
TAKEN = '{"code":0,"msg":"接收成功"}'.encode()  # what a pushed receipt is answered with
_UNSURE = Meaning(Unclear, "阿里云没有说清是否已发出，请等回执。")
_SIGN = Meaning(Wrong, "签名没有通过审核、没有完成实名报备或与登记的不一致。")
_TEMPLATE = Meaning(Wrong, "模板没有通过审核，或变量与登记的不一致。")
_KEYS = Meaning(Wrong, "密钥不对或没有权限，请核对 AccessKey 和短信权限。")
_MONEY = Meaning(Wrong, "账户欠费或停机，请充值。")
_CLOSED = Meaning(Wrong, "账户没有开通短信服务或状态异常。")
CODES = Table(
    {
        "isv.MOBILE_NUMBER_ILLEGAL": Meaning(Final, "手机号不对。"),
        "isv.BLACK_KEY_CONTROL_LIMIT": Meaning(Final, "号码在黑名单里，多为机主退订过，短信到不了。"),
        "isv.CUSTOMER_REFUSED": Meaning(Final, "机主已退订，短信到不了。"),
        "isv.BUSINESS_LIMIT_CONTROL": Meaning(Spent, "给这个号码发得太多，到时自动再发。"),
        "isv.DAY_LIMIT_CONTROL": Meaning(Spent, "到了控制台设定的每日总量，明天再发；要提高请改控制台。"),
        "isv.MONTH_LIMIT_CONTROL": Meaning(Spent, "到了控制台设定的每月总量，下月再发；要提高请改控制台。"),
        "isv.AMOUNT_NOT_ENOUGH": _MONEY,
        "isv.OUT_OF_SERVICE": _MONEY,
        "isv.SMS_SIGNATURE_ILLEGAL": _SIGN,
        "isv.SMS_SIGN_ILLEGAL": _SIGN,
        "isv.SIGN_STATE_ILLEGAL": _SIGN,
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL": Meaning(Wrong, "签名的类型与模板不一致，请用通用签名。"),
        "isv.SMS_TEMPLATE_ILLEGAL": _TEMPLATE,
        "isv.TEMPLATE_MISSING_PARAMETERS": _TEMPLATE,
        "isv.TEMPLATE_PARAMS_ILLEGAL": _TEMPLATE,
        "isv.PARAM_LENGTH_LIMIT": _TEMPLATE,
        "isv.INVALID_JSON_PARAM": _TEMPLATE,
        "isv.SMS_CONTENT_ILLEGAL": Meaning(Wrong, "模板里有禁止发送的内容，请改模板。"),
        "isv.DENY_IP_RANGE": Meaning(Wrong, "本机的公网地址不在中国内地，不能发国内短信。"),
        "isp.RAM_PERMISSION_DENY": _KEYS,
        "isv.ACCOUNT_NOT_EXISTS": _CLOSED,
        "isv.ACCOUNT_ABNORMAL": _CLOSED,
        "isv.PRODUCT_UN_SUBSCRIPT": _CLOSED,
        "isv.PRODUCT_UNSUBSCRIBE": _CLOSED,
        "SignatureDoesNotMatch": _KEYS,
        "InvalidTimeStamp.Expired": Meaning(Wrong, "本机时间与标准时间相差超过十五分钟，请校准时间。"),
        "SignatureNonceUsed": _UNSURE,  # this very call has been there before
        "ServiceUnavailable": _UNSURE,
    },
    {
        "InvalidAccessKeyId": _KEYS,
        "Throttling": Meaning(Later, "阿里云正忙，稍后自动再发。"),
        "isp.": _UNSURE,
        "InternalError": _UNSURE,
    },
)


@dataclass(frozen=True)
class Settings:
    """What a bureau copies from the console. `sign` goes without 【】."""

    key_id: str
    key_secret: str = field(repr=False)
    sign: str
    base: str = "https://dysmsapi.aliyuncs.com"
    permits: addresses.Permits = addresses.NONE


def send(settings: Settings, number: str, template: Template, values: Mapping[str, str], once: str) -> str:
    """Hand over one text; its BizId. Raises Failed, ValueError as sms.send."""
    asked = {
        "PhoneNumbers": mobile(CALL, number),
        "SignName": settings.sign,
        "TemplateCode": template.id,
        "OutId": once,
    }
    if placed := filled(template, values):
        asked["TemplateParam"] = json.dumps(placed, ensure_ascii=False, separators=(",", ":"))
    said = query(asked)
    host = addresses.parse(CALL, settings.base, settings.permits).authority
    headers = {
        "x-acs-action": ACTION,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": secrets.token_hex(16),
        "x-acs-version": VERSION,
    }
    signed = authorization(settings.key_id, settings.key_secret, said, {"host": host, **headers})
    came = addresses.send(
        CALL,
        "POST",
        f"{settings.base.rstrip('/')}/?{said}",
        settings.permits,
        headers={**headers, "Authorization": signed},
        accepts=ANSWERS,
    )
    try:
        answer = json.loads(came.content)
        code, receipt = answer["Code"], answer.get("BizId")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise by_status(CALL, came) from None
    if code != "OK":
        raise CODES.failed(CALL, code)
    return str(receipt or once)


def query(asked: Mapping[str, str]) -> str:
    """What is asked, in the one order and form that is both signed and sent."""
    return "&".join(f"{quote(name, safe='')}={quote(asked[name], safe='')}" for name in sorted(asked))


def authorization(key_id: str, key_secret: str, asked: str, headers: Mapping[str, str]) -> str:
    """The Authorization header of a POST of this query with these headers and without a body."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    whole = f"POST\n/\n{asked}\n{lines}\n{names}\n{headers['x-acs-content-sha256']}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}"
    signature = hmac.digest(key_secret.encode(), text.encode(), "sha256").hex()
    return f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"


def receipts(body: bytes) -> list[Receipt]:
    """What is pushed as SmsReport. Raises Unreadable."""
    return [_receipt(one) for one in said_later.read(body)]


def _receipt(one: Mapping[str, Any]) -> Receipt:
    biz, arrived = said_later.word(one.get("biz_id"), said_later.LONGEST_ID), one.get("success")
    if not biz or not isinstance(arrived, bool):
        raise said_later.Unreadable
    state = State.DELIVERED if arrived else State.FAILED
    code, once = said_later.word(one.get("err_code")), said_later.word(one.get("out_id"))
    return Receipt(biz, state, code, once, said_later.moment(one.get("report_time")))
