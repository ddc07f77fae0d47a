"""回调: kf_msg_or_event says that there is something to pull, and holds none of it (document/path/94670).

XML in the envelope whose receiveid is the corpid. Not answered with 200 within 5 seconds: again, three times in all.
"""

import http.client
import time
from urllib.parse import urlencode, urlsplit

from wechatpy.crypto import _get_signature
from wechatpy.enterprise.crypto import PrpCrypto, WeChatCrypto

from ..exchanges import Wrong
from ..world import World
from .corps import Corp
from .log import TOKEN_VALID

SECONDS, TIMES = 5.0, 3  # document/path/90930
PAUSE = 1.0  # real seconds between attempts; assumed
AGENT = 1000002


def event(corp: Corp, open_kfid: str, token: str, at: float) -> str:
    """The event in the clear."""
    return (
        f"<xml><ToUserName><![CDATA[{corp.id}]]></ToUserName><CreateTime>{int(at)}</CreateTime>"
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
        f"<Token><![CDATA[{token}]]></Token><OpenKfId><![CDATA[{open_kfid}]]></OpenKfId></xml>"
    )


def sealed(corp: Corp, text: str, at: float, nonce: str) -> tuple[dict[str, str], bytes]:
    """The query and the body of a callback: the text in the signed envelope."""
    crypto = WeChatCrypto(corp.callback["token"], corp.callback["aes_key"], corp.id)
    envelope = crypto.encrypt_message(text, nonce, str(int(at)))
    signature = envelope.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    secret = envelope.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    body = (
        f"<xml><ToUserName><![CDATA[{corp.id}]]></ToUserName><AgentID><![CDATA[{AGENT}]]></AgentID>"
        f"<Encrypt><![CDATA[{secret}]]></Encrypt></xml>"
    )
    return {"msg_signature": signature, "timestamp": str(int(at)), "nonce": nonce}, body.encode()


def ring(world: World, corp: Corp, open_kfid: str) -> int:
    """Say that something is there, as often and as well as the corp's mishaps let it. Returns the callback's number."""
    with world.lock:
        number, now, chance = world.number(), world.now(), world.random
        token = "ENC" + world.letters(40)
        corp.log.tokens[token] = (open_kfid, now + TOKEN_VALID)
        mishaps = corp.mishaps
        if not corp.callback.get("url") or chance.random() < mishaps.lost:
            world.note("callback lost", callback=number, open_kfid=open_kfid)
            return number
        text = event(corp, open_kfid, token, now)
        times = [0.0] + [0.0] * (chance.random() < mishaps.at_once) + [0.2] * (chance.random() < mishaps.twice)
        query, body = sealed(corp, text, now, world.letters(10))
        world.note("callback", callback=number, open_kfid=open_kfid, copies=len(times))
    for pause in times:
        world.schedule.after(pause, Attempt(world, corp, number, query, body))
    return number


class Attempt:
    """A callback on its way: tries again until it is taken, or given up."""

    def __init__(self, world: World, corp: Corp, number: int, query: dict[str, str], body: bytes) -> None:
        self.world, self.corp, self.number = world, corp, number
        self.query, self.body = query, body
        self.generation = world.generation
        self.tried = 0

    def __call__(self) -> None:
        if self.generation != self.world.generation:
            return
        self.tried += 1
        status = post(f"{self.corp.callback['url']}?{urlencode(self.query)}", self.body, "text/xml")
        self.world.note("callback attempt", callback=self.number, attempt=self.tried, status=status)
        if status == 200:
            return
        if self.tried < TIMES:
            self.world.schedule.after(PAUSE, self)
        else:
            self.world.note("callback given up", callback=self.number)


def post(url: str, body: bytes | None, content_type: str, headers: dict[str, str] | None = None) -> int:
    """The status of what was answered within five seconds in all; 0 when nothing came."""
    return exchange(url, body, content_type, headers)[0]


def exchange(
    url: str, body: bytes | None, content_type: str = "application/json", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Status and body of what was answered within five seconds; 0 when nothing came in time. Follows no redirect."""
    parts, began = urlsplit(url), time.monotonic()
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.request("GET" if body is None else "POST", target, body, {"Content-Type": content_type, **(headers or {})})
        answered = line.getresponse()
        read = answered.read(65536)
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        line.close()
    return (answered.status if time.monotonic() - began < SECONDS else 0), read


def verify(world: World, corp: Corp) -> bool:
    """验证回调地址: whether the address gives back the word that it was sent sealed."""
    if not corp.callback.get("url"):
        raise Wrong("the corp has no callback")
    crypto = WeChatCrypto(corp.callback["token"], corp.callback["aes_key"], corp.id)
    word, nonce, at = world.letters(20), world.letters(10), str(int(world.now()))
    echo = PrpCrypto(crypto.key).encrypt(word, corp.id).decode()
    query = {"msg_signature": _get_signature(crypto.token, at, nonce, echo), "timestamp": at, "nonce": nonce}
    status, read = exchange(f"{corp.callback['url']}?{urlencode({**query, 'echostr': echo})}", None)
    world.note("callback verified", corp=corp.id, right=(right := status == 200 and read.decode() == word))
    return right
