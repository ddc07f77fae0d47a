"""One chainer links what is not linked yet. Several may run; a lock and a unique number let one at a time go on.

What waits stands in Unlinked, which the action writes with its line: so nothing is missed, in whatever order
transactions commit. What came without (from older code, from a bulk load) is found by comparing everything, now and then.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from menkou.core.chain import digests
from menkou.core.models import AuditLink
from menkou.core.scope import district_being_written, overseeing

CHAIN = "audit chain"  # of which a district has its turn, as core.turns counts them
AT_A_TIME = 1000  # in one transaction: some 100 ms
TURN = "select pg_try_advisory_xact_lock(hashtextextended(%s, 0)), clock_timestamp()"
SLUG = "select slug from places_district where id = %s"
HEAD = "select number, digest from core_auditlink where district_id = %s order by number desc limit 1"
WAITING = """
select line.id, line.at, line.by, line.what, line.subject, line.count
  from core_unlinked join core_auditentry line using (district_id, id)
 where core_unlinked.district_id = %s order by core_unlinked.id limit %s
"""
TWICE = """
delete from core_unlinked using core_auditlink link
 where core_unlinked.district_id = %s and link.district_id = core_unlinked.district_id and link.id = core_unlinked.id
"""
LINK = """
with linked as (
  insert into core_auditlink (id, number, digest, at)
  select id, number, digest, %s from unnest(%s::uuid[], %s::bigint[], %s::bytea[]) as made (id, number, digest)
  returning district_id, id
)
delete from core_unlinked using linked
 where core_unlinked.district_id = linked.district_id and core_unlinked.id = linked.id
"""
FORGOTTEN = """
insert into core_unlinked (id)
select id from core_auditentry line where district_id = %s
   and not exists (select from core_auditlink link where link.district_id = line.district_id and link.id = line.id)
    on conflict do nothing
"""
Line = tuple[UUID, datetime, str, str, str, int | None]  # as WAITING reads it and digests.of_line takes it
DISTRICTS = "select distinct district_id from core_unlinked"


def link_some() -> int:
    """Link what waits in the district that is being written, up to so many; 0 where nothing waits or another is at it."""
    district = district_being_written()
    with connection.cursor() as cursor:
        cursor.execute(TURN, [f"{CHAIN}:{district}"])
        is_ours, now = cursor.fetchone()
        if not is_ours:
            return 0
        cursor.execute(WAITING, [district, AT_A_TIME])  # what others have committed before we got our turn
        lines: list[Line] = cursor.fetchall()
        if lines:
            cursor.execute(SLUG, [district])
            slug = cursor.fetchone()[0]
            cursor.execute(HEAD, [district])
            number, digest = cursor.fetchone() or (0, digests.NOTHING)
            made = list(_links(slug, number, bytes(digest), now, lines))
            cursor.execute(LINK, [now, [pk for pk, *_ in lines], *map(list, zip(*made, strict=True))])
    return len(lines)


def link_or_drop() -> int:
    """As `link_some`; where what waits is refused because it is linked already, it waits no more: returns how many.

    It would be refused at every turn, and with it all that waits beside it. It is not looked for before it is refused: that
    would cost as much as the linking.
    """
    try:
        with transaction.atomic():
            return link_some()
    except IntegrityError:
        with connection.cursor() as cursor:
            cursor.execute(TWICE, [district_being_written()])
            if not cursor.rowcount:
                raise
            return cursor.rowcount


def find_forgotten() -> int | None:
    """Let what stands in the log, and neither in the chain nor among what waits, wait; returns how many.

    None where it was not our turn: what another links meanwhile would wait once more. Then it is to be asked again.
    """
    with connection.cursor() as cursor:
        cursor.execute(TURN, [f"{CHAIN}:{district_being_written()}"])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(FORGOTTEN, [district_being_written()])
        return cursor.rowcount


def waiting_in(districts: Iterable[int]) -> list[int]:
    """The districts in which something waits."""
    with overseeing(districts), connection.cursor() as cursor:
        cursor.execute(DISTRICTS)
        return [row[0] for row in cursor.fetchall()]


def head() -> AuditLink | None:
    """The last link of the district."""
    return AuditLink.objects.order_by("-number").first()


def _links(slug: str, number: int, digest: bytes, now: datetime, lines: list[Line]) -> Iterable[tuple[int, Any]]:
    for line in lines:
        number += 1
        digest = digests.of_link(digest, slug, number, now, digests.of_line(*line))
        yield number, digest
