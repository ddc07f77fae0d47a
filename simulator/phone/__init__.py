"""手机: the phone for people, at /: a person, what is on their phone, and the clock."""

from pathlib import Path

from ..exchanges import Handler, Missing, Request, Response, answer
from ..faults import Fault
from ..wechat.media import Files, given
from ..world import World
from .screens import DROPPED, OUT, PEOPLE, screen

HERE = Path(__file__).parent
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"


def static(name: str) -> Handler:
    """A file of this folder."""

    def handler(world: World, request: Request) -> Response:
        file = HERE / name
        kind = f"{TYPES[file.suffix]}; charset=utf-8"
        return Response(file.read_bytes(), content_type=kind, headers={"Content-Security-Policy": POLICY})

    return handler


def media(world: World, request: Request) -> Response:
    """GET /phone/media/<media_id>: a picture or a voice, with nobody's token."""
    file = world.part(Files).all.get(request.rest[0])
    if file is None:
        raise Missing("no such file")
    return given(file)


def show(world: World, request: Request) -> Response:
    """GET /sim/screen?person=: all that the page draws, and the time."""
    return answer({"now": world.now(), "people": PEOPLE, "screen": screen(world, request.query.get("person", ""))})


def disturb(world: World, request: Request) -> Response:
    """POST /sim/disturb {"outage": true|false, "dropping": true|false}: 微信平台停了, 回执丢了."""
    facts = request.json()
    for name, kind, endpoints in (("outage", "status", OUT), ("dropping", "drop-reply", DROPPED)):
        if name not in facts:
            continue
        world.faults.set = [
            fault
            for fault in world.faults.set
            if fault.kind != kind or fault.count is not None or fault.endpoint not in endpoints
        ]
        if facts[name]:
            world.faults.set += [Fault(kind, endpoint, after=kind == "drop-reply") for endpoint in sorted(endpoints)]
        world.note("disturbed", what=name, on=bool(facts[name]))
    return show(world, request)


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/"): static("page.html"),
    **{("GET", f"/phone/{name}"): static(name) for name in ("phone.css", "phone.js", "drawing.js")},
    ("GET", "/phone/media/*"): media,
    ("GET", "/sim/screen"): show,
    ("POST", "/sim/disturb"): disturb,
}
