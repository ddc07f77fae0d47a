"""带参数的二维码 and 自定义菜单: codes that carry a scene, and the menu at the bottom of the chat."""

from dataclasses import dataclass
from typing import Any

from ..exchanges import Handler, Missing, Refused, Request, Response, Wrong, answer, done, page
from ..world import World
from .accounts import caller

LONGEST = 2_592_000  # seconds that a temporary code lives at most (30 days); documented
NAMES = {
    "QR_SCENE": "scene_id",
    "QR_STR_SCENE": "scene_str",
    "QR_LIMIT_SCENE": "scene_id",
    "QR_LIMIT_STR_SCENE": "scene_str",
}


@dataclass
class Code:
    """One code; a permanent one has no end."""

    ticket: str
    account: str
    scene: str
    ends: float | None


class Codes:
    """All codes of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.all: dict[str, Code] = {}

    def make(self, account: str, scene: str, seconds: int | None) -> Code:
        ticket = f"gQ{self.world.number()}{self.world.letters(80)}=="
        while self.find(ticket):  # chance is seeded, and one from before this process has it
            ticket = f"gQ{self.world.number()}{self.world.letters(80)}=="
        code = self.all[ticket] = Code(ticket, account, scene, self.world.now() + seconds if seconds else None)
        return code

    def find(self, ticket: str) -> Code | None:
        """The code of a ticket, made by this process or told to it."""
        return self.all.get(ticket) or next((one for one in self._told() if one.ticket == ticket), None)

    def of(self, account: str) -> list[Code]:
        """The codes of an account that can be scanned now."""
        mine = [one for one in (*self._told(), *self.all.values()) if one.account == account]
        return [one for one in mine if one.ends is None or self.world.now() < one.ends]

    def _told(self) -> list[Code]:
        return [
            Code(ticket, one.id, scene, None)
            for one in self.world.accounts.values()
            if one.kind == "wechat"
            for ticket, scene in one.codes.items()
        ]

    def read(self, account: str, ticket: str, scene: Any = None) -> tuple[str, str]:
        """Scene and ticket of what is scanned. Raises Wrong for a code that is none, or no more."""
        if not ticket and scene is not None:
            return str(scene), self.make(account, str(scene), None).ticket
        code = self.find(ticket)
        if not code or code.account != account or (code.ends and self.world.now() >= code.ends):
            raise Wrong("no such code")
        return code.scene, code.ticket


def create(world: World, request: Request) -> Response:
    """POST /cgi-bin/qrcode/create {expire_seconds, action_name, action_info: {scene: {scene_str}}}."""
    account, facts = caller(world, request), request.json()
    action = str(facts.get("action_name"))
    scene = (facts.get("action_info") or {}).get("scene") or {}
    value = scene.get(NAMES.get(action, ""))
    if action not in NAMES or not value or len(str(value)) > 64:
        raise Refused(40052 if action not in NAMES else 40053, "invalid action info")
    seconds = None if "LIMIT" in action else min(int(facts.get("expire_seconds", 60)), LONGEST)
    if seconds is None and sum(one.ends is None for one in world.part(Codes).of(account.id)) >= account.most_codes:
        raise Refused(45029, "qrcode count out of limit")
    code = world.part(Codes).make(account.id, str(value), seconds)
    told = {"ticket": code.ticket, "url": f"{world.address}/open/q/{code.ticket}"}
    return answer(told | ({"expire_seconds": seconds} if seconds else {}))


def scanned(world: World, request: Request) -> Response:
    """GET /open/q/<ticket>: what a code leads to; opened elsewhere than in the simulated WeChat it says so."""
    if not world.part(Codes).find(request.rest[0]):
        raise Missing("no such code")
    return page("<!doctype html><html lang=zh><meta charset=utf-8><title>二维码</title><p>请用微信模拟扫这个码。")


def make_menu(world: World, request: Request) -> Response:
    """POST /cgi-bin/menu/create {"button": [...]}: at most 3, each with at most 5 below."""
    account, facts = caller(world, request), request.json()
    buttons = facts.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refused(40016, "invalid button size")
    if any(len(one.get("sub_button", [])) > 5 for one in buttons):
        raise Refused(40023, "invalid sub button size")
    account.menu = {"button": buttons}
    return done()


def show_menu(world: World, request: Request) -> Response:
    """GET /cgi-bin/menu/get."""
    account = caller(world, request)
    if not account.menu:
        raise Refused(46003, "menu no exist")
    return answer({"menu": account.menu})


def drop_menu(world: World, request: Request) -> Response:
    """GET /cgi-bin/menu/delete."""
    caller(world, request).menu = {}
    return done()


ROUTES: dict[tuple[str, str], Handler] = {
    ("POST", "/wx/cgi-bin/qrcode/create"): create,
    ("GET", "/open/q/*"): scanned,
    ("POST", "/wx/cgi-bin/menu/create"): make_menu,
    ("GET", "/wx/cgi-bin/menu/get"): show_menu,
    ("GET", "/wx/cgi-bin/menu/delete"): drop_menu,
}
