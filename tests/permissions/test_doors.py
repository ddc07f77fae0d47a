"""Every actor at every door is told what the matrix says, and what they may not see is told apart from nothing."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from django.db import connection, transaction

from config import looking
from menkou.core import memory
from tests.permissions.doors import ACTORS, MATRIX, Door, doors, is_about_one, knock, reveals, routes, said
from tests.permissions.world import World

DOORS = doors()
METHODS = ("GET", "POST", "PUT", "DELETE")
ALLAUTH = {"PUT sign-in", "PUT sign-out", "DELETE sign-in"}  # whoever is signed in is led away, PUT is guarded as POST
OPEN = {
    "GET reminders/worker.js": "a script without a word of anybody's; a browser asks for it again when nobody is signed in",
    # doors outside the public pages that open to people without any role, and why
    "GET api/openapi.json": "a description of the API, without a fact of the district",
    "GET api/villages": "names and codes of villages are public",
    "GET api/villages/<code>": "the six disclosures are public by the programme's rules",
    "POST api/villages/<code>/consultations": "asking needs no account",
    "POST api/consultations/lookup": "the 取件码 is the key",
    "POST api/consultations/follow-up": "the 取件码 is the key",
    "POST api/consultations/agree": "the 取件码 is the key",
    "POST api/consultations/rate": "the 取件码 is the key",
    "GET api/me": "an account without a role is told that it has none",
    "GET start": "leads to a page that asks again",
    "GET desk/": "shows an account without a role where to go, and no number",
}
CURIOUS = {"stranger", "adviser_b", "office_next_door"}  # of residents, advisers and officers; everybody by night
OTHERS = [one for one in ACTORS if one not in CURIOUS]
LINE = {"core_auditentry", "core_unlinked"}  # a list that leaves as a file leaves a line too, which waits for its chain
JOBS = {"procrastinate_defer": "procrastinate_jobs"}  # what puts a row into which table
VIEWED = {"consultations_viewing", "consultations_consultation"}
LOOKED = {
    # what is opened by a link and leaves more than a line, and why
    "api/consultations/<uuid:pk>": (VIEWED, "the asker reads who opened it, and when its adviser first did"),
    "consultations/<uuid:pk>/": (VIEWED, "the asker reads who opened it, and when its adviser first did"),
    "consultations/<uuid:pk>/review": (VIEWED, "the same, before it is closed"),
    "consultations/<uuid:pk>/slip": (VIEWED, "the same, to print it"),
    "consultations/opinions/<uuid:pk>/": (VIEWED, "the asker reads who was asked beside, and opened it"),
    "b/<path:code>": ({"boards_scancount"}, "how often a board's code was scanned in a day, and nobody's name"),
    "channels/<uuid:pk>/enter": (
        {"channels_login"},
        "a way to the platform begins, that only this phone comes back by",
    ),
    "channels/<uuid:pk>/back": ({"channels_login", "procrastinate_jobs"}, "the platform sends the phone back, once"),
    "channels/<uuid:pk>/remind": ({"channels_consent"}, "the same, to be asked whether to be reminded"),
    "channels/<uuid:pk>/agreed": (
        {"channels_consent", "channels_correspondent"},
        "the phone brings the yes back, once",
    ),
    "screen/<str:word>": ({"screens_screenlink"}, "on which day a screen was last opened, once a day"),
    "n/<uuid:pk>": ({"broadcasts_reading"}, "how often a push was read in a day, and nobody's name"),
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(style|on[a-z]+)=", re.I)


def wrongs(actor: str, world: World, *, asks_for_absent: bool) -> Iterator[str]:
    """Where a door tells an actor something else than the matrix, or tells what is forbidden from what is absent."""
    for door in DOORS:
        response = knock(door, actor, world)
        expected, told = door.expected(actor), said(response)
        what = f"{actor}: {door.method} {door.route} on {door.on or 'nothing'}"
        if told != expected:
            yield f"{what}: {told} instead of {expected}"
        elif asks_for_absent and told == 404 and is_about_one(door) and reveals(door, actor, world, response):
            yield f"{what}: what is forbidden differs from what is absent"
        elif "html" in response.headers.get("Content-Type", "") and INLINE.search(response.content.decode()):
            yield f"{what}: the page holds a style or script of its own"
        if door.method == "GET" and response.wrote:
            yield from (f"{what}: {wrong}" for wrong in changed_by_looking(door, actor, world, response))


def changed_by_looking(door: Door, actor: str, world: World, looked) -> Iterator[str]:
    """Whether a look changes more than it may, or leaves anything where nobody has opened it."""
    tables, _ = LOOKED.get(door.route, (set(), ""))
    if more := looked.wrote - LINE - tables:
        yield f"a look writes into {', '.join(sorted(more))}"
    with transaction.atomic():
        before = counted(looked.wrote)
        head = knock(replace(door, method="HEAD", send={}), actor, world, keeps=True)
        if head.content or counted(looked.wrote) != before:
            yield "HEAD leaves something behind, or takes something along"
        transaction.set_rollback(True)
    ahead = knock(door, actor, world, **{"Sec-Purpose": "prefetch"})
    if actor in world.tokens and (ahead.wrote or ahead.status_code != 503):
        yield "what a browser fetches ahead is handed out, or written down"


def counted(tables: set[str]) -> list[tuple]:
    """All that these tables hold, in so many rows and bytes."""
    with connection.cursor() as cursor:
        found = []
        for table in sorted({JOBS.get(one, one) for one in tables}):
            cursor.execute(f"select count(*), sum(hashtext(one::text)) from {connection.ops.quote_name(table)} as one")
            found.append(cursor.fetchone())
        return found


def asked_of(actors, world: World, **how: bool) -> list[str]:
    found = []
    for actor in actors:
        memory.forget()
        found += wrongs(actor, world, **how)
    return found


def test_every_door_tells_every_actor_what_the_matrix_says(world):
    assert asked_of(OTHERS, world, asks_for_absent=False) == []


def test_what_is_forbidden_to_the_curious_differs_in_nothing_from_what_is_absent(world):
    assert asked_of(CURIOUS, world, asks_for_absent=True) == []


@pytest.mark.nightly
def test_what_is_forbidden_to_anybody_differs_in_nothing_from_what_is_absent(world):
    assert asked_of(OTHERS, world, asks_for_absent=True) == []


def test_only_public_doors_and_those_with_a_reason_open_to_people_without_a_role():
    opened = {
        f"{door.method} {door.route}"
        for door in DOORS
        for actor in ("anonymous", "stranger", "newcomer", "other_district")
        if door.area != "公开的页面" and door.expected(actor) in (200, 201, 302)
    }

    assert opened == set(OPEN)


def undeclared(known: set[str], found: set[str]) -> set[str]:
    """Addresses without a row, and rows without an address."""
    return known ^ found


def test_every_address_of_a_district_stands_in_the_matrix():
    assert undeclared({door.route for door in DOORS}, set(routes())) == set()


def test_the_check_of_addresses_sees_a_new_one_and_an_old_one():
    assert undeclared({"a", "gone"}, {"a", "new"}) == {"gone", "new"}


def test_methods_that_the_matrix_does_not_name_are_refused(world):
    declared, wrong = defaultdict(set), []
    for door in DOORS:
        declared[door.route].add(door.method)
    addresses = {door.route: door for door in DOORS}.values()
    for actor, door in product(("anonymous", "adviser_a"), addresses):
        for method in sorted(set(METHODS) - declared[door.route]):
            told = said(knock(type(door)(**{**vars(door), "method": method, "send": {}}), actor, world))
            if method == "GET" and told == 302:
                continue  # a button's address leads to its page, whether or not anything is there
            if told not in (405, 404, 401) and f"{method} {door.route}" not in ALLAUTH:
                wrong.append(f"{actor}: {method} {door.route}: {told}")

    assert wrong == []


def test_the_matrix_names_only_actors_and_groups_that_there_are():
    known = {*ACTORS, *MATRIX["groups"], "all"}

    assert {name for door in DOORS for name in door.answers} <= known
    assert {name for members in MATRIX["groups"].values() for name in members} <= set(ACTORS)
    assert len({(door.method, door.route, door.on) for door in DOORS}) == len(DOORS)


def test_a_wrong_cell_is_noticed(world):
    door = next(door for door in DOORS if door.route == "consultations/<uuid:pk>/" and door.on == "consultation")

    assert said(knock(door, "adviser_a", world)) == 200
    assert said(knock(door, "adviser_b", world)) == door.expected("adviser_b") == 404
    assert reveals(door, "adviser_b", world, knock(door, "adviser_a", world))


def test_looking_changes_nothing_but_lines_and_what_has_a_reason(world):
    """Of the doors that write when they are opened; of all others the matrix sees to it, wherever it is asked."""
    found = []
    for actor, route in product(("adviser_a", "office", "anonymous"), LOOKED):
        for door in DOORS:
            if (door.method, door.route, door.expected(actor)) == ("GET", route, 200):
                looked = knock(door, actor, world)
                found += changed_by_looking(door, actor, world, looked) if looked.wrote else []

    assert found == []


def test_every_reason_to_write_at_a_look_is_needed_still():
    assert LOOKED.keys() <= {door.route for door in DOORS if door.method == "GET"}


def test_a_look_that_changes_something_is_noticed(world, monkeypatch):
    door = next(door for door in DOORS if door.route == "consultations/<uuid:pk>/" and door.on == "consultation")
    monkeypatch.setitem(LOOKED, door.route, (set(), ""))
    monkeypatch.setattr(looking, "is_refused", lambda request: False)
    looked = knock(door, "adviser_a", world)

    found = list(changed_by_looking(door, "adviser_a", world, looked))

    assert looked.wrote == VIEWED | LINE
    assert [one.split(",")[0] for one in found] == [
        "a look writes into consultations_consultation",
        "what a browser fetches ahead is handed out",
    ]
