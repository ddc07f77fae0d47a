"""浏览器推送: a push service with its browser: /push/<id> takes what RFC 8030, 8291 and 8292 allow, and shows it."""

import re
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from ..exchanges import Handler, Request, Response, answer
from ..world import World
from .sealed import CURVE, Keys, claims, word

LARGEST = 4096  # bytes; RFC 8030 7.2
LONGEST_TTL = 28 * 86400  # seconds; what the large services allow
LONGEST_TOKEN = 86400  # seconds until a VAPID token ends; RFC 8292 2
VAPID = re.compile(r"vapid +t=([\w.-]+) *, *k=([\w-]+)")
TOPIC = re.compile(r"[\w-]{1,32}")
URGENCIES = {"very-low", "low", "normal", "high"}


class Subscription:
    """订阅: one browser that wants to hear."""

    kind = "push"

    def __init__(self, world: World, facts: dict[str, Any]) -> None:
        """Facts: id, key (the applicationServerKey it is bound to, if any), gone (the browser unsubscribed)."""
        self.id = str(facts.get("id") or world.letters(24))
        self.key, self.gone = str(facts.get("key") or ""), bool(facts.get("gone"))
        self.endpoint = f"{world.address}/push/{self.id}"
        secret = world.random.randrange(1, 1 << 255)
        self.keys = Keys(ec.derive_private_key(secret, CURVE), world.random.randbytes(16))

    def public(self) -> dict[str, Any]:
        keys = {"p256dh": word(self.keys.point), "auth": word(self.keys.auth)}
        return {"id": self.id, "kind": self.kind, "endpoint": self.endpoint, "keys": keys, "gone": self.gone}


def no(status: int, reason: str) -> Response:
    """A no of the push service."""
    return answer({"reason": reason}, status)


def unwelcome(world: World, subscription: Subscription, request: Request) -> Response | None:
    """Why a push service would not take this request; None where it would."""
    ttl, topic = request.headers.get("TTL", ""), request.headers.get("Topic", "a")
    if not ttl.isdecimal() or int(ttl) > LONGEST_TTL:
        return no(400, "TTL")
    if len(request.body) > LARGEST:
        return no(413, "larger than 4096 bytes")
    if request.body and request.headers.get("Content-Encoding") != "aes128gcm":
        return no(400, "Content-Encoding")
    if request.headers.get("Urgency", "normal") not in URGENCIES or not TOPIC.fullmatch(topic):
        return no(400, "Urgency or Topic")
    read = VAPID.fullmatch(request.headers.get("Authorization", ""))
    if not read:
        return no(401, "no VAPID")
    if reason := unproved(world, subscription, *read.groups()):
        return no(403, reason)
    return None


def unproved(world: World, subscription: Subscription, token: str, key: str) -> str:
    """What is wrong with a VAPID token; nothing where it is right."""
    try:
        said = claims(token, key)
    except ValueError as wrong:
        return str(wrong) or "token"
    until = said.get("exp")
    if subscription.key and key.rstrip("=") != subscription.key.rstrip("="):
        return "another key than the subscription's"
    if said.get("aud") != world.address:
        return "aud"
    if not isinstance(until, int) or not any(0 < until - now <= LONGEST_TOKEN for now in (time.time(), world.now())):
        return "exp"
    return "" if str(said.get("sub", "")).startswith(("mailto:", "https:")) else "sub"


def push(world: World, request: Request) -> Response:
    """POST /push/<id>: 201 when taken. The browser shows what it can open; what it cannot stands in the history."""
    subscription = world.account(request.rest[0], "push")
    if subscription.gone:
        return no(410, "unsubscribed")
    if refusal := unwelcome(world, subscription, request):
        return refusal
    ttl = int(request.headers["TTL"])
    try:
        text = subscription.keys.open(request.body).decode() if request.body else ""
        taken = world.deliver(subscription.id, "browser", "push", "text", content=text, ttl=ttl)
    except ValueError:
        taken = world.note("push unreadable", account=subscription.id)
    return Response(b"", 201, headers={"Location": f"{world.address}/pushed/{taken.get('id', taken.get('seq'))}"})


def leave(world: World, request: Request) -> Response:
    """POST /sim/push-gone {"account"}: the browser unsubscribes; from now on 410."""
    subscription = world.account(str(request.json().get("account", "")), "push")
    subscription.gone = True
    return answer(subscription.public())


KINDS: dict[str, Callable[..., Any]] = {"push": Subscription}
PUSHES: dict[str, Callable[..., Any]] = {}
ROUTES: dict[tuple[str, str], Handler] = {("POST", "/push/*"): push, ("POST", "/sim/push-gone"): leave}
