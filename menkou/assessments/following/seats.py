"""那时的岗位: the posts that a replacement is about, written down when it is told and when it is decided.

Postings go on: another plan ends them on the very day, a merger takes their village away. A paper says what was decided.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from menkou.assessments.following import queries
from menkou.assessments.models import Consequence
from menkou.core import clock
from menkou.core.dated import holding
from menkou.postings.models import Post, Posting


class Seat(NamedTuple):
    """A post in the words of its day; the village by its code as well, for who is to have a copy."""

    code: str
    township: str
    village: str
    post: str
    who: str

    def __str__(self) -> str:
        return f"{self.village}{self.post}"


def today(about: Consequence, villages: Iterable[str]) -> list[Seat]:
    """As they are held now: all of whom it is about, or those in some villages, by code."""
    return _written(_theirs(holding(Posting.objects.all()), about, villages))


def told(case: Consequence) -> list[Seat]:
    """As they were when it was told."""
    return _read(case.told_posts, case, case.told_at)


def decided(case: Consequence) -> list[Seat]:
    """As they were when it was decided."""
    return _read(case.decided_posts, case, case.decided_at)


def in_words(seats: Iterable[Seat]) -> str:
    """红花村A岗、青石村B岗."""
    return "、".join(map(str, seats))


def _read(kept: list | None, case: Consequence, moment: datetime | None) -> list[Seat]:
    """What was written down; of an older case what its day knows, with what ended on it."""
    if kept is not None or moment is None:
        return [Seat(*one) for one in kept or ()]
    day = moment.astimezone(clock.SHANGHAI).date()
    then = Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
    return _written(_theirs(then, case, case.villages))


def _theirs(found: QuerySet[Posting], about: Consequence, villages: Iterable[str]) -> QuerySet[Posting]:
    mine = Q(registration=about.registration_id)
    if about.registration_id is None:
        mine = Q(registration__institution=about.institution_id)
    return found.filter(mine, village__in=queries.places_called(villages)) if villages else found.filter(mine)


def _written(found: QuerySet[Posting]) -> list[Seat]:
    rows = found.select_related("village__township", "registration__adviser").order_by("village__code", "post")
    return [
        Seat(
            one.village.code,
            one.village.township.name,
            one.village.short_name,
            Post(one.post).label,
            one.registration.adviser.name,
        )
        for one in rows
    ]
