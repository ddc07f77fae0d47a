"""Around every request: a number that its lines in the log and a fault's page share, how long it took, how it ended."""

import logging
import secrets
import time

from django.conf import settings

from config.measures import requests
from menkou.core import logs

log = logging.getLogger("menkou.request")
SLOW_S = 1.0
NOWHERE, STATIC = "none", "static"  # what has no route


def measured(get_response):
    """What changes something, fails or is slow leaves a line; all else is only counted, or it would push faults out."""

    def middleware(request):
        begun = time.perf_counter()
        with logs.serving(secrets.token_hex(4)):
            response = get_response(request)
            took, route = time.perf_counter() - begun, route_of(request)
            requests.note(route, response.status_code, took)
            if deserves_a_line(request.method, route, response.status_code, took):
                facts = {"route": route, "method": request.method, "status": response.status_code}
                log.info("answered", extra=facts | {"ms": round(1000 * took)})
        return response

    return middleware


def route_of(request) -> str:
    """A route by its name: an address holds ids, and what somebody typed into it."""
    if match := request.resolver_match:
        return match.view_name or NOWHERE
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NOWHERE


def deserves_a_line(method: str, route: str, status: int, took: float) -> bool:
    """Not what looked at a page; what was not there, or not theirs, leaves a line of the gate where it is about somebody."""
    if route in (NOWHERE, STATIC):
        return status >= 500
    return method not in ("GET", "HEAD") or (status >= 400 and status != 404) or took >= SLOW_S
