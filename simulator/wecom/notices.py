"""应用消息与群机器人: application messages (document/path/90236) and group robots (91770).

What is too much ends in two ways: a robot is answered with a number, a member gets nothing and nobody is told.
"""

import json
from typing import Any

from ..exchanges import Missing
from ..world import World
from .corps import MEMBER, Corp
from .quotas import Several
from .refusals import refused
from .replying import line

MEMBERS = 1000  # of one call
REPEATS = 4 * 3600  # seconds, at most
TEXT_BYTES, MARKDOWN_BYTES = 2048, 4096
APP_KINDS = {"text": "content", "textcard": "url", "markdown": "content", "image": "media_id", "news": "articles"}
ROBOT_KINDS = {"text": "content", "markdown": "content", "image": "base64", "news": "articles", "file": "media_id"}


def content_of(body: dict[str, Any], kinds: dict[str, str]) -> dict[str, Any]:
    """What a notice holds. Refused 40008 for an unknown kind, 44004 for nothing in it, 45002 for a text too long."""
    kind = body.get("msgtype", "")
    if kind not in kinds:
        raise refused(40008)
    content = body.get(kind)
    if not isinstance(content, dict) or not content.get(kinds[kind]):
        raise refused(44004)
    most = MARKDOWN_BYTES if kind == "markdown" else TEXT_BYTES
    if kinds[kind] == "content" and len(str(content["content"]).encode()) > most:
        raise refused(45002)
    return content


def tell_members(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """message/send: to members by userid. Over 30 a minute or 1,000 an hour the platform drops without a word."""
    content = content_of(body, APP_KINDS)
    asked = [one for one in str(body.get("touser", "")).split("|") if one]
    known = list(corp.members) if asked == ["@all"] else [one for one in asked if one in corp.members]
    if not known or len(asked) > MEMBERS:
        raise refused(81013)
    msgid = world.letters(40)
    for member in known:
        if repeated(world, corp, member, body):
            continue
        if corp.paces.setdefault(member, Several(*MEMBER)).spend(world.now()):
            world.deliver(corp.id, member, "app", body["msgtype"], msgid=msgid, **line(content))
        else:
            world.violate("app dropped", account=corp.id, user=member, msgid=msgid)
    strange = [] if asked == ["@all"] else [one for one in asked if one not in corp.members]
    return {"msgid": msgid, "invaliduser": "|".join(strange)}


def repeated(world: World, corp: Corp, member: str, body: dict[str, Any]) -> bool:
    """enable_duplicate_check: whether the same was sent to this member within the interval (1,800 s, at most 4 hours)."""
    words, now = json.dumps(body.get(body["msgtype"]), sort_keys=True), world.now()
    came_again = bool(body.get("enable_duplicate_check")) and now < corp.repeats.get((member, words), 0)
    if not came_again:
        corp.repeats[member, words] = now + min(int(body.get("duplicate_check_interval") or 1800), REPEATS)
    return came_again


def tell_group(world: World, key: str, body: dict[str, Any]) -> dict[str, Any]:
    """webhook/send: into a group chat. Over 20 within a minute: 45009, and it stands among the violations."""
    try:
        robot = world.account(key, "robot")
    except Missing:
        raise refused(93000) from None
    content = content_of(body, ROBOT_KINDS)
    if not robot.minute.spend(world.now()):
        world.violate("robot rate", group=robot.name)
        raise refused(45009)
    world.deliver(robot.id, "group", "robot", body["msgtype"], **line(content))
    return {}
