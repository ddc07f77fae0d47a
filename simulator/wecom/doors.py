"""接口: the API under /qy/cgi-bin, and what the phone page and checkers ask of WeCom under /sim/wecom."""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from ..exchanges import Handler, Request, Response, Wrong, answer, done
from ..wechat.media import Files, given
from ..world import World
from . import links, log, masses, media, notices, replying
from .callbacks import verify
from .corps import Corp, Mishaps, access_token, admitted, of_kind
from .refusals import refused

Call = Callable[[World, Corp, dict[str, Any]], dict[str, Any]]


def with_token(call: Call) -> Handler:
    """A call of the API that an access_token lets in; JSON in, JSON out."""

    def handler(world: World, request: Request) -> Response:
        corp = admitted(world, request.query.get("access_token", ""))
        return done(**call(world, corp, request.json()))

    return handler


def get_token(world: World, request: Request) -> Response:
    """GET gettoken?corpid&corpsecret."""
    token = access_token(world, request.query.get("corpid", ""), request.query.get("corpsecret", ""))
    return done(access_token=token.text, expires_in=int(token.expires - world.now()))


def sync_msg(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """kf/sync_msg: the next page of the log."""
    open_kfid, limit = str(body.get("open_kfid") or ""), body.get("limit") or log.LIMIT
    if open_kfid and open_kfid not in corp.accounts:
        raise refused(95000)
    if type(limit) is not int or not 1 <= limit <= log.LIMIT:
        raise refused(40058, "limit")
    corp.log.admit(world.now(), str(body.get("token") or ""), open_kfid)
    page = corp.log.page(world.now(), str(body.get("cursor") or ""), limit, open_kfid)
    world.note("kf synced", corp=corp.id, msgids=[message["msgid"] for message in page["msg_list"]])
    return page


def robot(world: World, request: Request) -> Response:
    """POST webhook/send?key=: no token, the key is all there is."""
    return done(**notices.tell_group(world, request.query.get("key", ""), request.json()))


def media_get(world: World, request: Request) -> Response:
    """GET media/get?media_id: the file itself, or errcode as JSON."""
    corp = admitted(world, request.query.get("access_token", ""))
    return given(world.part(Files).find(corp.id, request.query.get("media_id", "")))


def media_upload(world: World, request: Request) -> Response:
    """POST media/upload?type=: one file as multipart."""
    corp, kind = admitted(world, request.query.get("access_token", "")), request.query.get("type", "")
    files = [one for one in request.uploads() if one.filename]
    if kind not in media.LARGEST or not files:
        raise refused(40058, "type or media")
    if not files[0].content or len(files[0].content) > media.LARGEST[kind]:
        raise refused(45002)
    kept = world.part(Files).keep(corp.id, kind, files[0].content, files[0].content_type)
    return done(type=kind, media_id=kept.id, created_at=str(int(world.now())))


def tasks(world: World, request: Request) -> Response:
    """GET /sim/wecom/tasks: mass messages, those that wait for a member first."""
    found = [asdict(task) | {"corp": corp.id} for corp in of_kind(world, "corp") for task in corp.tasks.values()]
    return answer({"tasks": sorted(found, key=lambda task: (task["confirmed"] is not None, task["at"]))})


def confirm(world: World, request: Request) -> Response:
    """POST /sim/wecom/confirm {"corp", "task"}: the member presses 发送."""
    facts = request.json()
    corp = world.account(str(facts.get("corp", "")), "corp")
    return answer(asdict(masses.confirm(world, corp, str(facts.get("task", "")))))


def mishaps(world: World, request: Request) -> Response:
    """POST /sim/wecom/mishaps {"corp", "lost", "twice", "at_once", "fails", "fail_type", "fail_after"}."""
    facts = request.json()
    corp = world.account(str(facts.pop("corp", "")), "corp")
    if unknown := set(facts) - {one.name for one in fields(Mishaps)}:
        raise Wrong(f"no mishap is called {sorted(unknown)}")
    corp.mishaps = Mishaps(**facts)
    world.note("mishaps", corp=corp.id, **facts)
    return answer(asdict(corp.mishaps))


def check(world: World, request: Request) -> Response:
    """POST /sim/wecom/verify {"corp"}: ask the callback for the word that shows it holds the key."""
    return answer({"id": verify(world, world.account(str(request.json().get("corp", "")), "corp")).id})


CALLS: dict[str, Call] = {
    "kf/sync_msg": sync_msg,
    "kf/send_msg": replying.send,
    "kf/send_msg_on_event": replying.send_on_event,
    "kf/service_state/get": replying.state_of,
    "kf/service_state/trans": replying.change_state,
    "kf/add_contact_way": links.add,
    "message/send": notices.tell_members,
    "externalcontact/add_msg_template": masses.propose,
    "externalcontact/get_groupmsg_task": masses.members_of,
    "externalcontact/get_groupmsg_send_result": masses.result,
    "externalcontact/remind_groupmsg_send": masses.remind,
    "externalcontact/cancel_groupmsg_send": masses.cancel,
}
ROUTES: dict[tuple[str, str], Handler] = {
    **{("POST", f"/qy/cgi-bin/{name}"): with_token(call) for name, call in CALLS.items()},
    ("GET", "/qy/cgi-bin/gettoken"): get_token,
    ("POST", "/qy/cgi-bin/webhook/send"): robot,
    ("GET", "/qy/cgi-bin/media/get"): media_get,
    ("POST", "/qy/cgi-bin/media/upload"): media_upload,
    ("GET", "/kf/*"): links.follow,
    ("GET", "/sim/wecom/tasks"): tasks,
    ("POST", "/sim/wecom/confirm"): confirm,
    ("POST", "/sim/wecom/mishaps"): mishaps,
    ("POST", "/sim/wecom/verify"): check,
}
