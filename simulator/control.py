"""The control API under /sim, in JSON: for checkers, for the demo and for the phone page."""

from typing import Any

from . import sms, webpush, wechat, wecom
from .exchanges import Handler, Missing, Request, Response, Wrong, answer
from .pushing import Options, Pushing, loopback
from .world import World

KINDS = {**wechat.KINDS, **wecom.KINDS, **sms.KINDS, **webpush.KINDS}
PUSHES = {**wechat.PUSHES, **wecom.PUSHES}


def open_account(world: World, facts: dict[str, Any]) -> dict[str, Any]:
    """Open an account of {"kind": ..., ...}; what is not said is invented. Raises Wrong for an unknown kind."""
    if facts.get("kind") not in KINDS:
        raise Wrong(f"kinds of accounts: {sorted(KINDS)}")
    account = KINDS[facts["kind"]](world, facts)
    world.open(account)
    return account.public()


def accounts(world: World, request: Request) -> Response:
    """POST: open one, or a list of them under "accounts"."""
    facts = request.json()
    if "accounts" in facts:
        return answer({"accounts": [open_account(world, one) for one in facts["accounts"]]})
    return answer(open_account(world, facts))


def change_account(world: World, request: Request) -> Response:
    """POST /sim/accounts/<id> {facts}: change its settings, such as the callbacks once it is known where they are."""
    account, facts = world.account("/".join(request.rest)), request.json()
    if "id" in facts or "kind" in facts or not set(facts) <= set(account.public()):
        raise Wrong("settings that can change: " + ", ".join(sorted(set(account.public()) - {"id", "kind"})))
    if "callbacks" in facts:
        loopback(facts["callbacks"])
    if "push" in facts:
        Options.of(facts["push"])
    for name, value in facts.items():
        setattr(account, name, value)
    return answer(account.public())


def list_accounts(world: World, request: Request) -> Response:
    return answer({"accounts": [account.public() for account in world.accounts.values()]})


def push(world: World, request: Request) -> Response:
    """POST {"account", "user", "kind", ...}: a person does something. Answers what the account's kind answers, with an id."""
    facts = request.json()
    account = world.account(str(facts.get("account", "")))
    if account.kind not in PUSHES:
        raise Wrong(f"nobody writes to a {account.kind}")
    return answer(PUSHES[account.kind](world, account, facts))


def pushes(world: World, request: Request) -> Response:
    """GET: every push with its attempts; /sim/pushes/<id>: that one."""
    known = world.part(Pushing).all
    if request.rest:
        if request.rest[0] not in known:
            raise Missing("no such push")
        return answer(known[request.rest[0]].public())
    return answer({"pushes": [one.public() for one in known.values()]})


def timeline(world: World, request: Request) -> Response:
    """GET /sim/phone/<account>/<user>?since=id: what is on that person's phone."""
    since = int(request.query.get("since", 0))
    lines = world.timelines.get((request.rest[0], "/".join(request.rest[1:])), [])
    return answer({"now": world.now(), "timeline": [line for line in lines if line["id"] > since]})


def people(world: World, request: Request) -> Response:
    """GET: whose phones have anything on them."""
    return answer({"people": [{"account": account, "user": user} for account, user in world.timelines]})


def deliveries(world: World, request: Request) -> Response:
    """GET ?since=id: what the platforms took for delivery."""
    since = int(request.query.get("since", 0))
    return answer({"deliveries": [one for one in world.deliveries if one["id"] > since]})


def add_fault(world: World, request: Request) -> Response:
    """POST one fault; see faults.py for what it may say."""
    fault = world.faults.add(request.json())
    world.note("fault", kind=fault.kind, endpoint=fault.endpoint, count=fault.count, probability=fault.probability)
    return answer({"faults": world.faults.all()})


def list_faults(world: World, request: Request) -> Response:
    return answer({"faults": world.faults.all()})


def clear_faults(world: World, request: Request) -> Response:
    world.faults.set.clear()
    world.note("faults cleared")
    return answer({"faults": []})


def show_clock(world: World, request: Request) -> Response:
    return answer({"now": world.now(), "offset": world.clock.offset, "frozen": world.clock.standing is not None})


def set_clock(world: World, request: Request) -> Response:
    """POST {"forward": seconds} or {"at": seconds since 1970}, and {"frozen": true or false}."""
    facts = request.json()
    if "frozen" in facts:
        world.clock.freeze(bool(facts["frozen"]))
    if "at" in facts:
        world.move(float(facts["at"]) - world.now())
    world.move(float(facts.get("forward", 0)))
    return show_clock(world, request)


def history(world: World, request: Request) -> Response:
    """GET ?since=seq: the history, without end."""
    return answer({"history": world.history[int(request.query.get("since", 0)) :]})


def violations(world: World, request: Request) -> Response:
    return answer({"violations": world.violations})


def reset(world: World, request: Request) -> Response:
    """POST {"seed": n}: begin again; the history goes on."""
    world.reset(int(request.json().get("seed", world.seed)))
    return answer({"seed": world.seed})


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/sim/accounts"): accounts,
    ("POST", "/sim/accounts/*"): change_account,
    ("GET", "/sim/accounts"): list_accounts,
    ("POST", "/sim/push"): push,
    ("GET", "/sim/pushes"): pushes,
    ("GET", "/sim/pushes/*"): pushes,
    ("GET", "/sim/phone/*"): timeline,
    ("GET", "/sim/people"): people,
    ("GET", "/sim/deliveries"): deliveries,
    ("POST", "/sim/faults"): add_fault,
    ("GET", "/sim/faults"): list_faults,
    ("DELETE", "/sim/faults"): clear_faults,
    ("POST", "/sim/clock"): set_clock,
    ("GET", "/sim/clock"): show_clock,
    ("GET", "/sim/history"): history,
    ("GET", "/sim/violations"): violations,
    ("POST", "/sim/reset"): reset,
}
