"""发送消息: kf/send_msg, send_msg_on_event and the service states, each refused exactly as the platform refuses it.

Documents 94677 (send_msg), 95122 (on an event), 94669 (states). A refusal by a quota is also a violation: a house
that keeps its own ledger never meets one.
"""

import re
from typing import Any

from ..world import World
from .corps import Conversation, Corp
from .customers import happened
from .refusals import refused
from .states import ENDED, HUMAN, QUEUE, SENDING, may_become

TEXT_BYTES = 2048  # document/path/94677
MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
NEEDED = {  # what a message of each kind must hold
    "text": "content",
    "image": "media_id",
    "voice": "media_id",
    "video": "media_id",
    "file": "media_id",
    "link": "url",
    "msgmenu": "list",
    "location": "latitude",
    "miniprogram": "appid",
}
ON_EVENT = {"text", "msgmenu"}


def checked(body: dict[str, Any], kinds: set[str]) -> dict[str, Any]:
    """The content of a message. Refused for a kind there is not, nothing in it, a text too long, a msgid of other signs."""
    kind = body.get("msgtype", "")
    if kind not in kinds:
        raise refused(40008)
    content = body.get(kind)
    if not isinstance(content, dict) or not content.get(NEEDED[kind]):
        raise refused(44004)
    if kind == "text" and len(str(content["content"]).encode()) > TEXT_BYTES:
        raise refused(45002)
    if body.get("msgid") and not MSGID.fullmatch(str(body["msgid"])):
        raise refused(40058, "msgid")
    return content


def send(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """kf/send_msg: at most five within 48 hours of what the customer last wrote, in state 0 or 1."""
    talk = corp.conversation(str(body.get("open_kfid", "")), str(body.get("touser", "")))
    checked(body, set(NEEDED))
    if talk.state not in SENDING:
        raise refused(95018)
    if refusal := talk.replies.spend(world.now()):
        world.violate(f"kf {refusal}", account=talk.open_kfid, user=talk.customer)
        raise refused(95001 if refusal == "count" else 95002)
    msgid = str(body.get("msgid") or world.letters(32))
    if corp.mishaps.fails > 0:
        corp.mishaps.fails -= 1
        fail_later(world, talk, msgid, corp)
    else:
        show(world, talk, body, msgid, "kf")
    talk.sent.add(msgid)
    return {"msgid": msgid}


def show(world: World, talk: Conversation, body: dict[str, Any], msgid: str, channel: str) -> None:
    """Bring it to the customer. The same msgid again comes again, and once more only is noted as a possible duplicate."""
    kind = body["msgtype"]
    again = msgid in talk.sent
    world.deliver(talk.open_kfid, talk.customer, channel, kind, msgid=msgid, again=again, **line(body[kind]))
    if again:
        world.note("possible duplicate", account=talk.open_kfid, user=talk.customer, msgid=msgid)


def line(said: dict[str, Any]) -> dict[str, Any]:
    """What stands on a screen: a text as `content`, anything else as `facts`."""
    return {"content": said["content"]} if isinstance(said.get("content"), str) else {"facts": said}


def fail_later(world: World, talk: Conversation, msgid: str, corp: Corp) -> None:
    """消息发送失败: what was accepted is not brought; an event says so later."""
    desk, fail_type, generation = world.account(talk.open_kfid, "kf"), corp.mishaps.fail_type, world.generation

    def tell() -> None:
        with world.lock:
            if world.generation == generation:
                happened(world, desk, talk, "msg_send_fail", fail_msgid=msgid, fail_type=fail_type)

    world.note("kf send fails", account=talk.open_kfid, user=talk.customer, msgid=msgid, fail_type=fail_type)
    world.schedule.after(corp.mishaps.fail_after, tell)


def send_on_event(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """kf/send_msg_on_event: one welcome by its code, once and within 20 seconds. It takes nothing from the five."""
    checked(body, ON_EVENT)
    code, msgid = str(body.get("code", "")), str(body.get("msgid") or world.letters(32))
    for talk in corp.conversations.values():
        if world.now() < talk.welcome.pop(code, 0):
            talk.welcomed = world.now()
            show(world, talk, body, msgid, "kf-welcome")
            return {"msgid": msgid}
    raise refused(41050)


def state_of(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """kf/service_state/get."""
    talk = corp.conversation(str(body.get("open_kfid", "")), str(body.get("external_userid", "")))
    return {"service_state": talk.state, **({"servicer_userid": talk.servicer} if talk.state == HUMAN else {})}


def change_state(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """kf/service_state/trans, by the table of states."""
    talk = corp.conversation(str(body.get("open_kfid", "")), str(body.get("external_userid", "")))
    new, servicer = body.get("service_state"), str(body.get("servicer_userid", ""))
    if type(new) is not int or new not in range(5):
        raise refused(40058, "service_state")
    if talk.state == ENDED:
        raise refused(95013)
    if not may_become(talk.state, new):
        raise refused(95016)
    if new == HUMAN and servicer not in corp.members:
        raise refused(46004)
    before, talk.state, talk.servicer = talk.state, new, servicer if new == HUMAN else ""
    world.note("kf state", account=talk.open_kfid, user=talk.customer, before=before, now=new)
    return {"msg_code": world.letters(32)} if new in (QUEUE, HUMAN, ENDED) else {}
