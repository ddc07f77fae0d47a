"""One call to a platform: with limits on time and size, without redirects, and with an end that is always classed.

No address, token or body is ever logged or kept in an error.
"""

import json
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from menkou.channels.errors import Failed, Final, Later, Spent, Stale, Unclear, Wrong

CONNECT_S, READ_S = 2, 4  # security.md 4.5
LONGEST_S = 15  # of a whole answer, however slowly it drips
MOST_ANSWERED = 1 << 20  # bytes of an answer in JSON
MOST_MEDIA = 12 << 20  # bytes of a picture or a clip of voice (the platforms' own limit is 10 MB)
DAY_S = 86_400
OK = 0
NOT_LISTED = ("40164", "60020")  # 公众号, 企业微信: the caller's address is not on the account's list
ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])", re.ASCII)
for _library in ("httpx", "httpcore"):  # they log whole addresses, and tokens and secrets stand in those
    logging.getLogger(_library).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Codes:
    """What a platform's numbers mean, by class; any other number is Wrong."""

    later: frozenset[int] = frozenset()
    spent: frozenset[int] = frozenset()
    stale: frozenset[int] = frozenset()
    final: frozenset[int] = frozenset()

    def failed(self, call: str, code: int | str) -> Failed:
        """The error of this number."""
        classes = ((self.later, Later), (self.spent, Spent), (self.stale, Stale), (self.final, Final))
        number = int(code) if str(code).lstrip("-").isdecimal() else None
        return next((kind(call, code) for numbers, kind in classes if number in numbers), Wrong(call, code))


@dataclass(frozen=True)
class Received:
    """What came back: the bytes, of what kind, and under which name."""

    content: bytes = field(repr=False)
    mime: str
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    status: int = 200

    @property
    def after_s(self) -> int | None:
        """Retry-After in seconds, at most a day; None where there is none, or a date."""
        said = self.headers.get("retry-after", "")
        return min(int(said[:9]), DAY_S) if said.isascii() and said.isdecimal() else None


def ask(
    call: str,
    url: str,
    *,
    codes: Codes,
    params: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Ask a platform that answers in JSON with an errcode: by POST where there is a body. Raises Failed.

    `errcode` may be a number or its digits; without one the call went well.
    """
    content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    came = send(call, "GET" if body is None else "POST", url, params=params, content=content)
    return read(call, came, codes)


def read(call: str, came: Received, codes: Codes) -> dict[str, Any]:
    """The JSON of an answer. Raises Unclear where it is none, and what its errcode means where that is not 0."""
    try:
        said = json.loads(came.content.decode("utf-8", "replace"))  # one broken character stops no page of messages
        code = said.get("errcode", OK)
    except (ValueError, AttributeError, UnicodeDecodeError, RecursionError) as error:
        raise Unclear(call, came.status) from error
    if str(code) != str(OK):
        failed = codes.failed(call, code)
        failed.address = _our_address(code, said.get("errmsg"))
        raise failed
    return said


def _our_address(code: int | str, words: object) -> str:
    """Of the platform's words only this: from which address it saw us call, where that is not on its list."""
    found = ADDRESS.search(str(words)) if str(code) in NOT_LISTED else None
    return found[0] if found else ""


def send(
    call: str,
    method: str,
    url: str,
    *,
    params: Mapping[str, str] | None = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    files: Mapping[str, tuple[str, bytes, str]] | None = None,
    most: int = MOST_ANSWERED,
    accepts: frozenset[int] = frozenset({200}),
    certified: str | None = None,
) -> Received:
    """One HTTP call. Raises Later where nothing was sent, Unclear where nobody knows what came of it.

    An answer whose status is not accepted is Unclear; one that is longer than `most` bytes is Wrong. `certified` is
    the name that the other side's certificate has to show where the URL holds an address instead (addresses.py).
    """
    mime = {"Content-Type": "application/json; charset=utf-8"} if content is not None else {}
    named = {"sni_hostname": certified} if certified else None
    said = {"params": params, "content": content, "files": dict(files) if files else None, "extensions": named}
    try:
        with _client().stream(method, url, headers={**mime, **(headers or {})}, **_given(said)) as answer:
            if answer.status_code not in accepts:
                raise Unclear(call, answer.status_code)
            return Received(
                _bounded(call, answer, most),
                answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                dict(answer.headers),
                answer.status_code,
            )
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Later(call, type(error).__name__) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise Wrong(call, type(error).__name__) from None
    except httpx.HTTPError as error:
        raise Unclear(call, type(error).__name__) from None


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _bounded(call: str, answer: httpx.Response, most: int) -> bytes:
    held, deadline = bytearray(), time.monotonic() + LONGEST_S
    for part in answer.iter_bytes():
        held += part
        if len(held) > most:
            raise Wrong(call, "too large")
        if time.monotonic() > deadline:
            raise Unclear(call, "too slow")
    return bytes(held)


@cache
def _client() -> httpx.Client:
    limits = httpx.Limits(max_connections=20, max_keepalive_connections=0)  # a kept connection may be half dead
    timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
    client = httpx.Client(follow_redirects=False, timeout=timeout, limits=limits, trust_env=False)
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # one client for all accounts: keep none
    return client
