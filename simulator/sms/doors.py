"""接口: SendSms of Tencent and Aliyun, a province's gateway, each behind its signature."""

import json
import re
import time
from datetime import datetime
from typing import Any

from ..exchanges import Handler, Request, Response, answer
from ..world import World
from . import signatures
from .gateways import Gateway, fate, gateway_of, mobile, take, worded

TENCENT_SECONDS, ALIYUN_SECONDS = 300, 900  # how far the clock of a caller may be off
TC3 = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/([\d-]+)/(\w+)/tc3_request, ?SignedHeaders=([\w;-]+), ?Signature=(\w+)"
)
ACS3 = re.compile(r"ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([\w;-]+), ?Signature=(\w+)")


class Unsigned(Exception):  # noqa: N818
    """The gateway does not know the caller: its own code says why."""


def in_time(world: World, at: float, seconds: float) -> bool:
    """Whether a caller's clock is right: by the virtual clock, or by the machine's, which callers have too."""
    return any(abs(now - at) <= seconds for now in (world.now(), time.time()))


def headers_of(request: Request) -> dict[str, str]:
    """Header values by lower-case name."""
    return {name.lower(): value for name, value in request.headers.items()}


def of_tencent(world: World, request: Request) -> Gateway:
    """The account whose key signed a TC3 request. Raises Unsigned with Tencent's code."""
    headers, read = headers_of(request), TC3.fullmatch(request.headers.get("Authorization", ""))
    if not read:
        raise Unsigned("AuthFailure.InvalidAuthorization")
    id, day, service, signed, signature = read.groups()
    gateway, names = gateway_of(world, "sms-tencent", id), signed.split(";")
    if gateway is None:
        raise Unsigned("AuthFailure.SecretIdNotFound")
    at = int(headers.get("x-tc-timestamp", "0"))
    if not in_time(world, at, TENCENT_SECONDS):
        raise Unsigned("AuthFailure.SignatureExpire")
    whole = {"content-type", "host"} <= set(names) <= set(headers) and names == sorted(names) and service == "sms"
    if not whole or not signatures.same(
        signatures.tencent(gateway.secret, service, at, headers, names, request.body), signature
    ):
        raise Unsigned("AuthFailure.SignatureFailure")
    return gateway


def tencent(world: World, request: Request) -> Response:
    """SendSms of 2021-01-11 (document/api/382/55981)."""
    trace = {"RequestId": world.letters(36)}

    def no(code: str) -> Response:
        return answer({"Response": {"Error": {"Code": code, "Message": code.rpartition(".")[2]}, **trace}})

    try:
        gateway = of_tencent(world, request)
    except Unsigned as refusal:
        return no(str(refusal))
    headers, asked = headers_of(request), request.json()
    if (headers.get("x-tc-action"), headers.get("x-tc-version")) != ("SendSms", "2021-01-11"):
        return no("InvalidAction")
    if str(asked.get("SmsSdkAppId")) != gateway.app:
        return no("InvalidParameterValue.SdkAppIdNotExist")
    numbers = asked.get("PhoneNumberSet") or []
    if not 1 <= len(numbers) <= 200:
        return no("LimitExceeded.PhoneNumberCountLimit")
    return answer({"Response": {"SendStatusSet": [one_of_tencent(world, gateway, n, asked) for n in numbers], **trace}})


def one_of_tencent(world: World, gateway: Gateway, number: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What became of one number of a call."""
    template, values = str(asked.get("TemplateId", "")), asked.get("TemplateParamSet") or []
    reference, serial, code = str(asked.get("SessionContext", "")), "", "Ok"
    if not mobile(number):
        code = "InvalidParameterValue.IncorrectPhoneNumber"
    elif asked.get("SignName") != gateway.sign:
        code = "FailedOperation.SignatureIncorrectOrUnapproved"
    elif gateway.templates and template not in gateway.templates:
        code = "FailedOperation.TemplateIncorrectOrUnapproved"
    elif gateway.templates and gateway.templates[template].count("{") != len(values):
        code = "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
    elif not gateway.room(world, mobile(number)):
        code = "LimitExceeded.PhoneNumberThirtySecondLimit"
    else:
        serial = f"2433:{world.random.randrange(10**24):024d}"
        text = worded(gateway, template, {str(place): str(value) for place, value in enumerate(values, 1)})
        take(world, gateway, mobile(number), text, serial, reference)
    return {
        **{"SerialNo": serial, "PhoneNumber": number, "Fee": int(code == "Ok"), "SessionContext": reference},
        **{"Code": code, "Message": "send success" if code == "Ok" else code, "IsoCode": "CN"},
    }


def of_aliyun(world: World, request: Request) -> tuple[Gateway, dict[str, str]]:
    """The account whose key signed, in either style, and what is asked. Raises Unsigned with Aliyun's code."""
    headers, form = headers_of(request), {}
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = request.form()
    asked, read = request.query | form, ACS3.fullmatch(headers.get("authorization", ""))
    if read:
        id, signed, signature = read.groups()
        names, nonce, when = signed.split(";"), headers.get("x-acs-signature-nonce", ""), headers.get("x-acs-date", "")
    else:
        id, signature, names = asked.get("AccessKeyId", ""), asked.get("Signature", ""), []
        nonce, when = asked.get("SignatureNonce", ""), asked.get("Timestamp", "")
    gateway = gateway_of(world, "sms-aliyun", id)
    if gateway is None:
        raise Unsigned("InvalidAccessKeyId.NotFound")
    if not in_time(world, instant(when), ALIYUN_SECONDS):
        raise Unsigned("InvalidTimeStamp.Expired")
    if not right_of_aliyun(gateway, request, headers, asked, names if read else None, signature):
        raise Unsigned("SignatureDoesNotMatch")
    if not nonce or nonce in gateway.nonces:
        raise Unsigned("SignatureNonceUsed")
    gateway.nonces.add(nonce)
    return gateway, asked


def right_of_aliyun(
    gateway: Gateway,
    request: Request,
    headers: dict[str, str],
    asked: dict[str, str],
    names: list[str] | None,
    signature: str,
) -> bool:
    """Whether the signature is the key's: of the newer style over these headers, of the older one without."""
    if names is None:
        return signatures.same(signatures.aliyun_rpc(gateway.secret, request.method, asked), signature)
    needed = {"host"} | {name for name in headers if name.startswith("x-acs-")}
    if not needed <= set(names) <= set(headers) or names != sorted(names):
        return False
    if headers.get("x-acs-content-sha256") != signatures.digest(request.body):
        return False
    return signatures.same(signatures.aliyun(gateway.secret, request.method, request.query, headers, names), signature)


def instant(text: str) -> float:
    """Seconds since 1970 of 2017-07-12T02:42:19Z; 0 for anything else."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return 0.0


def aliyun(world: World, request: Request) -> Response:
    """SendSms of 2017-05-25 (dysmsapi)."""
    trace = {"RequestId": world.letters(36)}
    try:
        gateway, asked = of_aliyun(world, request)
    except Unsigned as refusal:
        return answer({"Code": str(refusal), "Message": str(refusal), **trace}, 400)
    code, serial, reference = "OK", f"{world.random.randrange(10**18):018d}^0", asked.get("OutId", "")
    action = asked.get("Action") or headers_of(request).get("x-acs-action")
    number, template = mobile(asked.get("PhoneNumbers", "")), asked.get("TemplateCode", "")
    values = values_of(asked.get("TemplateParam", "{}"))
    if action != "SendSms":
        return answer({"Code": "InvalidAction.NotFound", "Message": "action", **trace}, 404)
    if not number:
        code = "isv.MOBILE_NUMBER_ILLEGAL"
    elif asked.get("SignName") != gateway.sign:
        code = "isv.SMS_SIGNATURE_ILLEGAL"
    elif gateway.templates and template not in gateway.templates:
        code = "isv.SMS_TEMPLATE_ILLEGAL"
    elif values is None:
        code = "isv.INVALID_JSON_PARAM"
    elif not gateway.room(world, number):
        code = "isv.BUSINESS_LIMIT_CONTROL"
    else:
        take(world, gateway, number, worded(gateway, template, values), serial, reference)
    return answer({"Code": code, "Message": code, **trace} | ({"BizId": serial} if code == "OK" else {}))


def values_of(text: str) -> dict[str, str] | None:
    """The values of a template; None where they are no JSON object."""
    try:
        read = json.loads(text)
    except ValueError:
        return None
    return {name: str(value) for name, value in read.items()} if isinstance(read, dict) else None


def province(world: World, request: Request) -> Response:
    """A province's gateway, invented: JSON {mobile, content, reference}; X-Access-Key, and where the account is signed
    X-Timestamp and X-Signature = hex(HMAC-SHA256(secret, timestamp + newline + body)).
    """
    headers, asked = headers_of(request), request.json()
    gateway = gateway_of(world, "sms-http", headers.get("x-access-key", ""))
    if gateway is None or (gateway.signed and not signed_by(world, gateway, headers, request.body)):
        return answer({"code": "401", "message": "鉴权失败"}, 401)
    number, content = mobile(str(asked.get("mobile", ""))), str(asked.get("content", ""))
    if not number or not content:
        return answer({"code": "1001", "message": "号码或内容不对"})
    if not gateway.room(world, number):
        return answer({"code": "1009", "message": "发送太多"})
    serial = world.letters(24)
    take(world, gateway, number, content, serial, str(asked.get("reference", "")))
    return answer({"code": "0", "message": "成功", "data": {"msgId": serial}})


def signed_by(world: World, gateway: Gateway, headers: dict[str, str], body: bytes) -> bool:
    """Whether a province's call carries the signature of its account, made within five minutes."""
    at = headers.get("x-timestamp", "")
    if not at.isdecimal() or not in_time(world, int(at), TENCENT_SECONDS):
        return False
    return signatures.same(signatures.plain(gateway.secret, at, body), headers.get("x-signature", ""))


def fates(world: World, request: Request) -> Response:
    """POST /sim/sms/fates {"account", "number", "outcome": "EXPIRED"} or {"account", "lost": 1.0}."""
    return answer(fate(world, request.json()).public())


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/sms/tencent"): tencent,
    ("POST", "/sms/tencent/"): tencent,
    **{(method, f"/sms/aliyun{end}"): aliyun for method in ("GET", "POST") for end in ("", "/")},
    ("POST", "/sms/http"): province,
    ("POST", "/sim/sms/fates"): fates,
}
