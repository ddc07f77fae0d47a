"""Who pushes: RFC 8292. A browser's yes is bound to our public key; each call carries a token signed with the other."""

import json
import time
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from menkou.channels.webpush.content import CURVE, decoded, encoded, point

VALID_S = 12 * 3600  # the services refuse more than 24 hours
HEAD = {"typ": "JWT", "alg": "ES256"}


@dataclass(frozen=True)
class Vapid:
    """推送密钥: the private half, 32 bytes in base64, and whom a push service may write to.

    `contact` is mailto: or https: of the office; Apple refuses tokens with one that is no such thing.
    """

    private: str = field(repr=False)
    contact: str

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        """Raises ValueError where the private half is none."""
        return ec.derive_private_key(int.from_bytes(decoded(self.private), "big"), CURVE)

    @property
    def public(self) -> str:
        """What the page hands to the browser as applicationServerKey."""
        return encoded(point(self.key.public_key()))


def keys(contact: str) -> Vapid:
    """A new pair. Whoever changes it loses every browser's yes."""
    secret = ec.generate_private_key(CURVE).private_numbers().private_value
    return Vapid(encoded(secret.to_bytes(32, "big")), contact)


def authorization(vapid: Vapid, origin: str, now: float | None = None) -> str:
    """The Authorization header for a push service, good for twelve hours."""
    until = int(time.time() if now is None else now) + VALID_S
    return f"vapid t={token(vapid, origin, until)}, k={vapid.public}"


def token(vapid: Vapid, origin: str, until: int) -> str:
    """A JWT for one origin until a Unix time in seconds."""
    claims = {"aud": origin, "exp": until, "sub": vapid.contact}
    said = ".".join(encoded(json.dumps(part, separators=(",", ":")).encode()) for part in (HEAD, claims))
    r, s = decode_dss_signature(vapid.key.sign(said.encode(), ec.ECDSA(SHA256())))
    return f"{said}.{encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
