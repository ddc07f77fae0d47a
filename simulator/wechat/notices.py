"""订阅通知: a notice to somebody who consented to it: one consent, one message; a long-term template needs only one.

Documented: message/subscribe/bizsend, and the event that says how it ended. Observed: the answer holds no number by
which the two could be brought together. Assumed: a consent ends neither with time nor with unfollowing.
"""

import re
from typing import Any

from ..exchanges import Handler, Refused, Request, Response, done
from ..world import World
from .accounts import ServiceAccount, caller
from .ending import ended

DAY = r"\d{4}[年/.,-]\d{1,2}[月/.,-]\d{1,2}日?"
HOUR = r"\d{1,2}:\d{2}(:\d{2})?"
ALLOWED = {  # by the beginning of a key, thing1 being a thing; documented with the subscription notices
    "thing": r".{1,20}",
    "number": r"[\d.]{1,32}",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~ ]{1,32}",
    "time": rf"({DAY} ?)?{HOUR}(~({DAY} ?)?{HOUR})?",
    "date": rf"{DAY}( {HOUR})?(~{DAY}( {HOUR})?)?",
    "amount": r"\D?[\d.]{1,11}元?",
    "phone_number": r"[\d+-]{1,17}",
    "car_number": r".{1,8}",
    "name": r"[A-Za-z ·.]{1,20}|[^\d\W]{1,10}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
}
LASTING = -1


def send(world: World, request: Request) -> Response:
    """POST /cgi-bin/message/subscribe/bizsend {touser, template_id, page, data: {key: {value}}}."""
    account, facts = caller(world, request), request.json()
    template, person = str(facts.get("template_id", "")), account.people.get(str(facts.get("touser", "")))
    if person is None:
        raise Refused(40003, "invalid openid")
    if template not in account.templates or account.templates[template].get("once"):
        raise Refused(40037, "invalid template_id")
    check(account, template, facts.get("data"))
    left = person.consents.get(template, 0)
    if left == 0 or person.refuses:
        raise Refused(43101, "user refuse to accept the msg")
    if left != LASTING:
        person.consents[template] = left - 1
    said = {name: one["value"] for name, one in facts["data"].items()}
    told = {"template": template, "facts": said, "page": str(facts.get("page", ""))}
    fails = person.take_failure()
    if not fails:
        world.deliver(account.id, person.user, "notice", "notice", **told)
    said_later = {"ErrorCode": 1 if fails else 0, "ErrorStatus": "failed" if fails else "success"}
    one = {"TemplateId": template, "MsgID": world.number(), **said_later}
    ended(world, account, person, "subscribe_msg_sent_event", {"SubscribeMsgSentEvent": {"List": [one]}})
    return done()


def check(account: ServiceAccount, template: str, told: Any) -> None:
    """Raises Refused 47003 for a key that is missing, unknown, or not of its kind."""
    keys = account.templates[template].get("keys", [])
    if not isinstance(told, dict) or set(told) != set(keys):
        raise Refused(47003, "argument invalid! data keys")
    for key, one in told.items():
        value = one.get("value") if isinstance(one, dict) else None
        allowed = ALLOWED.get(key.rstrip("0123456789"), r".+")  # a dot is no line break
        if not isinstance(value, str) or not re.fullmatch(allowed, value):
            raise Refused(47003, f"argument invalid! data.{key}.value invalid")


ROUTES: dict[tuple[str, str], Handler] = {("POST", "/wx/cgi-bin/message/subscribe/bizsend"): send}
