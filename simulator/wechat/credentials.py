"""Tokens of the service account, and the addresses that pushes come from."""

from ..exchanges import Handler, Missing, Refused, Request, Response, answer
from ..tokens import Token, Tokens
from ..world import World
from .accounts import ServiceAccount, admit, caller


def known(world: World, appid: str, secret: str) -> ServiceAccount:
    """The account of an appid and its secret. Raises Refused 40013 or 40125."""
    try:
        account: ServiceAccount = world.account(appid, "wechat")
    except Missing:
        raise Refused(40013, "invalid appid") from None
    if secret != account.secret:
        raise Refused(40125, "invalid appsecret")
    return account


def given(world: World, token: Token) -> Response:
    """A token as it is given out: the platform sends no errcode with it."""
    return answer({"access_token": token.text, "expires_in": int(token.expires - world.now())})


def stable_token(world: World, request: Request) -> Response:
    """POST /cgi-bin/stable_token {grant_type, appid, secret, force_refresh}."""
    facts = request.json()
    account = known(world, str(facts.get("appid", "")), str(facts.get("secret", "")))
    admit(account, request)
    if facts.get("grant_type") != "client_credential":
        raise Refused(40002, "invalid grant_type")
    return given(world, world.part(Tokens).stable(account.id, facts.get("force_refresh") is True))


def old_token(world: World, request: Request) -> Response:
    """GET /cgi-bin/token?grant_type=client_credential&appid=&secret=: each call ends the token before it."""
    account = known(world, request.query.get("appid", ""), request.query.get("secret", ""))
    admit(account, request)
    if request.query.get("grant_type") != "client_credential":
        raise Refused(40002, "invalid grant_type")
    return given(world, world.part(Tokens).plain(account.id))


def callback_addresses(world: World, request: Request) -> Response:
    """GET /cgi-bin/getcallbackip: this machine."""
    caller(world, request)
    return answer({"ip_list": ["127.0.0.1"]})


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/wx/cgi-bin/stable_token"): stable_token,
    ("GET", "/wx/cgi-bin/token"): old_token,
    ("GET", "/wx/cgi-bin/getcallbackip"): callback_addresses,
    ("GET", "/wx/cgi-bin/get_api_domain_ip"): callback_addresses,
}
