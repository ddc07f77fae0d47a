"""签名: the signatures of three vendors, computed afresh from what arrived.

Tencent TC3-HMAC-SHA256 (cloud.tencent.com/document/api/213/30654), Aliyun ACS3-HMAC-SHA256 and RPC HMAC-SHA1
(help.aliyun.com, 请求结构与签名机制), and a plain HMAC of a province's gateway.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote


def digest(body: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


def escaped(text: str) -> str:
    """Percent-encoded as both vendors want it: only letters, digits and -_.~ stay."""
    return quote(text, safe="-_.~")


def canonical_query(query: Mapping[str, str]) -> str:
    """The query in order, escaped."""
    return "&".join(f"{escaped(name)}={escaped(query[name])}" for name in sorted(query))


def canonical(method: str, query: str, headers: Mapping[str, str], signed: list[str], hashed: str) -> str:
    """The request as it is signed. The path is "/", wherever the gateway lives."""
    lines = [f"{name}:{headers[name].strip()}\n" for name in signed]
    return "\n".join([method, "/", query, "".join(lines), ";".join(signed), hashed])


def tencent(secret: str, service: str, at: int, headers: Mapping[str, str], signed: list[str], body: bytes) -> str:
    """TC3-HMAC-SHA256 of a POST. Header values go in lower case, `at` is in seconds since 1970."""
    day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    lowered = {name: headers[name].lower() for name in signed}
    asked = digest(canonical("POST", "", lowered, signed, digest(body)).encode())
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"TC3-HMAC-SHA256\n{at}\n{day}/{service}/tc3_request\n{asked}"
    return hmac.digest(key, text.encode(), "sha256").hex()


def aliyun(secret: str, method: str, query: Mapping[str, str], headers: Mapping[str, str], signed: list[str]) -> str:
    """ACS3-HMAC-SHA256; the body's hash is the header x-acs-content-sha256."""
    asked = canonical(method, canonical_query(query), headers, signed, headers["x-acs-content-sha256"])
    return hmac.digest(secret.encode(), f"ACS3-HMAC-SHA256\n{digest(asked.encode())}".encode(), "sha256").hex()


def aliyun_rpc(secret: str, method: str, parameters: Mapping[str, str]) -> str:
    """HMAC-SHA1 of the older RPC style, over all parameters but the signature itself."""
    asked = canonical_query({name: value for name, value in parameters.items() if name != "Signature"})
    text = f"{method}&%2F&{escaped(asked)}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def plain(secret: str, at: str, body: bytes) -> str:
    """HMAC-SHA256 over the time and the body, as an invented province wants it."""
    return hmac.digest(secret.encode(), at.encode() + b"\n" + body, "sha256").hex()
