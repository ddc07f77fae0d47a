"""What a checker arranges behind the account's back: who refuses, whose tokens die, how often tokens were asked for."""

from dataclasses import asdict

from ..exchanges import Handler, Request, Response, answer
from ..tokens import Tokens
from ..world import World


def person(world: World, request: Request) -> Response:
    """POST /sim/wechat/person {account, user, following?, refuses?, loses?}: without any push. Answers what is known of them.

    `loses`: so many notices to them are taken and do not arrive, as an event says then.
    """
    facts = request.json()
    found = world.account(str(facts.get("account", "")), "wechat").person(str(facts.get("user", "")))
    for name in ("following", "refuses"):
        if name in facts:
            setattr(found, name, facts[name] is True)
    found.loses = int(facts.get("loses", found.loses))
    return answer({**asdict(found), "once": sorted(found.once)})


def tokens(world: World, request: Request) -> Response:
    """GET /sim/wechat/tokens: how often each kind was asked for, by account."""
    asked = world.part(Tokens).asked
    return answer({"asked": [{"account": who, "kind": kind, "times": times} for (who, kind), times in asked.items()]})


def kill_tokens(world: World, request: Request) -> Response:
    """POST /sim/wechat/tokens {account}: all its tokens are worth nothing now; the next use meets 40001."""
    id = world.account(str(request.json().get("account", ""))).id
    world.part(Tokens).kill(id)
    world.note("tokens killed", account=id)
    return answer({})


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/sim/wechat/person"): person,
    ("GET", "/sim/wechat/tokens"): tokens,
    ("POST", "/sim/wechat/tokens"): kill_tokens,
}
