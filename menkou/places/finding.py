"""找村: places by a part of the name, by its sound or initials, by code; and by what they were called before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.places import queries
from menkou.places.models import FormerName, Township, Village, as_said
from menkou.places.rules import sounds

MOST = 60  # on one page; whoever sees more writes one character more
MOST_READ = 500  # of which the nearest are shown


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
    found = list(queries.villages().filter(called(typed))[:MOST_READ])
    if not found and (shorter := sounds.without_kind(typed)) not in ("", typed):
        return villages(shorter)
    old = _old_names(typed, [one for one in found if not _is_so_called(one, typed)])
    hits = [Hit(one, old.get(one.pk, "")) for one in found]
    hits.sort(key=lambda hit: _distance(hit, typed))
    return hits[:MOST], len(hits) > MOST


def _said(typed: str) -> Q | None:
    """The condition on whatever has a name, its sound and a code."""
    typed = sounds.tidy(typed)
    if not typed:
        return None
    said = Q(name__icontains=typed) | Q(code__startswith=typed)
    return said | Q(sound__regex=sounds.sounding(typed)) if sounds.LETTERS.fullmatch(typed) else said


def _is_so_called(one: Village, typed: str) -> bool:
    return typed in one.name.lower() or one.code.startswith(typed) or _sounds(one, typed)


def _sounds(one: Village, typed: str, pattern: str = "%s") -> bool:
    return bool(sounds.LETTERS.fullmatch(typed) and re.search(pattern % sounds.sounding(typed), one.sound))


def _old_names(typed: str, villages: Iterable[Village]) -> dict[UUID, str]:
    """For villages that are called otherwise today: the old name that was meant."""
    wanted, said = {one.pk for one in villages}, _said(typed)
    if not wanted or said is None:
        return {}
    heirs = queries.heirs()
    old = FormerName.objects.filter(said).exclude(village=None)
    rows = [*old.values_list("village", "name", "village__kind")]
    rows += Village.objects.filter(said).exclude(successor=None).values_list("pk", "name", "kind")
    return {heir: as_said(name, kind) for pk, name, kind in rows if (heir := heirs.get(pk, pk)) in wanted}


def _distance(hit: Hit, typed: str) -> tuple[int, str]:
    """How far a name is from what was typed: the name itself, its beginning, its sound from the beginning, a part."""
    village = hit.village
    near = [
        typed in (village.short_name, village.name, village.code),
        village.name.startswith(typed),
        _sounds(village, typed, "^%s"),
        not hit.was,
        True,
    ]
    return near.index(True), village.code
