"""收信的进程: a small web server's application for the platforms' callbacks and gateways' receipts, and for nothing else.

It stands apart from the pages, so that nothing that happens there keeps a resident's words out: no middleware, no
session, no template, and of the apps only those whose tables it touches. Two of it run, so that one may die.
Nothing is believed of what a proxy says about the caller (X-Forwarded-For and the like): the signature alone counts.

It is ASGI, unlike the pages, for one reason: a body that does not come must be cut, and under granian's WSGI whoever stops
waiting for a body stops the whole process until its sender hangs up. All that follows runs in a few threads, one
connection to the database each, so that no flood of callbacks uses up the database's.
"""

import asyncio
import logging
import multiprocessing
import os
import re
import secrets
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import django
from django.apps import apps
from django.conf import settings

from menkou.core.parents import end_with

APPS = ["menkou.core", "menkou.channels", "menkou.places"]  # two thirds of the memory, and of the time to start
SOON_S = 2  # for a body to be here, and for the database to be reached
CONNECTION = {"connect_timeout": SOON_S, "tcp_user_timeout": 1000 * SOON_S}  # of a server that is not on this machine
SURELY = " -c statement_timeout=2s -c synchronous_commit=on"  # the platform waits 5 s, then cuts


def _set_up() -> None:
    """Django as far as it is needed here, where nobody has set it up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    settings.INSTALLED_APPS = APPS
    database = settings.DATABASES["default"]
    database["OPTIONS"] |= CONNECTION | {"options": database["OPTIONS"]["options"] + SURELY}
    database["CONN_HEALTH_CHECKS"] = False  # a connection that is gone is found out by using it; see arriving._surely
    django.setup()


# as in config.wsgi: where the supervisor is killed together with this one's parent, nobody else would end it
if (server := multiprocessing.parent_process()) and server.pid and not apps.ready:
    end_with(server.pid, signal.SIGKILL)
if not apps.ready:
    _set_up()

from django.db import connection  # noqa: E402

from menkou.channels import arriving  # noqa: E402
from menkou.channels.texted import receiving  # noqa: E402
from menkou.core import heartbeats, logs  # noqa: E402

Answer = tuple[int, bytes]
Message = MutableMapping[str, Any]
MOST = 64 << 10  # bytes of a body
THREADS = 24  # and connections at most: one is opened by who commits for the others, or asks for the accounts
SLUG, UUID_OF = r"/([-a-zA-Z0-9_]{1,50})", r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
PLACE = re.compile(rf"{SLUG}/callback/{UUID_OF}", re.ASCII)
RECEIPTS = re.compile(rf"{SLUG}/receipts/{UUID_OF}/([0-9a-f]{{32}})", re.ASCII)
REFUSED: Answer = (403, b"refused\n")  # the only error that a caller can bring about, to the last byte
FAILED: Answer = (500, b"failed\n")
TAKEN: Answer = (200, b"success")
LIVES: Answer = (200, b"ok\n")
log = logging.getLogger("menkou.intake")
keepers = ThreadPoolExecutor(THREADS, "keeper")


async def application(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """One callback, or a question of the proxy whether we live."""
    if scope["type"] != "http":
        return
    body = await _body(receive) if scope["method"] == "POST" else b""
    asked = (scope["method"], scope["path"], scope["query_string"].decode("latin-1"), body)
    for message in _messages(*await asyncio.get_running_loop().run_in_executor(keepers, _answered, *asked)):
        await send(message)


def _messages(status: int, said: bytes) -> tuple[Message, Message]:
    mime = b"application/json" if said.startswith(b"{") else b"text/plain"  # as a gateway wants to hear it, or anybody
    headers = [(b"content-type", mime + b"; charset=utf-8"), (b"content-length", str(len(said)).encode())]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": said}


async def _body(receive: Callable[[], Awaitable[Message]]) -> bytes | None:
    """All of it, if it is no larger than MOST and here within SOON_S; else None."""
    found, more = b"", True
    try:
        async with asyncio.timeout(SOON_S):
            while more and len(found) <= MOST:
                part = await receive()
                found += part.get("body", b"")
                more = part.get("more_body", False)
                if part["type"] != "http.request":  # it hung up in the midst of it
                    return None
    except TimeoutError:
        return None
    return found if len(found) <= MOST else None


def _answered(method: str, path: str, query: str, body: bytes | None) -> Answer:
    if path == "/healthz":
        return LIVES
    try:
        return _done(method, path, query, body)
    except arriving.Refused:
        return REFUSED
    except Exception as error:  # the platform sends it again, and its text may hold what somebody wrote
        log.error("fault %s: %s", secrets.token_hex(4), type(error).__name__)
        connection.close()  # in whatever state it is
        return FAILED
    finally:
        connection.close_if_unusable_or_obsolete()


def _done(method: str, path: str, query: str, body: bytes | None) -> Answer:
    if method == "POST" and body is not None and (to := RECEIPTS.fullmatch(path)):
        return 200, receiving.take(to[1], UUID(to[2]), to[3], body)
    place = PLACE.fullmatch(path)
    if not place or method not in ("GET", "POST") or body is None:
        raise arriving.Refused
    slug, account_id, params = place[1], UUID(place[2]), _params(query)
    if method == "GET":
        return 200, arriving.confirm(slug, account_id, params).encode()
    arriving.take(slug, account_id, params, body)
    return TAKEN


def _params(query: str) -> dict[str, str]:
    """What stands behind the question mark; of a name that comes twice nobody knows which is meant. Raises Refused."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise arriving.Refused from None
    if len(params := dict(pairs)) != len(pairs):
        raise arriving.Refused
    return params


if server:  # served, and not looked at by a test
    logs.hold_tongue()
    threading.Thread(target=heartbeats.beat_forever, args=[heartbeats.INTAKE, threading.Event()], daemon=True).start()
