"""Who only looks changes nothing: what no person has opened leaves nothing behind, and takes nothing away.

A list that leaves as a file leaves a line in the audit log, and so does an adviser's look at a matter; both are GETs, as
links are. So HEAD, which carries nothing out, leaves no line; and what a browser fetches before its person opens it is
not handed out to whoever is signed in: the browser asks again, and then the line is true.
"""

from django.http import HttpResponse

AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_refused(request) -> bool:
    """Whether it is fetched ahead, with somebody's authority."""
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in AHEAD)
    return ahead and (request.user.is_authenticated or "Authorization" in request.headers)


def not_ahead() -> HttpResponse:
    """Try again: browsers keep nothing of it, and show it to nobody."""
    return HttpResponse(status=503)


def without_body(response: HttpResponse) -> HttpResponse:
    """What HEAD is told: how long it would be, and not a word of it."""
    if response.streaming:
        response.streaming_content = ()  # type: ignore[attr-defined]  # of the streaming kind
    else:
        response.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
