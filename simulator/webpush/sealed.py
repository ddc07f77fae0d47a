"""消息加密: what a browser does with a push message (RFC 8291 over RFC 8188), and what a push service asks of its sender
(VAPID, RFC 8292)."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
POINT = 65  # bytes of an uncompressed point
TAG = 16


def word(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(text: str) -> bytes:
    """The bytes of base64url with or without padding. Raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256."""
    return HKDF(SHA256(), length, salt, info).derive(secret)


@dataclass
class Keys:
    """密钥对: what a browser makes for a subscription."""

    private: ec.EllipticCurvePrivateKey
    auth: bytes
    point: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, body: bytes) -> bytes:
        """The text of an aes128gcm body. Raises ValueError where a browser would throw it away."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20] if len(body) > 20 else 0
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        if length != POINT or not TAG < len(sealed) <= size:
            raise ValueError("header")
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        secret = derived(shared, self.auth, b"WebPush: info\x00" + self.point + sender, 32)
        key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
        try:
            padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        except InvalidTag:
            raise ValueError("not for this subscription") from None
        if not padded.endswith(b"\x02"):
            raise ValueError("padding")
        return padded[:-1]


def claims(token: str, key: str) -> dict[str, Any]:
    """What a VAPID token says, once its ES256 signature is the key's. Raises ValueError where it is not."""
    try:
        head, body, signature = token.split(".")
        if json.loads(data(head)).get("alg") != "ES256" or len(raw := data(signature)) != 64:
            raise ValueError("alg")
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data(key))
        public.verify(der, f"{head}.{body}".encode(), ec.ECDSA(SHA256()))
        read = json.loads(data(body))
    except (InvalidSignature, AttributeError) as wrong:
        raise ValueError("signature") from wrong
    if not isinstance(read, dict):
        raise ValueError("claims")
    return read
