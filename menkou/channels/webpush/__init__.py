"""网页推送: a line on a phone or an office computer whose browser said yes; content-free like every notice.

RFC 8030 with the content of RFC 8291 (content.py) and the sender's token of RFC 8292 (vapid.py), both on `cryptography`
alone. pywebpush brings aiohttp and requests with it, and http-ece comes without a wheel, which a hashed lock on an
office's machine cannot build; what remained of py-vapid is one signature. Both read what we write (docs/channels/
webpush.md). Which browsers in China can be reached at all is told there too.
"""

from dataclasses import dataclass, field
from typing import Any

from menkou.channels import addresses
from menkou.channels.calling import Received
from menkou.channels.errors import Failed, Final, Spent, Unclear, Wrong
from menkou.channels.webpush import vapid as tokens
from menkou.channels.webpush.content import LONGEST, Unusable, sealed, unpacked
from menkou.channels.webpush.vapid import Vapid, keys

__all__ = ["LONGEST", "Subscription", "Unusable", "Vapid", "keys", "parse", "send"]
CALL = "webpush"
TAKEN = frozenset({200, 201, 202, 204})
SPENT = {429, 406}  # Microsoft's service says 406 where it means 429
MOST_TTL_S = 28 * 86_400  # what the services keep at most
TOPIC = 32  # characters


@dataclass(frozen=True)
class Subscription:
    """订阅: what the browser gave. The address is a secret as well: whoever has it may be told to push."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


def parse(said: Any, permits: addresses.Permits = addresses.NONE) -> Subscription:
    """PushSubscription.toJSON() as a page posts it. Raises Unusable where it is none, NotAllowed by its address."""
    try:
        one = Subscription(said["endpoint"], said["keys"]["p256dh"], said["keys"]["auth"])
        if not all(isinstance(part, str) for part in (one.endpoint, one.p256dh, one.auth)):
            raise Unusable
        unpacked(one.p256dh, one.auth)
    except (LookupError, TypeError) as error:
        raise Unusable from error
    addresses.parse(CALL, one.endpoint, permits)
    return one


def send(
    subscription: Subscription,
    text: str,
    ttl_s: int,
    vapid: Vapid,
    *,
    topic: str = "",
    permits: addresses.Permits = addresses.NONE,
) -> None:
    """Hand one line to the browser's push service, which keeps it `ttl_s` seconds at most. Raises Failed.

    A line with a `topic` (up to 32 of A-Z a-z 0-9 - _) takes the place of one with the same that was not shown yet, so
    that sending it again after Unclear doubles nothing until then. Final: the browser's yes is gone, forget it.
    """
    target = addresses.parse(CALL, subscription.endpoint, permits)
    try:
        content = sealed(text.encode(), subscription.p256dh, subscription.auth)
    except Unusable:
        raise Final(CALL, "keys") from None
    except ValueError:
        raise Wrong(CALL, 413) from None
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(max(0, min(ttl_s, MOST_TTL_S))),
        "Authorization": tokens.authorization(vapid, target.origin),
    }
    if topic:
        headers["Topic"] = topic[:TOPIC]
    came = addresses.send(
        CALL,
        "POST",
        subscription.endpoint,
        permits,
        content=content,
        headers=headers,
        accepts=TAKEN | frozenset(range(400, 600)),
    )
    if came.status not in TAKEN:
        raise _refused(came)


def _refused(came: Received) -> Failed:
    if came.status in (404, 410):
        return Final(CALL, came.status)
    if came.status in SPENT:
        return Spent(CALL, came.status, came.after_s)
    return Wrong(CALL, came.status) if came.status < 500 else Unclear(CALL, came.status)
