"""Ask every door what it says to whom: the matrix (matrix.yaml) read, and its cells run through Django's client."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver

from menkou.accounts.models import User
from tests.cast import SLUG
from tests.permissions.world import World

MATRIX = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text())
ACTORS: list[str] = list(MATRIX["actors"])
SIGN_IN = f"/{SLUG}/sign-in"
HANDLER = ClientHandler(enforce_csrf_checks=False)  # one for all browsers: it loads the middleware once
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
WRITING = re.compile(  # what a statement puts into a table, takes out, or changes; also behind a `with`
    r'\b(?:insert into|delete from|update)\s+"?(\w+)"?(?=\s*(?:\(|set\b|where\b|using\b|$))|\b(procrastinate_defer)',
    re.I,
)
OF_NO_ROW = {"size": "large", "who": "cadre"}  # parts of an address that name no thing of the world
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|name="form" value="[0-9a-f]{32}"|data-(now|server-time)="[^"]*"'
)


@dataclass(frozen=True)
class Door:
    """One row of the matrix."""

    area: str
    words: str
    method: str
    route: str
    on: str
    send: dict[str, Any]
    answers: dict[str, Any]

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    def expected(self, actor: str) -> int | str:
        """What this actor is told: by name, else by group, else as all."""
        groups = [name for name, members in MATRIX["groups"].items() if actor in members]
        return next(self.answers[name] for name in (actor, *groups, "all") if name in self.answers)


def doors() -> list[Door]:
    """Every row of the matrix."""
    found = []
    for area in MATRIX["doors"]:
        for row in area["rows"]:
            method, route = row["at"].split(" ", 1) if " " in row["at"] else (row["at"], "")
            answers = {name: said for name, said in row.items() if name not in ("do", "at", "of", "send")}
            send = row.get("send", {})
            found.append(Door(area["area"], row["do"], method, route, row.get("of", ""), send, answers))
    return found


def routes(patterns=None, prefix: str = "") -> Iterator[str]:
    """Every address pattern of a district, as its urls write it."""
    for pattern in get_resolver("config.district_urls").url_patterns if patterns is None else patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here.replace("<uuidstr:", "<uuid:")  # ninja's own word for it
        else:
            yield from routes(pattern.url_patterns, here)


def address(door: Door, world: World, *, absent: bool = False) -> str:
    """The door's address with its things filled in; an absent thing has an id that nobody has."""
    thing = world.things.get(door.on)

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name == "pk":
            return str(uuid4() if absent else thing.pk)
        if name in ("message", "enclosure"):
            return world.words[name]
        return str(getattr(thing, name, OF_NO_ROW.get(name, "")))

    return f"/{SLUG}/" + PARAMETER.sub(fill, door.route)


def browser(actor: str, world: World) -> Client:
    """The actor's browser, as it stands before every door: with its cookies, and signed in if it can be."""
    client = world.browsers.setdefault(actor, Client())
    client.handler = HANDLER
    if actor not in world.kept:
        for name, value in world.cookies.get(actor, {}).items():
            client.cookies[name] = value
        if actor in world.tokens:
            client.force_login(User.objects.get(pk=world.actors[actor].user_id))
        world.kept[actor] = {name: morsel.value for name, morsel in client.cookies.items()}
    client.cookies = SimpleCookie(world.kept[actor])
    return client


def knock(door: Door, actor: str, world: World, *, absent: bool = False, keeps: bool = False, **headers: str):
    """Send the request, and undo whatever it has done unless it is to be looked at."""
    send = {
        name: world.words.get(str(text)[1:], text) if str(text)[:1] == "$" else text for name, text in door.send.items()
    }
    token = world.tokens.get(actor)
    headers |= {"authorization": f"Bearer {token}"} if token and door.is_api else {}
    kind = {"content_type": "application/json"} if door.is_api and door.method not in ("GET", "HEAD") else {}
    ask = getattr(browser(actor, world), door.method.lower())
    wrote: set[str] = set()
    with transaction.atomic(), connection.execute_wrapper(noting(wrote)):
        response = ask(address(door, world, absent=absent), send or None, headers=headers, **kind)
        transaction.set_rollback(not keeps)
    response.wrote = frozenset(wrote)
    if response.streaming:
        b"".join(response.streaming_content)  # the client closes a file once it is read
    return response


def noting(wrote: set[str]) -> Callable[..., Any]:
    """Note into which tables a door writes; the database is asked nothing more for it."""

    def note(execute, sql, *more):
        wrote.update(table or "procrastinate_jobs" for table, _ in WRITING.findall(sql))
        return execute(sql, *more)

    return note


def said(response) -> int | str:
    """A status; sign-in where the door leads there."""
    leads_to = response.headers.get("Location", "")
    return "sign-in" if response.status_code == 302 and leads_to.startswith(SIGN_IN) else response.status_code


def body(response) -> str:
    """What a page says, without what differs at every showing."""
    text = CHANGING.sub("", response.content.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID", text)


def is_about_one(door: Door) -> bool:
    """Whether the address names one row by its id."""
    return "<uuid:pk>" in door.route and isinstance(door.on, str) and bool(door.on)


def reveals(door: Door, actor: str, world: World, forbidden) -> bool:
    """Whether a thing that this actor may not see is told apart from one that is not there."""
    where = actor, door.method, door.route, str(door.send)
    if where not in world.absent:  # the same for all things that stand behind one address
        absent = knock(door, actor, world, absent=True)
        world.absent[where] = absent.status_code, sorted(absent.headers), body(absent)
    return world.absent[where] != (forbidden.status_code, sorted(forbidden.headers), body(forbidden))
