"""短信网关: an account at a gateway, what it takes, and the receipt that follows."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ..exchanges import Wrong
from ..pushing import Call, Options, Push, Pushing, loopback
from ..wecom.quotas import DAY, HOUR, Several
from ..world import World

CHINA = timezone(timedelta(hours=8))
MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
PLACE = re.compile(r"\$?\{(\w+)\}")
DELIVERED = "DELIVRD"  # CMPP's word
LIMITS = {  # of one number; defaults of both vendors' consoles, notices by Aliyun
    "sms-tencent": ((1, 30), (5, HOUR), (10, DAY)),
    "sms-aliyun": ((50, DAY),),
    "sms-http": ((100, DAY),),  # assumed
}


class Gateway:
    """账号: one account of a bureau at a gateway."""

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        """Facts: kind, id, secret, sign, app, templates {id: words with places}, receipts (an address)."""
        self.kind = str(facts["kind"])
        self.id = str(facts.get("id") or world.letters(20))
        self.secret = str(facts.get("secret") or world.letters(32))
        self.sign, self.app = str(facts.get("sign") or "安和区司法局"), str(facts.get("app") or "1400000001")
        self.templates: dict[str, str] = facts.get("templates") or {}  # none: every template is taken
        self.receipts = loopback([facts["receipts"]])[0] if facts.get("receipts") else ""
        self.signed = bool(facts.get("signed"))
        self.lost = 0.0  # how likely a receipt never comes
        self.fates: dict[str, str] = {}  # number -> how it ends instead of DELIVRD
        self.paces: dict[str, Several] = {}
        self.nonces: set[str] = set()

    def public(self) -> dict[str, Any]:
        shown = ("id", "kind", "secret", "sign", "app", "templates", "receipts", "signed", "lost", "fates")
        return {name: getattr(self, name) for name in shown}

    def room(self, world: World, number: str) -> bool:
        """Whether one more may go to a number; where not, it stands among the violations."""
        if self.paces.setdefault(number, Several(*LIMITS[self.kind])).spend(world.now()):
            return True
        world.violate("sms rate", account=self.id, user=number)
        return False


def mobile(number: str) -> str:
    """The eleven digits of a Chinese mobile number; nothing for any other."""
    found = MOBILE.fullmatch(number)
    return found[1] if found else ""


def worded(gateway: Gateway, template: str, values: dict[str, str]) -> str:
    """The text as a person reads it."""
    words = gateway.templates.get(template, f"[{template}] {' '.join(values.values())}")
    return f"【{gateway.sign}】{PLACE.sub(lambda place: values.get(place[1], place[0]), words)}"


def take(world: World, gateway: Gateway, number: str, text: str, serial: str, reference: str) -> None:
    """Take a text for delivery: it is on the phone at once, unless its fate is another, and the receipt follows."""
    outcome = gateway.fates.get(number, DELIVERED)
    if outcome == DELIVERED:
        world.deliver(gateway.id, number, "sms", "text", serial=serial, reference=reference, content=text)
    else:
        world.note("sms not delivered", account=gateway.id, user=number, serial=serial, outcome=outcome)
    if gateway.receipts and world.random.random() >= gateway.lost:
        facts = {"serial": serial, "number": number, "reference": reference, "outcome": outcome, "at": world.now()}
        receipt(world, gateway, facts)


def moment(at: float) -> str:
    """2017-01-01 00:00:00 in China."""
    return datetime.fromtimestamp(at, UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def of_tencent(facts: dict[str, Any]) -> Any:
    """短信下发状态通知 (product/382/43547)."""
    arrived = facts["outcome"] == DELIVERED
    return [
        {
            "user_receive_time": moment(facts["at"]),
            "nationcode": "86",
            "mobile": facts["number"],
            "report_status": "SUCCESS" if arrived else "FAIL",
            "errmsg": facts["outcome"],
            "description": "用户短信送达成功" if arrived else "用户短信送达失败",
            "sid": facts["serial"],
            "ext": facts["reference"],
        }
    ]


def of_aliyun(facts: dict[str, Any]) -> Any:
    """SmsReport (document_detail/101347)."""
    arrived = facts["outcome"] == DELIVERED
    return [
        {
            "phone_number": facts["number"],
            "success": arrived,
            "biz_id": facts["serial"],
            "out_id": facts["reference"],
            "send_time": moment(facts["at"]),
            "report_time": moment(facts["at"]),
            "err_code": "DELIVERED" if arrived else facts["outcome"],
            "err_msg": "用户接收成功" if arrived else "用户接收失败",
            "sms_size": "1",
        }
    ]


def of_province(facts: dict[str, Any]) -> Any:
    """As a province's sheet may look; invented."""
    row = {"msgId": facts["serial"], "reference": facts["reference"], "status": facts["outcome"]}
    return {"reports": [row | {"time": moment(facts["at"])}]}


WRITTEN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "sms-tencent": of_tencent,
    "sms-aliyun": of_aliyun,
    "sms-http": of_province,
}


def receipt(world: World, gateway: Gateway, facts: dict[str, Any]) -> None:
    """回执: on its way to the bureau, three times in all where it is not taken with 200."""
    body = json.dumps(WRITTEN[gateway.kind](facts), ensure_ascii=False).encode()
    call = Call("POST", {}, body, {"Content-Type": "application/json; charset=utf-8"})
    id = f"receipt-{world.number()}"
    push = Push(id, gateway.id, facts["number"], "receipt", [gateway.receipts], lambda fresh: call, judged, Options())
    push.facts = {"serial": facts["serial"], "outcome": facts["outcome"]}
    world.part(Pushing).start(push)


def judged(status: int, body: bytes) -> str:
    """200 is a yes."""
    return "acked" if status == 200 else f"status {status}"


def gateway_of(world: World, kind: str, id: str) -> Gateway | None:
    """The account of this id, when it is one of this kind."""
    found = world.accounts.get(id)
    return found if found is not None and found.kind == kind else None


def fate(world: World, facts: dict[str, Any]) -> Gateway:
    """Decide how a number's texts end: {"account", "number", "outcome"}, and how likely receipts are "lost"."""
    gateway = world.accounts.get(str(facts.get("account", "")))
    if not isinstance(gateway, Gateway):
        raise Wrong("account is no gateway")
    if "number" in facts:
        gateway.fates[mobile(str(facts["number"]))] = str(facts.get("outcome", DELIVERED))
    gateway.lost = float(facts.get("lost", gateway.lost))
    return gateway
