"""客服消息: messages to people who acted a short while ago."""

import json
import re
from typing import Any

from ..exchanges import Handler, Refused, Request, Response, done
from ..world import World
from .accounts import Person, ServiceAccount, caller
from .media import Files
from .quota import OUT_OF_TIME, TOO_MANY

LONGEST = 2048  # bytes of a text; documented for messages sent by hand, assumed for the API
ESCAPED = re.compile(rb"\\u[0-9a-fA-F]{4}")
LATE = "response out of time limit or subscription is canceled"
WITH_FILE = ("image", "voice", "mpnews")
KINDS = (*WITH_FILE, "text", "video", "music", "news", "msgmenu", "wxcard", "miniprogrampage", "mpnewsarticle", "link")


def addressee(world: World, account: ServiceAccount, user: Any) -> Person:
    """The person. Raises Refused 40003 unknown, 45015 left, 43004 never followed, 48002 refuses."""
    person = account.people.get(user) if isinstance(user, str) else None
    if person is None:
        raise Refused(40003, "invalid openid")
    if person.left and not person.following:
        raise Refused(OUT_OF_TIME, LATE)
    if not person.following:
        raise Refused(43004, "require subscribe")
    if person.refuses:
        raise Refused(48002, "user refuse to accept the msg")
    return person


def checked(world: World, account: ServiceAccount, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind of a message and what it says. Raises Refused for what the platform does not take."""
    kind = facts.get("msgtype")
    said = facts.get(str(kind))
    if kind not in KINDS:
        raise Refused(40008, "invalid message type")
    if not isinstance(said, dict):
        raise Refused(44004, "empty content")
    if kind == "text":
        if not isinstance(said.get("content"), str) or not said["content"]:
            raise Refused(44004, "empty content")
        if len(said["content"].encode()) > LONGEST:
            raise Refused(45002, "content size out of limit")
    if kind in WITH_FILE:
        world.part(Files).find(account.id, str(said.get("media_id", "")))
    return str(kind), said


def as_shown(world: World, account: ServiceAccount, body: bytes, said: dict[str, Any]) -> dict[str, Any]:
    """The platform shows \\uXXXX as it stands (observed); a client that writes so is noted."""
    if not ESCAPED.search(body):
        return said
    world.violate("Chinese sent as \\uXXXX is shown as \\uXXXX", account=account.id)
    return {name: json.dumps(one)[1:-1] if isinstance(one, str) else one for name, one in said.items()}


def send(world: World, request: Request) -> Response:
    """POST /cgi-bin/message/custom/send. What the quota refuses is a violation as well."""
    account, facts = caller(world, request), request.json()
    person = addressee(world, account, facts.get("touser"))
    kind, said = checked(world, account, facts)
    if errcode := person.ledger.spend(world.now()):
        rule = "sent out of the time window" if errcode == OUT_OF_TIME else "sent more than the window allows"
        world.violate(rule, account=account.id, user=person.user, errcode=errcode)
        raise Refused(errcode, "out of response count limit" if errcode == TOO_MANY else LATE)
    world.deliver(account.id, person.user, "custom", kind, **_line(as_shown(world, account, request.body, said)))
    return done()


def _line(said: dict[str, Any]) -> dict[str, Any]:
    """What stands on the phone: a text as `content`, anything else as `facts`."""
    return {"content": said["content"]} if isinstance(said.get("content"), str) else {"facts": said}


def typing(world: World, request: Request) -> Response:
    """POST /cgi-bin/message/custom/typing: the person sees that somebody writes."""
    account, facts = caller(world, request), request.json()
    person = addressee(world, account, facts.get("touser"))
    if facts.get("command") == "Typing":
        world.show(account.id, person.user, "system", "typing", content="对方正在输入…")
    return done()


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/wx/cgi-bin/message/custom/send"): send,
    ("POST", "/wx/cgi-bin/message/custom/typing"): typing,
}
