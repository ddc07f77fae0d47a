"""What people do with a service account: write, speak, send pictures, follow, scan, tap its menu, consent to notices."""

import base64
from typing import Any

from ..exchanges import Wrong
from ..pushing import Options
from ..samples import picture, voice
from ..world import World
from ..xml import write
from .accounts import Person, ServiceAccount
from .calling_back import FORGED, begin, verify
from .codes import Codes
from .media import Files

FIRST = 24_000_000_000_000_000  # where MsgIds begin: 64 bits, as the platform's are


def act(world: World, account: ServiceAccount, facts: dict[str, Any]) -> dict[str, Any]:
    """Do what /sim/push says; answers the push's id. Raises Wrong for what makes no sense.

    Beside what its kind needs it may say: `options` (pushing.Options), `msgid`, `created` (CreateTime), `extra` (more
    XML fields), `mode`, `forged`, `raw` (the whole XML).
    """
    kind, user = str(facts.get("kind", "text")), str(facts.get("user", ""))
    if facts.get("forged", "") not in ("", *FORGED):
        raise Wrong(f"forged kinds: {sorted(FORGED)}")
    if not account.callbacks:
        raise Wrong("this account has no callback")
    if kind == "verify":
        return {"id": verify(world, account, str(facts.get("forged", ""))).id}
    if not user:
        raise Wrong("who?")
    options = Options.of(account.push, facts.get("options", {}))
    fields = {"ToUserName": account.original, "FromUserName": user, "CreateTime": _created(world, facts)}
    if facts.get("forged"):  # a stranger's words: nobody did anything
        said: dict[str, Any] = {"MsgType": "text", "Content": str(facts.get("content", ""))}
    else:
        person = account.people.get(user) or Person(user)
        said = KINDS.get(kind, other)(world, account, person, facts)
        account.people[user] = person
    if kind not in EVENTS:
        said["MsgId"] = facts["msgid"] if "msgid" in facts else FIRST + world.number()
    text = str(facts.get("raw") or write({**fields, **said, **facts.get("extra", {})}))
    record = {name: facts[name] for name in ("forged", "mode") if facts.get(name)}
    push = begin(world, account, user, kind, text, options, msgid=said.get("MsgId"), **record)
    return {"id": push.id, "msgid": said.get("MsgId"), "created": fields["CreateTime"]}


def _created(world: World, facts: dict[str, Any]) -> int:
    return int(facts["created"]) if "created" in facts else int(world.now())


def wrote(world: World, account: ServiceAccount, person: Person, **shown: Any) -> None:
    """A person wrote: 48 hours begin. Whoever was never met follows first, silently. Raises Wrong after unfollowing."""
    if person.user in account.people and not person.following:
        raise Wrong("who does not follow cannot write")
    person.following = True
    person.ledger.open("message", world.now())
    world.show(account.id, person.user, "person", **shown)


def text(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    content = str(facts.get("content", ""))
    wrote(world, account, person, kind="text", content=content)
    return {"MsgType": "text", "Content": content}


def _file(world: World, account: ServiceAccount, kind: str, facts: dict[str, Any], sample: bytes) -> str:
    content = base64.b64decode(facts["media"]) if facts.get("media") else sample
    return world.part(Files).keep(account.id, kind, content).id


def image(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """`media`: the bytes in Base64, or the sample."""
    id = _file(world, account, "image", facts, picture())
    wrote(world, account, person, kind="image", media=id)
    return {"MsgType": "image", "PicUrl": f"{world.address}/wx/pic/{id}", "MediaId": id}


def speech(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """`media`: AMR in Base64, or quiet; `recognition` where the account has speech recognition on."""
    id = _file(world, account, "voice", facts, voice(int(facts.get("seconds", 3))))
    wrote(world, account, person, kind="voice", media=id)
    heard = {"Recognition": facts["recognition"]} if "recognition" in facts else {}
    return {"MsgType": "voice", "MediaId": id, "Format": "amr", **heard}


def other(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """Video, location, link, or a kind that does not exist yet: `fields` are the XML's."""
    wrote(world, account, person, kind=facts["kind"], facts=facts.get("fields", {}))
    return {"MsgType": facts["kind"], **facts.get("fields", {})}


def event(name: str, **fields: Any) -> dict[str, Any]:
    return {"MsgType": "event", "Event": name, **fields}


def follow(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    person.following = True
    person.ledger.open("follow", world.now())
    world.show(account.id, person.user, "person", "follow", content="关注了公众号")
    return event("subscribe", EventKey="")


def unfollow(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    person.following, person.left = False, True
    person.ledger.windows.clear()
    world.show(account.id, person.user, "person", "unfollow", content="取消了关注")
    return event("unsubscribe", EventKey="")


def scan(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """`ticket` of a code, or its `scene`: subscribe with qrscene_ where the person does not follow yet, else SCAN."""
    scene, ticket = world.part(Codes).read(account.id, str(facts.get("ticket", "")), facts.get("scene"))
    world.show(account.id, person.user, "person", "scan", content="扫了二维码")
    if person.following:
        person.ledger.open("scan", world.now())
        return event("SCAN", EventKey=scene, Ticket=ticket)
    person.following = True
    person.ledger.open("follow", world.now())
    return event("subscribe", EventKey=f"qrscene_{scene}", Ticket=ticket)


def click(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """`key` of the menu's button."""
    person.following = True
    person.ledger.open("click", world.now())
    world.show(account.id, person.user, "person", "click", content=str(facts.get("label") or facts.get("key", "")))
    return event("CLICK", EventKey=str(facts.get("key", "")))


def view(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """A button that opens a page: an event that opens no window."""
    world.show(account.id, person.user, "person", "view", content=str(facts.get("url", "")))
    return event("VIEW", EventKey=str(facts.get("url", "")), MenuId=1)


def menu_answer(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """A tap on an entry of a message's menu (`key`, `content`): a text with bizmsgmenuid, but counts as a click."""
    person.ledger.open("click", world.now())
    world.show(account.id, person.user, "person", "text", content=str(facts.get("content", "")))
    return {"MsgType": "text", "Content": str(facts.get("content", "")), "bizmsgmenuid": str(facts.get("key", ""))}


def consent(world: World, account: ServiceAccount, person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    """`template` and `status` ("accept" or "reject"): one consent is one message, but for a long-term template."""
    template, status = str(facts.get("template", "")), str(facts.get("status", "accept"))
    if template not in account.templates:
        raise Wrong("no such template")
    if status == "accept":
        once = person.consents.get(template, 0) + 1
        person.consents[template] = -1 if account.templates[template].get("long_term") else once
    world.show(account.id, person.user, "person", "consent", content=f"{status} {template}")
    entry = {"TemplateId": template, "SubscribeStatusString": status, "PopupScene": 0}
    return event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": [entry]})


EVENTS = {"follow": follow, "unfollow": unfollow, "scan": scan, "click": click, "view": view, "consent": consent}
KINDS: dict[str, Any] = {
    **{"text": text, "image": image, "voice": speech, "menu_answer": menu_answer},
    **EVENTS,
}
