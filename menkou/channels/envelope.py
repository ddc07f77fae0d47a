"""信封: the signed and encrypted envelope in which 公众号 and 企业微信 bring what people send (security.md 4.1).

Every fault ends in the same error, whose text says nothing. The signature is looked at before anything is decrypted.
Plain mode is refused: its signature covers no word of the message, so one seen once forges any other.
"""

import os
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from hashlib import sha1
from hmac import compare_digest

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from menkou.channels import xml
from menkou.channels.arrived import Unreadable

BLOCK, HEAD = 32, 20  # bytes: what is padded to; before the message, 16 random ones and its length
MOST = 96 << 10  # bytes of an envelope: 64 KiB of message in base64, and what is around it
TIMESTAMP = re.compile(r"[0-9]{10}", re.ASCII)
NONCE = ECHO = re.compile(r"[0-9A-Za-z_-]{1,63}", re.ASCII)
# The signature is taken over the parts strung together, so that letters might be moved over from one part to its
# neighbour. With a timestamp of ten digits, and a nonce shorter than the 64 letters of base64 that fill whole blocks
# of the cipher, nothing can be moved. Timestamp and nonce may still change places: neither decides anything.

REPLY = """<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>\
<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"""


class Forged(Exception):
    """伪造: not from the platform, or not for us. Always the same, whatever is wrong with it."""

    def __init__(self) -> None:
        super().__init__("not from the platform")


class Envelope:
    """The envelopes of one account: its token, its EncodingAESKey, and whom they are for (appid or corpid).

    Raises ValueError where the key is not of 43 letters and digits, or one of the others is empty: without a token
    anybody could sign. Its text does not hold the key.
    """

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9]{43}", aes_key, re.ASCII):
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        if not token or not receive_id:
            raise ValueError("an account has a token, and an appid or corpid")
        self._token, self._receive_id = token, receive_id.encode()
        self._key = b64decode(aes_key + "=")  # its last letter may hold bits that do not count

    def verify_plain_url(self, params: Mapping[str, str]) -> str:
        """The echostr of 公众号's plain check of our address (GET). Raises Forged.

        The signature does not cover the echostr, so only letters and digits are ever echoed.
        """
        timestamp, nonce, echo = _three(params, "echostr")
        if not _same(params.get("signature"), self._signature(timestamp, nonce)) or not ECHO.fullmatch(echo):
            raise Forged
        return echo

    def verify_url(self, params: Mapping[str, str]) -> str:
        """The echostr of 企业微信's encrypted check of our address (GET), decrypted. Raises Forged."""
        timestamp, nonce, sealed = _three(params, "echostr")
        try:
            return self._opened(params.get("msg_signature"), timestamp, nonce, sealed).decode("ascii")
        except UnicodeDecodeError:
            pass
        raise Forged

    def open(self, params: Mapping[str, str], body: bytes) -> bytes:
        """The message in a callback (POST), as `seal` was given it. Raises Forged."""
        timestamp, nonce, _ = _three(params)
        return self._opened(params.get("msg_signature"), timestamp, nonce, _sealed_in(body))

    def seal(
        self, text: str | bytes, *, timestamp: str, nonce: str, random16: bytes | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """A body and its parameters, as the platform sends them, and as an answer to it is (被动回复).

        `random16` is for tests; without it, it is drawn.
        """
        if random16 is not None and len(random16) != 16:
            raise ValueError("16 bytes")
        message = text.encode() if isinstance(text, str) else text
        frame = (random16 or os.urandom(16)) + len(message).to_bytes(4, "big") + message + self._receive_id
        pad = BLOCK - len(frame) % BLOCK
        cipher = self._cipher().encryptor()
        sealed = b64encode(cipher.update(frame + bytes([pad]) * pad) + cipher.finalize()).decode()
        signature = self._signature(timestamp, nonce, sealed)
        body = REPLY.format(sealed=sealed, signature=signature, timestamp=timestamp, nonce=nonce).encode()
        return body, {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "encrypt_type": "aes"}

    def _opened(self, signature: object, timestamp: str, nonce: str, sealed: str) -> bytes:
        if not sealed or not _same(signature, self._signature(timestamp, nonce, sealed)):
            raise Forged
        message = self._message(self._frame(sealed))
        if message is None:
            raise Forged
        return message

    def _frame(self, sealed: str) -> bytes:
        """What was encrypted, with its padding; empty where nothing can be decrypted."""
        try:
            encrypted = b64decode(sealed, validate=True)
        except (NotBase64, ValueError):
            return b""
        if len(encrypted) % BLOCK:
            return b""
        cipher = self._cipher().decryptor()
        return cipher.update(encrypted) + cipher.finalize()

    def _message(self, frame: bytes) -> bytes | None:
        """The message of a frame: random(16) length(4) message receive_id padding(1 to 32); None where it is none."""
        if not frame or not _is_padded(frame):
            return None
        whole = frame[: -frame[-1]]
        end = HEAD + int.from_bytes(whole[16:HEAD], "big")  # past the end where it lies, and then nobody's
        return whole[HEAD:end] if compare_digest(whole[end:], self._receive_id) else None

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))  # the platform's choice of IV

    def _signature(self, *parts: str) -> str:
        strung = "".join(sorted((self._token, *parts)))
        return sha1(strung.encode(), usedforsecurity=False).hexdigest()  # the platform's choice of hash


def open_with(envelopes: Iterable[Envelope], params: Mapping[str, str], body: bytes) -> bytes:
    """The message, by whichever of these envelopes opens it: old and new, while the platform changes over. Raises Forged."""
    for envelope in envelopes:
        try:
            return envelope.open(params, body)
        except Forged:
            continue
    raise Forged


def _three(params: Mapping[str, str], third: str = "") -> tuple[str, str, str]:
    timestamp, nonce, value = params.get("timestamp", ""), params.get("nonce", ""), params.get(third, "")
    if not TIMESTAMP.fullmatch(timestamp) or not NONCE.fullmatch(nonce) or not value.isascii():
        raise Forged
    return timestamp, nonce, value


def _sealed_in(body: bytes) -> str:
    """The Encrypt of a body; empty where there is none."""
    try:
        sealed = xml.read(body, most=MOST).get("Encrypt")
    except Unreadable:
        return ""
    return sealed if isinstance(sealed, str) and sealed.isascii() else ""


def _same(given: object, ours: str) -> bool:
    return isinstance(given, str) and given.isascii() and compare_digest(given, ours)


def _is_padded(frame: bytes) -> bool:
    """Whether a frame ends in PKCS#7 to 32 bytes; looks at as many bytes whatever they are."""
    pad, wrong = frame[-1], 0
    for place, byte in enumerate(reversed(frame[-BLOCK:])):
        wrong |= (byte ^ pad) * (place < pad)
    return wrong == 0 and 1 <= pad <= BLOCK
