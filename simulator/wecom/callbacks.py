"""回调: kf_msg_or_event says that there is something to pull, and holds none of it (document/path/94670).

XML in the envelope whose receiveid is the corpid; JSON or any other body with 200 is a yes (document/path/90930).
"""

from ..envelopes import Envelope
from ..exchanges import Wrong
from ..pushing import Call, Options, Push, Pushing
from ..world import World
from ..xml import write
from .corps import Corp
from .log import TOKEN_VALID

AGENT = 1000002
HEADERS = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}


def sealed(world: World, corp: Corp, text: str) -> Call:
    """A callback with this text in the signed envelope; a retry is the same, byte by byte (assumed)."""
    timestamp, nonce = str(int(world.now())), str(world.random.randrange(10**8, 10**10))
    secret, signature = Envelope(corp.token, corp.aes_key, corp.id).seal(text, timestamp, nonce)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
    body = write({"ToUserName": corp.id, "AgentID": str(AGENT), "Encrypt": secret})
    return Call("POST", query, body.encode(), HEADERS, nonce)


def ring(world: World, corp: Corp, open_kfid: str) -> None:
    """Say that something is there, as often and as well as the corp's mishaps let it."""
    with world.lock:
        token, now, chance = "ENC" + world.letters(40), world.now(), world.random
        corp.log.tokens[token] = (open_kfid, now + TOKEN_VALID)
        if not corp.callbacks or chance.random() < corp.mishaps.lost:
            world.note("callback lost", open_kfid=open_kfid)
            return
        fields = {"ToUserName": corp.id, "CreateTime": int(now), "MsgType": "event", "Event": "kf_msg_or_event"}
        call = sealed(world, corp, write({**fields, "Token": token, "OpenKfId": open_kfid}))
        again = corp.mishaps.later if chance.random() < corp.mishaps.twice else 0.0
        for _ in range(1 + (chance.random() < corp.mishaps.at_once)):
            options = Options.of({"order": "any", "again": again}, corp.push)
            id = f"kf-{world.number()}"
            push = Push(id, corp.id, open_kfid, "kf", corp.callbacks, lambda fresh: call, judged, options)
            world.part(Pushing).start(push)


def judged(status: int, body: bytes) -> str:
    """200 is a yes, whatever is in it."""
    return "acked" if status == 200 else f"status {status}"


def verify(world: World, corp: Corp) -> Push:
    """验证回调地址: the address has to give back the word that it was sent sealed. Raises Wrong without an address."""
    if not corp.callbacks:
        raise Wrong("the corp has no callback")
    word, nonce, timestamp = world.letters(20), world.letters(10), str(int(world.now()))
    echo, signature = Envelope(corp.token, corp.aes_key, corp.id).seal(word, timestamp, nonce)
    query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": echo}

    def echoed(status: int, body: bytes) -> str:
        return "acked" if status == 200 and body == word.encode() else f"lost: status {status}, not the word"

    id = f"verify-{world.number()}"
    push = Push(
        id, corp.id, "", "verify", corp.callbacks, lambda fresh: Call("GET", query), echoed, Options(attempts=1)
    )
    return world.part(Pushing).start(push)
