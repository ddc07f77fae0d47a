"""Lists over all apps, for those who oversee."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.advisers import finding as finding_people
from menkou.advisers.models import Registration
from menkou.advisers.pinyin import ByPinyin
from menkou.advisers.queries import roster
from menkou.core.actors import Actor, Role
from menkou.core.standing import standing
from menkou.oversight import numbers, serving
from menkou.places import finding
from menkou.places import queries as places
from menkou.places.models import Village, as_said
from menkou.postings import queries as postings
from menkou.postings.models import Posting

GRID_WORDS = {"done": "本月有服务", "overdue": "超时没回的多", "none": "本月还没有"}


@dataclass(frozen=True)
class VillageRow:
    """A village with who serves it."""

    village: Village
    a: Posting | None
    b: Posting | None


def village_grid(by: Actor, month: numbers.Month) -> list[dict]:
    """村格图: townships with a cell for each village, by its id, as the component takes it."""
    served, late = serving.villages_served(month), numbers.villages_late(by)
    towns: dict[tuple[UUID, str], list[dict]] = {}
    for pk, code, name, kind, *town in _overseen_villages(by):
        is_served = pk in served
        state = "overdue" if pk in late else "done" if is_served else "none"
        label = f"{as_said(name, kind)}：{GRID_WORDS[state]}"
        cell = {"village": pk, "code": code, "label": label, "state": state, "is_served": is_served}
        towns.setdefault((town[0], town[1]), []).append(cell)
    return [{"name": name, "count": len(cells), "cells": cells} for (_, name), cells in towns.items()]


@standing
def _overseen_villages(by: Actor) -> QuerySet:
    return numbers.villages_of(by).values_list("pk", "code", "name", "kind", "township", "township__name")


def villages(by: Actor, *, wanted: str = "", township: str = "") -> QuerySet[Village]:
    """村（社区）: by name, sound, code or former name, and by township."""
    found = numbers.villages_of(by)
    if wanted:
        found = found.filter(finding.called(wanted))
    return found.filter(township__code=township) if township else found


def is_explained(by: Actor, village: Village) -> bool:
    """Whether a person may read why a village has its two: everywhere, or where their judicial office is."""
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) or village.township_id in by.held(Role.JUDICIAL_OFFICE)


def village_explained(by: Actor, code: str) -> Village:
    """How the page of reasons gets hold of a village, or of the one that goes on for it.

    What you may not see does not exist, nor does one that ended without a successor: nobody serves there.
    """
    village = places.villages().get(pk=places.village_with(code).pk)
    if not is_explained(by, village):
        raise Village.DoesNotExist
    return village


def with_posts(villages: list[Village]) -> list[VillageRow]:
    """Who serves each of these villages, in one query."""
    held = postings.running().filter(village__in=villages)
    posts = {
        (p.village_id, p.post): p for p in held.select_related("registration__adviser", "registration__institution")
    }
    return [VillageRow(v, posts.get((v.pk, "A")), posts.get((v.pk, "B"))) for v in villages]


def advisers(by: Actor, *, wanted: str = "") -> QuerySet[Registration]:
    """法律顾问 with how many posts they hold, by the sound of names; of an office's, the posts in its township.

    Found by name, sound or phone's end.
    """
    found = overseen(by)
    if wanted:
        found = finding_people.people(found, wanted)
    running = Q(posting__in=_held(by))
    a, b = Q(posting__post="A"), Q(posting__post="B")
    return found.annotate(a_posts=Count("posting", filter=running & a), b_posts=Count("posting", filter=running & b))


def overseen(by: Actor) -> QuerySet[Registration]:
    """A director's are the institution's own people, an office's whoever serves its township; by the sound of names."""
    found = roster()
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        serving = _held(by).filter(village__township__in=by.held(Role.JUDICIAL_OFFICE)).values("registration")
        own = Q(institution__in=by.held(Role.INSTITUTION_DIRECTOR))
        found = found.filter(own | Q(pk__in=serving))
    return found.order_by(ByPinyin("institution__name"), ByPinyin("adviser__name"), "pk")


def _held(by: Actor) -> QuerySet[Posting]:
    """Posts that run today, in the villages that somebody oversees."""
    held = postings.running()
    is_all = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    return held if is_all else held.filter(village__in=numbers.villages_of(by))


def serves(by: Actor, village: Village) -> bool:
    """Whether somebody, or one of the people of the institution that they lead, holds a post there today."""
    own = Q(registration__in=by.held(Role.ADVISER))
    led = Q(registration__institution__in=by.held(Role.INSTITUTION_DIRECTOR))
    return postings.running().filter(own | led, village=village).exists()
