"""客服账号链接: kf/add_contact_way gives the address behind a board's QR code (document/path/94665)."""

import re
from typing import Any

from ..exchanges import Request, Response, redirect
from ..world import World
from .corps import Corp
from .refusals import refused

SCENE = re.compile(r"[0-9a-zA-Z_-]{0,32}")


def add(world: World, corp: Corp, body: dict[str, Any]) -> dict[str, Any]:
    """A link to a 客服 account. With a scene it takes a &scene_param= that its board puts behind it."""
    open_kfid, scene = str(body.get("open_kfid", "")), str(body.get("scene", ""))
    if open_kfid not in corp.accounts:
        raise refused(95000)
    if not SCENE.fullmatch(scene):
        raise refused(40058, "scene")
    key = "ENC" + world.letters(20)
    while key in corp.links:  # chance is seeded, and one from before this process has it
        key = "ENC" + world.letters(20)
    corp.links[key] = {"open_kfid": open_kfid, "scene": scene}
    return {"url": f"{world.address}/kf/{open_kfid}?enc_scene={key}"}


def follow(world: World, request: Request) -> Response:
    """GET /kf/<open_kfid>?enc_scene=...: who opens the link in a browser comes to the phone page with it in hand."""
    world.account(request.rest[0], "kf")
    query = "&".join(f"{name}={value}" for name, value in request.query.items())
    return redirect(f"/?kf={request.rest[0]}&{query}")
