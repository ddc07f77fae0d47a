"""网页授权: a page asks who its visitor is. The code works once and for five minutes.

Documented: api_snsaccesstoken, and the pages on web authorisation. Errors of a used code 40163, of any other 40029.
"""

import html
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..exchanges import Handler, Missing, Refused, Request, Response, answer, page, redirect
from ..world import World
from .accounts import ServiceAccount
from .credentials import known

LIVES = 300  # seconds of a code; documented for pages of service accounts
SCOPES = ("snsapi_base", "snsapi_userinfo")
LONGEST_STATE = 128  # bytes, letters and digits; documented


@dataclass
class Code:
    """A code handed to a page. With `virtual` its openid is nobody's (a snapshot page, is_snapshotuser)."""

    account: str
    user: str
    scope: str
    virtual: bool
    made: float
    used: bool = False


class SignIns:
    """Codes and page tokens of a world."""

    def __init__(self, world: World) -> None:
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Code] = {}


def authorize(world: World, request: Request) -> Response:
    """GET /open/connect/oauth2/authorize: as sim_user (in the address or a cookie), or a page that asks who.

    With sim_snapshot=1 the visitor looks at a snapshot page. An openid is given to non-followers too.
    """
    query = request.query
    try:
        account: ServiceAccount = world.account(query.get("appid", ""), "wechat")
    except Missing:
        return page("<!doctype html><meta charset=utf-8><p>appid 参数错误（10013）", 400)
    if problem := _problem(account, query):
        return page(f"<!doctype html><meta charset=utf-8><p>{html.escape(problem)}", 400)
    user = query.get("sim_user") or request.cookie("sim_user")
    if not user:
        return page(who(account, request))
    virtual = (query.get("sim_snapshot") or request.cookie("sim_snapshot")) == "1"
    text = world.letters(32)
    code = Code(account.id, f"virtual-{world.number()}" if virtual else user, query["scope"], virtual, world.now())
    world.part(SignIns).codes[text] = code
    account.person(user)
    world.note("signed in", account=account.id, user=user, virtual=virtual)
    back = urlsplit(query["redirect_uri"])
    told = [*parse_qsl(back.query, keep_blank_values=True), ("code", text), ("state", query.get("state", ""))]
    return redirect(back._replace(query=urlencode(told)).geturl())


def _problem(account: ServiceAccount, query: dict[str, str]) -> str:
    host = urlsplit(query.get("redirect_uri", "")).netloc
    state = query.get("state", "")
    if not host or (account.domain and account.domain not in (host, host.rsplit(":", 1)[0])):
        return "redirect_uri 域名与后台配置不一致（10003）"
    if query.get("response_type") != "code" or query.get("scope") not in SCOPES:
        return "scope 参数错误（10005）"
    if not (state.isascii() and (state.isalnum() or not state)) or len(state) > LONGEST_STATE:
        return "state 参数错误"
    return ""


def who(account: ServiceAccount, request: Request) -> str:
    """A page with a link for each person this account knows."""
    links = "".join(
        f'<li><a href="?{html.escape(urlencode({**request.query, "sim_user": user}))}">{html.escape(user)}</a>'
        for user in account.people
    )
    head = "<!doctype html><html lang=zh><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    return f"{head}<title>微信模拟</title><h1>您是谁？</h1><p>这不是微信。选一个人登录：</p><ul>{links}</ul>"


def page_token(world: World, request: Request) -> Response:
    """GET /sns/oauth2/access_token?appid&secret&code&grant_type=authorization_code."""
    query = request.query
    account = known(world, query.get("appid", ""), query.get("secret", ""))
    if query.get("grant_type") != "authorization_code":
        raise Refused(40002, "invalid grant_type")
    code = world.part(SignIns).codes.get(query.get("code", ""))
    if not code or code.account != account.id or world.now() >= code.made + LIVES:
        raise Refused(40029, "invalid code")
    if code.used:
        world.violate("a code used twice", account=account.id)
        raise Refused(40163, "code been used")
    code.used = True
    text = world.letters(86)
    world.part(SignIns).tokens[text] = code
    told = {"access_token": text, "expires_in": 7200, "refresh_token": world.letters(86), "openid": code.user}
    return answer(told | {"scope": code.scope} | ({"is_snapshotuser": 1} if code.virtual else {}))


def visitor(world: World, request: Request) -> Response:
    """GET /sns/userinfo?access_token&openid: since 2021 the same name and picture for everybody."""
    code = world.part(SignIns).tokens.get(request.query.get("access_token", ""))
    if not code or code.user != request.query.get("openid"):
        raise Refused(40001, "invalid credential")
    if code.scope != "snsapi_userinfo":
        raise Refused(48001, "api unauthorized")
    return answer({"openid": code.user, "nickname": "微信用户", "sex": 0, "headimgurl": "", "privilege": []})


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/open/connect/oauth2/authorize"): authorize,
    ("GET", "/wx/sns/oauth2/access_token"): page_token,
    ("GET", "/wx/sns/userinfo"): visitor,
}
