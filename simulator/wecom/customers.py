"""客户: what a person does in 微信客服: opens it by a link, writes, speaks, sends a picture. And what members do there."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ..exchanges import Wrong
from ..world import World
from .callbacks import ring
from .corps import Conversation, Desk
from .media import brought
from .quotas import HOURS_48
from .states import ENDED, HUMAN, after_writing

CUSTOMER, SYSTEM = 3, 4  # origin; document/path/94670
WELCOME_LIVES = 20  # seconds; document/path/95122
PARAM_BYTES = 128  # of scene_param, url-encoded; document/path/94665
FILES = {"image", "voice", "video", "file"}


def note(world: World, desk: Desk, talk: Conversation, origin: int, msgtype: str, body: dict[str, Any]) -> str:
    """Put a message or an event into the log and ring. Returns its msgid."""
    msgid = world.letters(40)
    message: dict[str, Any] = {"msgid": msgid, "open_kfid": talk.open_kfid, "send_time": int(world.now())}
    if origin != SYSTEM:  # events carry it inside
        message["external_userid"] = talk.customer
    desk.corp.log.add(world.now(), {**message, "origin": origin, "msgtype": msgtype, msgtype: body})
    world.note("kf pushed", account=desk.id, user=talk.customer, msgid=msgid, kind=body.get("event_type", msgtype))
    ring(world, desk.corp, desk.id)
    return msgid


def happened(world: World, desk: Desk, talk: Conversation, kind: str, **facts: Any) -> str:
    """Tell of something that happened in the conversation."""
    body = {"event_type": kind, "open_kfid": talk.open_kfid, "external_userid": talk.customer, **facts}
    return note(world, desk, talk, SYSTEM, "event", body)


def enter(world: World, desk: Desk, customer: str, link: str = "") -> dict[str, Any]:
    """用户进入会话: somebody opens the chat, perhaps by a link that carries a scene.

    A welcome code comes only to one who neither was welcomed nor wrote for 48 hours (document/path/95122).
    """
    talk, now = desk.corp.conversation(desk.id, customer, new=True), world.now()
    facts = carried(desk, link)
    if all(last is None or now - last >= HOURS_48 for last in (talk.replies.last, talk.welcomed)):
        facts["welcome_code"] = world.letters(32)
        talk.welcome = {facts["welcome_code"]: now + WELCOME_LIVES}
    world.show(desk.id, customer, "system", "enter", scene=facts["scene"], scene_param=facts["scene_param"])
    return {"id": happened(world, desk, talk, "enter_session", **facts), "welcome_code": facts.get("welcome_code")}


def carried(desk: Desk, link: str) -> dict[str, str]:
    """What a link from add_contact_way says: its scene, and the parameter that a board put behind it."""
    asked = parse_qs(urlsplit(link).query)
    way = desk.corp.links.get(asked.get("enc_scene", [""])[0])
    if link and (way is None or way["open_kfid"] != desk.id):
        raise Wrong("this link belongs to no such 客服 account")
    param = unquote(urlsplit(link).query.partition("scene_param=")[2].partition("&")[0]) if way and way["scene"] else ""
    return {"scene": way["scene"] if way else "", "scene_param": param if len(param.encode()) <= PARAM_BYTES else ""}


def write(world: World, desk: Desk, customer: str, msgtype: str, body: dict[str, Any]) -> dict[str, Any]:
    """Somebody sends something. Opens five replies anew, and an ended conversation. The id is its msgid."""
    talk = desk.corp.conversation(desk.id, customer, new=True)
    talk.state = after_writing(talk.state)
    talk.replies.heard(world.now())
    msgid = note(world, desk, talk, CUSTOMER, msgtype, body)
    world.show(desk.id, customer, "person", msgtype, msgid=msgid, **body)
    return {"id": msgid}


def push(world: World, desk: Desk, facts: dict[str, Any]) -> dict[str, Any]:
    """/sim/push to a 客服 account: {"user", "kind": enter|text|image|voice|file|end|event, ...}.

    enter takes "link"; text takes "content" and "menu_id"; a file takes "media" in Base64, or is the ready
    sample; event takes "event_type" and "facts"; end is a member's who closes the conversation in WeCom.
    """
    customer, kind = str(facts.get("user", "")), str(facts.get("kind", "text"))
    if not customer:
        raise Wrong("who? user is empty")
    if kind == "enter":
        return enter(world, desk, customer, str(facts.get("link", "")))
    if kind in FILES:
        return write(world, desk, customer, kind, {"media_id": brought(world, desk.corp.id, kind, facts)})
    if kind == "end":
        return hang_up(world, desk, customer)
    if kind == "event":
        talk = desk.corp.conversation(desk.id, customer, new=True)
        return {"id": happened(world, desk, talk, str(facts["event_type"]), **facts.get("facts", {}))}
    body = facts.get("body") or {"content": str(facts.get("content", ""))}
    return write(world, desk, customer, kind, body | ({"menu_id": facts["menu_id"]} if facts.get("menu_id") else {}))


def hang_up(world: World, desk: Desk, customer: str) -> dict[str, Any]:
    """结束会话: a member ends it in WeCom; an event tells of it where a member held it."""
    talk = desk.corp.conversation(desk.id, customer)
    held, talk.state = talk.state == HUMAN, ENDED
    if not held:
        return {"id": None}
    was, talk.servicer = talk.servicer, ""
    return {"id": happened(world, desk, talk, "session_status_change", change_type=3, old_servicer_userid=was)}
