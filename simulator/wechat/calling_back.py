"""How a push of a service account is wrapped, and what its answer means.

Documented: push/encryption, Receiving_standard_messages, Passive_user_reply_message. The forged kinds are ours: what a
stranger on the network could send, to see that the callback does not take it.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from ..envelopes import ENCRYPTED, sign
from ..pushing import Call, Options, Push, Pushing
from ..world import World
from ..xml import write
from .accounts import ServiceAccount

FORGED = {
    "signature": "signed with another token",
    "body": "a true signature over another body",
    "plain": "the text in the clear, with the signature that does not cover it",
    "receiver": "sealed for another account",
    "unsigned": "without msg_signature",
}
STRANGER = "somebody's guess"  # the token that a stranger signs with
CLOSED = "该公众号暂时无法提供服务，请稍后再试"
HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}


class Wrapping:
    """One push's envelope; the retry has the same timestamp, nonce and random bytes, or new ones."""

    def __init__(self, world: World, account: ServiceAccount, user: str, text: str, mode: str, forged: str) -> None:
        self.world, self.account, self.user, self.text = world, account, user, text
        self.mode, self.forged = ("plain" if forged == "plain" else mode), forged
        self.made: Call | None = None

    def __call__(self, fresh: bool) -> Call:
        if self.made is None or fresh:
            self.made = self._make()
        return self.made

    def _make(self) -> Call:
        timestamp, nonce = str(int(self.world.now())), str(self.world.random.randrange(10**8, 10**10))
        token = self.account.token if self.forged != "signature" else STRANGER
        query = {
            "signature": sign(token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            "openid": self.user,
        }
        body = self.text
        if self.mode != "plain":
            sealed, signature = self._sealed(timestamp, nonce)
            query |= {"encrypt_type": "aes"} | ({} if self.forged == "unsigned" else {"msg_signature": signature})
            encrypted = write({"ToUserName": self.account.original, "Encrypt": sealed})
            inside = self.text.removeprefix("<xml>").removesuffix("</xml>")
            body = encrypted if self.mode == "safe" else encrypted.replace("<xml>", f"<xml>{inside}", 1)
        return Call("POST", query, body.encode(), HEADERS, nonce)

    def _sealed(self, timestamp: str, nonce: str) -> tuple[str, str]:
        envelope = self.account.envelope()
        if self.forged == "signature":
            envelope.token = STRANGER
        sealed, signature = envelope.seal(self.text, timestamp, nonce, "wxanother" if self.forged == "receiver" else "")
        if self.forged == "body":
            sealed = envelope.seal(self.text, timestamp, nonce)[0]  # other random bytes, so other bytes throughout
        return sealed, signature


def judge(world: World, account: ServiceAccount, user: str, forged: str) -> Callable[[int, bytes], str]:
    """What an answer means. `success` or nothing: acked. XML: a reply, shown. Other words with 200: lost (assumed)."""

    def judged(status: int, body: bytes) -> str:
        if status != 200:
            return f"status {status}"
        words = body.strip()
        if words.startswith(b"<xml"):
            return _reply(world, account, user, words.decode(errors="replace"))
        if words not in (b"", b"success"):
            return "lost: neither success nor empty nor a reply"
        if forged:
            world.violate("took a forged push", account=account.id, forged=forged)
        return "acked"

    return judged


def _reply(world: World, account: ServiceAccount, user: str, text: str) -> str:
    """A passive reply: sealed where the push was, else it is not taken."""
    if account.mode == "safe":
        found = ENCRYPTED.search(text)
        try:
            text = account.envelope().open(found[1] if found else "")
        except ValueError:
            return "lost: a reply that is not sealed as it must be"
    said = re.search(r"<Content>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</Content>", text, re.DOTALL)
    world.deliver(account.id, user, "reply", "text", content=said[1] if said else text)
    return "acked"


def given_up(world: World) -> Callable[[Push], None]:
    """The person sees a grey line."""

    def shown(push: Push) -> None:
        if push.state == "given up" and not push.facts.get("forged"):
            world.show(push.account, push.user, "system", "failed", content=CLOSED)

    return shown


def begin(
    world: World, account: ServiceAccount, user: str, kind: str, text: str, options: Options, **facts: Any
) -> Push:
    """Push this XML to the account's callback. `facts` (msgid, forged, mode) stand in its record."""
    forged = str(facts.get("forged", ""))
    mode = str(facts.pop("mode", "") or account.mode)
    wrapping = Wrapping(world, account, user, text, mode, forged)
    id = f"push-{world.number()}"
    push = Push(id, account.id, user, kind, account.callbacks, wrapping, judge(world, account, user, forged), options)
    push.facts, push.ended = facts, given_up(world)
    return world.part(Pushing).start(push)


def verify(world: World, account: ServiceAccount, forged: str = "") -> Push:
    """What the settings page does: GET with an echostr that has to come back as it is."""
    timestamp, nonce, echo = str(int(time.time())), world.letters(10), str(world.random.randrange(10**18))
    token = STRANGER if forged else account.token
    query = {"signature": sign(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, "echostr": echo}

    def judged(status: int, body: bytes) -> str:
        echoed = status == 200 and body == echo.encode()
        if echoed and forged:
            world.violate("echoed to a stranger", account=account.id)
        return "acked" if echoed else f"lost: status {status}, not the echostr"

    compose = lambda fresh: Call("GET", query, nonce=nonce)  # noqa: E731
    id = f"verify-{world.number()}"
    push = Push(id, account.id, "", "verify", account.callbacks, compose, judged, Options(attempts=1))
    push.facts = {"forged": forged}
    return world.part(Pushing).start(push)
