"""审计链的导出: a line for each link, with its audit line, as verify.py reads it. Nothing of a consultation stands in any.

For inspection what residents did is held back: its digest takes its place, so that the chain is whole all the same.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from menkou.core.actors import RESIDENT
from menkou.core.chain import chainer, digests, linking
from menkou.core.chain.digests import moment
from menkou.core.scope import district_being_written
from menkou.places.models import District

AT_A_TIME = 5000
LINKS = """
select link.number, link.at, link.digest, line.id, line.at, line.by, line.what, line.subject, line.count
  from core_auditlink link left join core_auditentry line using (district_id, id)
 where link.district_id = %s and link.number > %s and link.number <= %s order by link.number
"""
Hides = Callable[[str], bool]


def whole(by: str) -> bool:
    """Hold back nothing."""
    return False


def of_residents(by: str) -> bool:
    """Hold back what residents did."""
    return by == RESIDENT


class Taken(NamedTuple):
    """What an export holds: the chain up to a number, at an instant; no anchor of before is of a later number."""

    links: int
    at: datetime


def taken() -> Taken:
    """Link all there is, and see how far the chain is."""
    at = timezone.now()
    chainer.link_all()
    head = linking.head()
    return Taken(head.number if head else 0, at)


def next_number() -> int:
    """What the line of the taking will be, as nearly as can be said before it is linked."""
    head = linking.head()
    return head.number + 1 if head else 1


def header(district: District, so_far: Taken) -> str:
    """The first line."""
    facts = {"audit": 1, "district": district.slug, "name": district.name, "made_at": moment(so_far.at)}
    return _json({**facts, "links": so_far.links})


def lines(last: int, hides: Hides) -> Iterator[str]:
    """The others, up to a number."""
    for first in range(0, last, AT_A_TIME):
        with connection.cursor() as cursor:
            cursor.execute(LINKS, [district_being_written(), first, min(first + AT_A_TIME, last)])
            for row in cursor.fetchall():
                yield _line(row, hides)


def _line(row: tuple[Any, ...], hides: Hides) -> str:
    number, linked_at, digest, pk, *said = row
    place = {"number": number, "linked_at": moment(linked_at), "digest": bytes(digest).hex()}
    if pk is None:  # it was there when it was linked
        return _json({**place, "gone": True})
    at, by, what, subject, count = said
    if hides(by):
        return _json({**place, "line": digests.of_line(UUID(str(pk)), *said).hex()})
    line = {"id": str(pk), "at": moment(at), "by": by, "what": what, "subject": subject, "count": count}
    return _json({**place, **line})


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False) + "\n"
