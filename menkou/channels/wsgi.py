"""收信的进程: a small web server's application for the platforms' callbacks, and for nothing else.

It stands apart from the pages, so that nothing that happens there keeps a resident's words out: no middleware, no
session, no template, and of the apps only those whose tables it touches. Two of it run, so that one may die.
Nothing is believed of what a proxy says about the caller (X-Forwarded-For and the like): the signature alone counts.
"""

import logging
import multiprocessing
import os
import re
import secrets
import signal
import threading
from collections.abc import Callable, Iterable
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


def _set_up() -> None:
    """Django as far as it is needed here, where nobody has set it up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    settings.INSTALLED_APPS = APPS
    database = settings.DATABASES["default"]
    database["OPTIONS"] |= CONNECTION
    database["CONN_HEALTH_CHECKS"] = False  # a connection that is gone is found out by using it; see arriving._surely
    django.setup()


# as in config.wsgi: where the supervisor is killed together with this one's parent, nobody else would end it
if (server := multiprocessing.parent_process()) and server.pid and not apps.ready:
    end_with(server.pid, signal.SIGKILL)
if not apps.ready:
    _set_up()

from django.db import connection  # noqa: E402

from menkou.channels import arriving  # noqa: E402
from menkou.core import heartbeats  # noqa: E402

Answer = tuple[str, bytes]
MOST = 64 << 10  # bytes of a body
READERS = 64  # wait for bodies; one that is cut goes on waiting until the answer has closed its connection
PLACE = re.compile(r"/([-a-zA-Z0-9_]{1,50})/callback/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII)
REFUSED: Answer = ("403 Forbidden", b"refused\n")  # the only error that a caller can bring about, to the last byte
FAILED: Answer = ("500 Internal Server Error", b"failed\n")
TAKEN: Answer = ("200 OK", b"success")
LIVES: Answer = ("200 OK", b"ok\n")
log = logging.getLogger("menkou.intake")
readers = ThreadPoolExecutor(READERS, "reader")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """One callback, or a question of the proxy whether we live."""
    status, body = _answered(environ)
    start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def _answered(environ: dict[str, Any]) -> Answer:
    if environ.get("PATH_INFO") == "/healthz":
        return LIVES
    try:
        return _done(environ)
    except arriving.Refused:
        return REFUSED
    except Exception as error:  # the platform sends it again, and its text may hold what somebody wrote
        log.error("fault %s: %s", secrets.token_hex(4), type(error).__name__)
        connection.close()  # in whatever state it is
        return FAILED
    finally:
        connection.close_if_unusable_or_obsolete()


def _done(environ: dict[str, Any]) -> Answer:
    method, place = environ["REQUEST_METHOD"], PLACE.fullmatch(environ.get("PATH_INFO", ""))
    if not place or method not in ("GET", "POST"):
        raise arriving.Refused
    slug, account_id, params = place[1], UUID(place[2]), _params(environ.get("QUERY_STRING", ""))
    if method == "GET":
        return "200 OK", arriving.confirm(slug, account_id, params).encode()
    arriving.take(slug, account_id, params, _body(environ))
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


def _body(environ: dict[str, Any]) -> bytes:
    """All of it, if it is no larger than MOST and here within SOON_S. Raises Refused."""
    said = environ.get("CONTENT_LENGTH") or ""
    if said and not (said.isascii() and said.isdecimal() and len(said) < 7 and int(said) <= MOST):
        raise arriving.Refused
    reading = readers.submit(environ["wsgi.input"].read, MOST + 1)  # there is no other way to stop waiting for it
    try:
        body = reading.result(timeout=SOON_S)
    except (TimeoutError, OSError):
        raise arriving.Refused from None
    if len(body) > MOST or (said and len(body) != int(said)):
        raise arriving.Refused
    return body


if server:  # served, and not looked at by a test
    threading.Thread(target=heartbeats.beat_forever, args=[heartbeats.INTAKE, threading.Event()], daemon=True).start()
