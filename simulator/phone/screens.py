"""屏幕: what one person sees on the phone, tab by tab, ready to be drawn."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..wechat.codes import Codes
from ..wecom.corps import of_kind
from ..world import World

PEOPLE: list[dict[str, str]] = json.loads((Path(__file__).parent / "people.json").read_text("utf-8"))
KEPT = 200  # lines of a tab that are drawn
SMS = ("sms-http", "sms-tencent", "sms-aliyun")
LINK = re.compile(r"<a\b[^>]*\bhref=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>|(https?://[^\s<>\"'，。；、）】》]+)", re.S)
VOICES, PICTURES = {"voice"}, {"image"}
OUT = {"/wx", "/qy", "/open", "/mp"}  # what stands still while the platform is down; text messages go on
DROPPED = {"/wx/cgi-bin/message", "/qy/cgi-bin/kf/send_msg", "/qy/cgi-bin/message", "/qy/cgi-bin/webhook", "/sms"}


def pieces(text: str) -> list[dict[str, str]]:
    """A text with its links: {"text"}, {"text", "href"}, or {"text", "menu"} for a link that answers a menu."""
    found, at = [], 0
    for link in LINK.finditer(text):
        found.append({"text": text[at : link.start()]})
        href, words = (link[1], link[2]) if link[1] else (link[3], link[3])
        if href.startswith("weixin://bizmsgmenu"):
            asked = parse_qs(urlsplit(href).query)
            found.append({"text": asked.get("msgmenucontent", [words])[0], "menu": asked.get("msgmenuid", [""])[0]})
        elif href.startswith(("http://", "https://")):
            found.append({"text": words, "href": href})
        else:
            found.append({"text": words})
        at = link.end()
    found.append({"text": text[at:]})
    return [piece for piece in found if piece["text"]]


def menu(facts: dict[str, Any]) -> list[dict[str, str]]:
    """A message with a menu, of either platform."""
    found = pieces(str(facts.get("head_content", "")))
    for one in facts.get("list", []):
        inner = one.get(one.get("type", ""), one)
        words = {"text": "\n" + str(inner.get("content", ""))}
        found.append(words | ({"href": inner["url"]} if inner.get("url") else {"menu": str(inner.get("id", ""))}))
    if facts.get("tail_content"):
        found.append({"text": f"\n{facts['tail_content']}"})
    return found


def card(facts: dict[str, Any]) -> list[dict[str, str]]:
    """News, a link or a card: its title with the address it leads to, and what stands below."""
    found = []
    for one in facts.get("articles") or [facts]:
        title = {"text": str(one.get("title") or one.get("url") or "")}
        found.append(title | ({"href": str(one["url"])} if one.get("url") else {}))
        if below := one.get("description") or one.get("desc"):
            found.append({"text": f"\n{below}\n"})
    return found


def notice(line: dict[str, Any]) -> list[dict[str, str]]:
    """A subscription notice: its fields one below the other, and where it leads."""
    found = [{"text": "\n".join(str(value) for value in line["facts"].values())}]
    if line["page"].startswith("http"):
        found.append({"text": "\n查看详情", "href": line["page"]})
    return found


def said(line: dict[str, Any]) -> list[dict[str, str]]:
    """What a line says, by its kind."""
    facts = line.get("facts") or {}
    if line["kind"] == "notice" or "page" in line:
        return notice(line)
    if line["kind"] == "msgmenu":
        return menu(facts)
    if line["kind"] == "enter":
        return [{"text": "进入会话" + (f"（{line['scene']} {line['scene_param']}）" if line.get("scene") else "")}]
    if "content" in line:
        return pieces(str(line["content"])) + [
            {"text": f"\n{one}", "href": one} for one in line.get("links", []) if one
        ]
    return card(facts) if facts.get("url") or facts.get("articles") else [{"text": f"［{line['kind']}］"}]


def drawn(line: dict[str, Any], origin: str, account: str) -> dict[str, Any]:
    """A line of a timeline as the page draws it."""
    media = line.get("media") or line.get("media_id") or (line.get("facts") or {}).get("media_id")
    shown: dict[str, Any] = {"id": line["id"], "at": line["at"], "side": line["side"], "from": origin}
    shown |= {"account": account, "kind": line["kind"], "again": bool(line.get("again"))}
    if line["kind"] in VOICES | PICTURES and media:
        return shown | {"media": media, "parts": []}
    return shown | {"parts": said(line)}


def lines(world: World, who: list[tuple[str, str, str]], kinds: str = "") -> list[dict[str, Any]]:
    """The lines of these (account, user, name), in order. kinds: "notice" only these, "chat" all others."""
    found = [
        drawn(line, name, account)
        for account, user, name in who
        for line in world.timelines.get((account, user), [])
        if not kinds or (line["kind"] == "notice") == (kinds == "notice")
    ]
    return sorted(found, key=lambda line: line["id"])[-KEPT:]


def tabs(world: World, person: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """All that is on the phone of a person."""
    chats = [(one.id, person["openid"], one.name) for one in of_kind(world, "wechat")]
    desks = [(one.id, person["customer"], one.name) for one in of_kind(world, "kf")]
    desks += [(one.id, person["customer"], "企业群发") for one in of_kind(world, "corp")]
    texts = [(one.id, person["number"], "短信") for kind in SMS for one in of_kind(world, kind)]
    return {
        "chat": lines(world, chats, "chat"),
        "kf": lines(world, desks),
        "notice": lines(world, chats, "notice"),
        "sms": lines(world, texts),
    }


def staff(world: World) -> dict[str, Any]:
    """What people of the office see in 企业微信 and in their browsers, and the mass messages that wait for them."""
    corps = of_kind(world, "corp")
    told = [(one.id, user, name) for one in corps for user, name in one.members.items()]
    told += [(one.id, "group", one.name) for one in of_kind(world, "robot")]
    told += [(one.id, "browser", "浏览器推送") for one in of_kind(world, "push")]
    tasks = [
        {
            **{"id": task.id, "corp": one.id, "text": task.text, "customers": len(task.customers), "at": task.at},
            **{"member": one.members.get(task.member, task.member), "confirmed": task.confirmed},
            "cancelled": task.cancelled,
            "reached": sum(task.reached.values()),
        }
        for one in corps
        for task in one.tasks.values()
    ]
    return {"lines": lines(world, told), "tasks": tasks}


def codes(world: World) -> list[dict[str, str]]:
    """QR codes that there are to be scanned, of service accounts and of 客服.

    Where an account was told what stands beside its codes, those of these places; else all of them, by their scenes.
    """
    found = []
    for one in of_kind(world, "wechat"):
        for code in world.part(Codes).of(one.id):
            if code.scene in one.labels or not one.labels:
                words = f"{one.labels[code.scene]}的码（服务号）" if one.labels else f"服务号 · {code.scene}"
                found.append({"text": words, "link": f"{world.address}/open/q/{code.ticket}"})
    for one in of_kind(world, "kf"):
        ways = [(key, way) for key, way in one.corp.links.items() if way["open_kfid"] == one.id]
        if one.labels and ways:
            link = f"{world.address}/kf/{one.id}?enc_scene={ways[-1][0]}&scene_param="
            found += [{"text": f"{said}的码（微信客服）", "link": link + param} for param, said in one.labels.items()]
            continue
        for key, way in ways:
            link = f"{world.address}/kf/{one.id}?enc_scene={key}"
            found.append({"text": f"微信客服 · {way['scene'] or '没有场景'}", "link": link})
    return found[-KEPT:]


def followed(account: Any, user: str) -> bool:
    """Whether a person follows a service account; nobody is met by being looked at."""
    return user in account.people and account.people[user].following


def screen(world: World, person_id: str) -> dict[str, Any]:
    """Everything that the page draws for one person."""
    person = next((one for one in PEOPLE if one["id"] == person_id), PEOPLE[0])
    down = {fault.endpoint for fault in world.faults.set if fault.kind == "status" and fault.count is None}
    dropping = {fault.endpoint for fault in world.faults.set if fault.kind == "drop-reply" and fault.count is None}
    accounts = [
        {
            **{"id": one.id, "kind": one.kind, "name": one.name, "menu": getattr(one, "menu", {}).get("button", [])},
            "templates": [{"id": id} for id, said in getattr(one, "templates", {}).items() if not said.get("once")],
            "following": one.kind == "wechat" and followed(one, person["openid"]),
        }
        for kind in ("wechat", "kf")
        for one in of_kind(world, kind)
    ]
    return {
        **{"person": person, "accounts": accounts, "tabs": tabs(world, person), "staff": staff(world)},
        **{"codes": codes(world), "violations": world.violations[-20:], "broken": len(world.violations)},
        **{"outage": down >= OUT, "dropping": dropping >= DROPPED},
    }
