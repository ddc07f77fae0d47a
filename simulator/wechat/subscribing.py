"""一次性订阅消息: a page asks whether one message may come, and one message may come for a yes.

Documented: One-time_subscription_info (service), api_templatesubscribe. Several yeses under one scene are worth one
message. Observed: 43101 where there is no yes left, 40037 where the template is of another form. Assumed: 47003 for
what is too long; how it ended is told as of a template message (TEMPLATESENDJOBFINISH).
"""

import html
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..exchanges import Handler, Missing, Refused, Request, Response, done, page, redirect
from ..world import World
from .accounts import ServiceAccount, caller
from .ending import ended
from .signing_in import LONGEST_STATE, who

HEAD = "<!doctype html><html lang=zh><meta charset=utf-8><meta name=viewport content='width=device-width'>"
LOOKS = "<style>body{font:18px sans-serif;margin:2em 1em}a{display:block;padding:16px;margin:12px 0;text-align:center;"
LOOKS += "border:1px solid #07c160;border-radius:8px;color:#06703a}</style>"
LAST_SCENE = 10000
LONGEST_TITLE, LONGEST_WORDS = 15, 200  # characters; documented


def ask(world: World, request: Request) -> Response:
    """GET /mp/subscribemsg?action=get_confirm&appid&scene&template_id&redirect_url&reserved: 允许 or 取消.

    As sim_user (in the address or a cookie), or a page that asks who. With `said` it is answered and leads back.
    """
    query = request.query
    try:
        account: ServiceAccount = world.account(query.get("appid", ""), "wechat")
    except Missing:
        return _wrong("appid 参数错误")
    if problem := _problem(account, query):
        return _wrong(problem)
    user = query.get("sim_user") or request.cookie("sim_user")
    if not user:
        return page(who(account, request))
    if query.get("said") in ("confirm", "cancel"):
        return _answered(world, account, user, query)
    links = "".join(
        f'<a href="?{html.escape(urlencode({**query, "said": said}))}">{words}</a>'
        for said, words in (("confirm", "允许"), ("cancel", "取消"))
    )
    name = html.escape(account.name)
    asked = f"<h1>{name} 申请</h1><p>给您发送一次服务消息。</p>{links}<p>这是微信模拟，不是微信。</p>"
    return page(f"{HEAD}<title>微信模拟</title>{LOOKS}{asked}")


def _wrong(words: str) -> Response:
    return page(f"<!doctype html><meta charset=utf-8><p>{html.escape(words)}", 400)


def _problem(account: ServiceAccount, query: dict[str, str]) -> str:
    host, scene, reserved = (
        urlsplit(query.get("redirect_url", "")).netloc,
        query.get("scene", ""),
        query.get("reserved", ""),
    )
    if query.get("action") != "get_confirm":
        return "action 参数错误"
    if not host or (account.domain and account.domain not in (host, host.rsplit(":", 1)[0])):
        return "redirect_url 域名与业务域名不一致"
    if not (scene.isascii() and scene.isdecimal() and int(scene) <= LAST_SCENE):
        return "scene 参数错误"
    if not account.templates.get(query.get("template_id", ""), {}).get("once"):
        return "template_id 参数错误"
    if len(reserved) > LONGEST_STATE or (reserved and not (reserved.isascii() and reserved.isalnum())):
        return "reserved 参数错误"
    return ""


def _answered(world: World, account: ServiceAccount, user: str, query: dict[str, str]) -> Response:
    """Back to the page, with the openid only where it was a yes."""
    said, person = query["said"], account.person(user)
    told = {"template_id": query["template_id"], "action": said, "scene": query["scene"]}
    if said == "confirm":
        person.once.add((query["template_id"], query["scene"]))  # a second yes under one scene adds nothing
        told["openid"] = user
    world.note("asked for one message", account=account.id, user=user, said=said, scene=query["scene"])
    back = urlsplit(query["redirect_url"])
    kept = parse_qsl(back.query, keep_blank_values=True)
    told |= {"reserved": query["reserved"]} if "reserved" in query else {}
    return redirect(back._replace(query=urlencode([*kept, *told.items()])).geturl())


def send(world: World, request: Request) -> Response:
    """POST /cgi-bin/message/template/subscribe {touser, template_id, url, scene, title, data: {content: {value}}}.

    To followers into the chat, to others as 服务通知. The answer holds no number of the message.
    """
    account, facts = caller(world, request), request.json()
    template, scene = str(facts.get("template_id", "")), str(facts.get("scene", ""))
    person = account.people.get(str(facts.get("touser", "")))
    if person is None:
        raise Refused(40003, "invalid openid")
    if not account.templates.get(template, {}).get("once"):
        raise Refused(40037, "invalid template_id")
    title, words = _checked(facts)
    if (template, scene) not in person.once:
        world.violate("a message without a yes", account=account.id, user=person.user)
        raise Refused(43101, "user refuse to accept the msg")
    person.once.discard((template, scene))
    fails = person.take_failure()
    if not fails:
        told = {"template": template, "facts": {"title": title, "content": words}, "page": str(facts.get("url", ""))}
        kind = "card" if person.following else "notice"
        world.deliver(account.id, person.user, "notice", kind, **told)
    status = "failed: system failed" if fails else "success"
    ended(world, account, person, "TEMPLATESENDJOBFINISH", {"MsgID": world.number(), "Status": status})
    return done()


def _checked(facts: dict[str, Any]) -> tuple[str, str]:
    """Title and words. Raises Refused 47003 for what is missing or too long."""
    data = facts.get("data")
    content = data.get("content") if isinstance(data, dict) else None
    title, words = str(facts.get("title", "")), content.get("value") if isinstance(content, dict) else None
    if not 1 <= len(title) <= LONGEST_TITLE or not isinstance(words, str) or not 1 <= len(words) <= LONGEST_WORDS:
        raise Refused(47003, "argument invalid!")
    return title, words


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/mp/subscribemsg"): ask,
    ("POST", "/wx/cgi-bin/message/template/subscribe"): send,
}
