"""常用语 of an adviser, found by sound; notes are opened by sealing."""

import re
from functools import lru_cache
from uuid import UUID

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.consultations.models.notes import Phrase
from menkou.consultations.notes.phrases import SHIPPED
from menkou.core.actors import Actor, Role
from menkou.places.rules.sounds import sounding, sounds_of, tidy

MOST_PHRASES = 200
AT_HAND = 4


def owner_of(by: Actor) -> Registration | None:
    """Whose phrases an adviser keeps: those of their place on the roster."""
    return roster().filter(pk__in=by.held(Role.ADVISER)).order_by("pk").first()


def phrases(by: Actor, typed: str = "") -> list[Phrase]:
    """One's own, by sound; those that hold what was typed, or sound like it."""
    found, wanted = Phrase.objects.filter(owner__in=by.held(Role.ADVISER)), tidy(typed)
    if wanted.isascii() and wanted.isalpha():
        found = found.filter(sound__regex=sounding(wanted))
    elif wanted:
        found = found.filter(text__icontains=typed.strip())
    return list(found[:MOST_PHRASES])


def shipped(typed: str = "") -> list[str]:
    """Those that come along, where nothing is looked for, or they hold it or sound like it."""
    wanted = tidy(typed)
    if wanted.isascii() and wanted.isalpha():
        pattern = re.compile(sounding(wanted))
        return [one for one in SHIPPED if pattern.search(_sound_of(one))]
    return [one for one in SHIPPED if typed.strip() in one]


def at_hand(by: Actor) -> list[str]:
    """The few that stand beside the box: one's own first, then those that come along."""
    own = Phrase.objects.filter(owner__in=by.held(Role.ADVISER)).order_by("-id")[:AT_HAND]
    return [*(one.text for one in own), *SHIPPED][:AT_HAND]


@lru_cache
def _sound_of(phrase: str) -> str:
    return sounds_of(phrase)


def phrase_for(by: Actor, pk: UUID) -> Phrase:
    """How a page gets hold of one: what you may not see does not exist."""
    return Phrase.objects.select_related("owner").get(pk=pk, owner__in=by.held(Role.ADVISER))
