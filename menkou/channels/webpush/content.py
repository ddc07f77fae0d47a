"""The content of a push: RFC 8291 over RFC 8188 (aes128gcm), one record. Checked against RFC 8291's appendix A."""

import base64
import binascii
import secrets
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # bytes that every push service takes (RFC 8030, 7.2)
OVERHEAD = 16 + 4 + 1 + 65 + 1 + 16  # salt, record size, length of the key, key, delimiter, tag
LONGEST = RECORD - OVERHEAD  # bytes of a text
LAST = b"\x02"  # the delimiter of the last record


class Unusable(ValueError):
    """不能用的订阅: keys that no browser makes."""


def sealed(
    text: bytes, p256dh: str, auth: str, *, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """The body for one browser. Raises Unusable for its keys, ValueError for a text over LONGEST bytes.

    `key` and `salt` are fresh each time; only a test gives them.
    """
    theirs, secret = unpacked(p256dh, auth)
    if len(text) > LONGEST:
        raise ValueError("too long")
    key, salt = key or ec.generate_private_key(CURVE), salt or secrets.token_bytes(16)
    ours = point(key.public_key())
    shared = key.exchange(ec.ECDH(), theirs)
    seed = _derived(shared, secret, b"WebPush: info\x00" + point(theirs) + ours, 32)
    content_key = _derived(seed, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(seed, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + struct.pack("!LB", RECORD, len(ours)) + ours
    return head + AESGCM(content_key).encrypt(nonce, text + LAST, None)


def unpacked(p256dh: str, auth: str) -> tuple[ec.EllipticCurvePublicKey, bytes]:
    """A browser's key and secret. Raises Unusable where they are not a point of the curve and 16 bytes."""
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(p256dh))
        secret = decoded(auth)
    except (ValueError, binascii.Error) as error:
        raise Unusable from error
    if len(secret) != 16:
        raise Unusable
    return theirs, secret


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key in its 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def decoded(word: str) -> bytes:
    """Base64 for addresses, with or without its padding. Raises ValueError."""
    plain = word.rstrip("=").replace("+", "-").replace("/", "_").encode("ascii")
    return base64.b64decode(plain + b"=" * (-len(plain) % 4), altchars=b"-_", validate=True)


def encoded(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
