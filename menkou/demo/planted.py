"""Which matters of the demo's year belong to a rise: one that stands now, and one before it of which people were warned.

They take the place of as many of the year's others, so that a year has no more of them for it.
"""

import random
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from menkou.broadcasts.rules import rising
from menkou.demo.places import SMALL_DEMO, DemoVillage
from menkou.places.rules.defaults import DEFAULTS

LIMITS = rising.Limits.of(DEFAULTS)
NOW, BEFORE = SMALL_DEMO  # the townships: of the walk, and the other that every demo has
TOPIC_NOW, TOPIC_BEFORE = "contract", "land"
WEEKS_AGO = 9  # the warning's week, before the last that has settled: eight whole weeks follow
A_WEEK = dict.fromkeys(range(-6, 0), 6) | {0: 5, 1: 5}  # matters by the week before and after the warning's
KIND, MOST_BESIDE = "village", 8  # of those that are shown beside
IN_ALL, NEEDS = 10, 8  # matters of the rise that stands now; villages a township must have


class Planted(NamedTuple):
    village: str
    day: date
    category: str


def planted(villages: Sequence[DemoVillage], quiet: Collection[str], today: date) -> list[Planted]:
    """Where, when and what about; nothing where a township is too small for it. One day gives one answer."""
    dice, at = random.Random("risen"), rising.spans(today, LIMITS)  # noqa: S311 - an invented year
    here, there = (sorted(one.code for one in villages if one.township == town) for town in (NOW, BEFORE))
    loud = [code for code in here if code not in quiet]
    if min(len(loud), len(there)) < NEEDS:
        return []
    found = [
        Planted(loud[n % len(loud)], at.begins + timedelta(days=dice.randrange(7 * LIMITS.rising_weeks)), TOPIC_NOW)
        for n in range(IN_ALL)
    ]
    monday, same = warned_in(at), [one.code for one in villages if one.township == NOW and one.kind == KIND]
    for code in same[:MOST_BESIDE]:  # beside the warned ones nothing happens
        for week in (dice.randrange(-8, 0), dice.randrange(1, 6)):
            found.append(Planted(code, monday + week * rising.WEEK + timedelta(days=dice.randrange(7)), TOPIC_BEFORE))
    for week, number in A_WEEK.items():
        for code in dice.sample(there, number):
            found.append(Planted(code, monday + week * rising.WEEK + timedelta(days=dice.randrange(7)), TOPIC_BEFORE))
    return found


def warned_in(at: rising.Spans) -> date:
    """The Monday of the warning's week."""
    return at.ends - WEEKS_AGO * rising.WEEK
