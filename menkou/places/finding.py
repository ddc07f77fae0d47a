"""找村: places by a part of the name, by its sound or initials, by code; and by what they were called before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.places import queries
from menkou.places.models import FormerName, Township, Village, as_said
from menkou.places.rules import sounds

MOST = 60  # on one page; whoever sees more writes one character more


@dataclass(frozen=True)
class Hit:
    """A village of today, and the old name by which it was found."""

    village: Village
    was: str = ""


def called(typed: str) -> Q:
    """The condition on villages of today: what is so called, was so called, or goes on for what was so called."""
    said = _said(typed)
    if said is None:
        return Q()
    renamed = FormerName.objects.filter(said).exclude(village=None).values("village")
    own = said | Q(pk__in=renamed)
    merged = Village.objects.filter(own).exclude(successor=None)
    gone = list(merged.values_list("pk", flat=True).order_by())
    if not gone:
        return own
    heirs = queries.heirs()
    return own | Q(pk__in={heirs[one] for one in gone})


def townships(typed: str) -> QuerySet[Township]:
    """The townships so called."""
    said = _said(typed)
    return queries.townships() if said is None else queries.townships().filter(said)


def villages(typed: str) -> tuple[list[Hit], bool]:
    """The villages of today, the nearest first, and whether there are more; 韦园村 finds 韦园社区 as well."""
    typed = sounds.tidy(typed)
    if not typed:
        return [], False
    found = _named(typed)
    if not found and (shorter := sounds.without_kind(typed)) not in ("", typed):
        return villages(shorter)
    old = _old_names(typed, [one.pk for one in found if not _is_so_called(one, typed)])
    found.sort(key=lambda one: _distance(one, typed, one.pk in old))
    near = Village.objects.select_related("township").in_bulk([one.pk for one in found[:MOST]])
    return [Hit(near[one.pk], old.get(one.pk, "")) for one in found[:MOST]], len(found) > MOST


class _Named(NamedTuple):
    """What a name is judged by."""

    pk: UUID
    code: str
    name: str
    kind: str
    sound: str


def _named(typed: str) -> list[_Named]:
    rows = queries.villages().filter(called(typed)).select_related(None).order_by()
    return [_Named(*row) for row in rows.values_list(*_Named._fields)]


def _said(typed: str) -> Q | None:
    """The condition on whatever has a name, its sound and a code."""
    typed = sounds.tidy(typed)
    if not typed:
        return None
    if sounds.LETTERS.fullmatch(typed):  # a letter in a name stands in its sound as well
        return Q(sound__regex=sounds.sounding(typed))
    if typed.isdigit():
        return Q(code__startswith=typed) | Q(name__contains=typed)
    return Q(name__contains=typed) if typed.upper() == typed else Q(name__icontains=typed)


def _is_so_called(one: _Named, typed: str) -> bool:
    return typed in one.name.lower() or one.code.startswith(typed) or _sounds(one, typed)


def _sounds(one: _Named, typed: str, pattern: str = "%s") -> bool:
    return bool(sounds.LETTERS.fullmatch(typed) and re.search(pattern % sounds.sounding(typed), one.sound))


def _old_names(typed: str, villages: Iterable[UUID]) -> dict[UUID, str]:
    """For villages that are called otherwise today: the old name that was meant."""
    wanted, said = set(villages), _said(typed)
    if not wanted or said is None:
        return {}
    heirs = queries.heirs()
    old = FormerName.objects.filter(said).exclude(village=None)
    rows = [*old.values_list("village", "name", "village__kind")]
    rows += Village.objects.filter(said).exclude(successor=None).values_list("pk", "name", "kind")
    return {heir: as_said(name, kind) for pk, name, kind in rows if (heir := heirs.get(pk, pk)) in wanted}


def _distance(one: _Named, typed: str, is_old: bool) -> tuple[int, str]:
    """How far a name is from what was typed: the name itself, its beginning, its sound from the beginning, a part."""
    near = [
        typed in (as_said(one.name, one.kind), one.name, one.code),
        one.name.startswith(typed),
        _sounds(one, typed, "^%s"),
        not is_old,
        True,
    ]
    return near.index(True), one.code
