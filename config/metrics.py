"""/metrics for whoever holds the installation's token, and for nobody else: without a token there is no such page."""

import hmac

from django.conf import settings
from django.db import Error
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from config import measures
from menkou.core.errors import NOT_FOUND, Absent
from menkou.operations import exposition, numbers, queries

BEARER = "Bearer "


@require_safe
def metrics(request):
    """What the processes of this machine have counted, and what the database and the machine say; the first also where that is away."""
    if not may_read(request.META.get("HTTP_AUTHORIZATION", "")):
        raise Absent(NOT_FOUND)
    families = counted()
    try:
        families += numbers.families(queries.seen(), queries.limits(), queries.silences())
        up = 1
    except Error:
        up = 0
    families.append(exposition.gauge("database_up", "Whether the database answers.", up))
    return HttpResponse(exposition.text(families), content_type=exposition.MIME)


def may_read(said: str) -> bool:
    """Whether somebody names our token."""
    token = settings.MENKOU_METRICS_TOKEN
    return bool(token) and hmac.compare_digest(said.encode(), f"{BEARER}{token}".encode())


def counted() -> list[exposition.Family]:
    """Requests by route and how they ended, and how long they took."""
    ended, took, seconds = measures.together()
    requests = exposition.counter("requests", "Requests by route and status class.")
    for (route, status), count in sorted(ended.items()):
        requests.add(count, route=route, status=status)
    durations = exposition.histogram("request_seconds", "How long requests took, by route.")
    for route, counts in sorted(took.items()):
        exposition.observed(durations, measures.BUCKETS_S, counts, seconds[route], route=route)
    return [requests, durations]
