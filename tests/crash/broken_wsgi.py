"""A web server with a fault, for the checker to find: it answers before what it answers for is committed."""

import threading
import time
from typing import Any

from django.core.signals import request_started
from django.db import close_old_connections, connection, transaction

from config.wsgi import application as honest  # sets Django up; what follows needs it

COMMITS_LATER_S = 0.4
request_started.disconnect(close_old_connections)  # it would close what is in the midst of a transaction


def application(environ: dict[str, Any], start_response) -> list[bytes]:
    """Answer at once; commit a moment later."""
    answered, said = threading.Event(), {}
    thread = threading.Thread(target=_serve, args=[environ, said, answered])
    thread.start()
    answered.wait(30)
    start_response(*said["head"])
    return said["body"]


def _serve(environ: dict[str, Any], said: dict[str, Any], answered: threading.Event) -> None:
    try:
        with transaction.atomic():
            response = honest(environ, lambda status, headers, _=None: said.update(head=(status, headers)))
            said["body"] = [b"".join(response)]
            answered.set()
            time.sleep(COMMITS_LATER_S)
    finally:
        connection.close()
        said.setdefault("head", ("500 Internal Server Error", []))
        said.setdefault("body", [b""])
        answered.set()
