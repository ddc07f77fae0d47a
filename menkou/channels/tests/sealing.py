"""Envelopes for tests, made without ours: signed with hashlib, encrypted with a frame that may be wrong on purpose."""

import json
from base64 import b64decode, b64encode
from hashlib import sha1
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "envelopes.json").read_text())["vectors"]
SAMPLES = json.loads((HERE / "messages.json").read_text())["samples"]

TOKEN, KEY, APPID = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
TIMESTAMP, NONCE = "1409659813", "137262314"
RANDOM = b"aaaabbbbccccdddd"
HELLO = b"""<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oA]]></FromUserName>\
<CreateTime>1409659813</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content>\
<MsgId>4561255354251345929</MsgId></xml>"""


def sign(*parts: str, token: str = TOKEN) -> str:
    return sha1("".join(sorted((token, *parts))).encode()).hexdigest()


def frame(message: bytes = HELLO, receive_id: str = APPID, *, length: int | None = None, pad: bytes | None = None):
    """A frame as documented; with another length, or with a padding of its own, where those are given."""
    size = (len(message) if length is None else length) % (1 << 32)
    bare = RANDOM + size.to_bytes(4, "big") + message + receive_id.encode()
    short = 32 - len(bare) % 32
    return bare + (bytes([short]) * short if pad is None else pad)


def encrypt(whole: bytes, key: str = KEY) -> str:
    secret = b64decode(key + "=")
    cipher = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).encryptor()
    return b64encode(cipher.update(whole) + cipher.finalize()).decode()


def posted(sealed: str, *, timestamp: str = TIMESTAMP, nonce: str = NONCE, token: str = TOKEN):
    """The parameters and body of a callback with this in it, rightly signed."""
    params = {"timestamp": timestamp, "nonce": nonce, "msg_signature": sign(timestamp, nonce, sealed, token=token)}
    body = f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return params, body.encode()
