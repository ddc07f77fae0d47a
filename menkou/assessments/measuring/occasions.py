"""重大会议、经济合同、矛盾纠纷: what a village decides, signs or settles, and whether its adviser was part of it.

What an adviser was never told of counts against nobody but the village (ADR 52); how somebody took part is theirs to
choose. Where the village says that nobody came, the adviser's word alone does not count; a review may say otherwise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from menkou.assessments.measuring.records import OCCASION, Measured, Records
from menkou.assessments.rules.items import Fact
from menkou.core import clock
from menkou.occasions.models import Occasion

Kind, Presence = Occasion.Kind, Occasion.Presence


def meetings(records: Records) -> dict[UUID, Measured]:
    """重大会议、换届选举 that an adviser was told of, and of them those that they took part in."""
    return _of_advisers(records, (Kind.MEETING, Kind.ELECTION), _took_part)


def contracts(records: Records) -> dict[UUID, Measured]:
    """经济合同 that an adviser was told of, and of them those with an opinion."""
    return _of_advisers(records, (Kind.CONTRACT,), lambda one: bool(one.opinion))


def disputes(records: Records) -> dict[UUID, Measured]:
    """矛盾纠纷 that an adviser was asked to, and of them those that they took part in."""
    return _of_advisers(records, (Kind.DISPUTE,), _took_part)


def told(records: Records) -> dict[UUID, Measured]:
    """Of what a village decided: told to its adviser so many days before as the rule of the period's end asks."""
    days = records.rules["days_to_tell_of_an_occasion"]
    decided = [one for one in _happened(records) if one.kind in Occasion.DECIDED]
    return _of_villages(records, decided, lambda one: _in_time(one, days))


def answered(records: Records) -> dict[UUID, Measured]:
    """Of the opinions that a village was given: those of which it said whether they were adopted."""
    return _of_villages(records, [one for one in _happened(records) if one.opinion], lambda one: bool(one.adopted))


def _happened(records: Records) -> list[Occasion]:
    rows = Occasion.objects.filter(happens_at__gte=records.start, happens_at__lt=records.end, off_at=None)
    return list(rows.order_by("happens_at", "id"))


def _took_part(one: Occasion) -> bool:
    return one.took_part and one.seen != Presence.MISSED


def _in_time(one: Occasion, days: int) -> bool:
    if one.invited_at is None:
        return False
    happens, invited = (moment.astimezone(clock.SHANGHAI).date() for moment in (one.happens_at, one.invited_at))
    return invited <= happens - timedelta(days=days)


def _of_advisers(records: Records, kinds: Iterable[str], is_done: Callable[[Occasion], bool]) -> dict[UUID, Measured]:
    found: dict[UUID, list[Occasion]] = defaultdict(list)
    for one in _happened(records):
        if one.kind in kinds and one.invited_id and one.was_told:
            found[one.invited_id].append(one)
    return {who: _measured(rows, is_done) for who, rows in found.items()}


def _of_villages(
    records: Records, rows: Iterable[Occasion], is_done: Callable[[Occasion], bool]
) -> dict[UUID, Measured]:
    found: dict[UUID, list[Occasion]] = defaultdict(list)
    for one in rows:
        found[records.heir_of(one.village_id)].append(one)
    return {village: _measured(some, is_done) for village, some in found.items()}


def _measured(rows: list[Occasion], is_done: Callable[[Occasion], bool]) -> Measured:
    return Measured(Fact(sum(map(is_done, rows)), len(rows)), OCCASION, tuple(one.pk for one in rows))
