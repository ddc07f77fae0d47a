"""谁看过: each opening of a matter is kept for its asker; those of one person and day are one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from menkou.consultations.models import Consultation, Handover, Viewing
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.rows import insert

Way = Viewing.Way
BY_STAFF = (Way.READ, Way.INSPECTED, Way.COMPLAINT, Way.CONFERRED, Way.REVIEWED)
FIRST_READ = "update consultations_consultation set read_at = %s where district_id = %s and id = %s and read_at is null"
MOST = 500  # openings that are told of one matter: the newest


@dataclass(frozen=True)
class Line:
    """One line of what the asker reads."""

    at: datetime
    words: str


def note(
    consultation: Consultation, by: Actor, way: str, *, told_at: datetime | None = None, viewer_id: UUID | None = None
) -> Viewing:
    """Keep that it was opened, in the transaction that opens it; the asker is told at once, or from a moment on.

    Who else than its holder opened it as an adviser is named.

    Its holder's first reading is put on the matter in the same round trip: every opening of a page comes by here.
    """
    now, is_holders = clock.now(), way == Way.READ
    viewing = Viewing(
        consultation=consultation,
        viewer_id=consultation.holder_id if is_holders else viewer_id,
        post=consultation.post if is_holders else "",
        way=way,
        viewed_at=now,
        viewed_by_id=by.user_id if way in BY_STAFF else None,
        told_at=max(told_at or now, now),
    )
    is_first = is_holders and consultation.read_at is None
    insert(viewing, then=(FIRST_READ, [now, consultation.district_id, consultation.pk]) if is_first else None)
    if is_first:
        consultation.read_at = now
    return viewing


def was_read_by(consultation: Consultation, holder_id: UUID) -> bool:
    """Whether somebody ever opened it as its holder."""
    return Viewing.objects.filter(consultation=consultation, viewer=holder_id, way=Way.READ).exists()


def told_of(consultation: Consultation, handovers: Iterable[Handover] = ()) -> list[Line]:
    """谁看过, the newest first: who opened it, and to whom it was handed."""
    told = Viewing.objects.filter(consultation=consultation, told_at__lte=clock.now())
    named = told.select_related("viewer__adviser", "viewed_by").order_by("-viewed_at")[:MOST]
    lines = [Line(one.handed_at, one.words) for one in handovers]
    lines += [_line(list(same)) for _, same in groupby(named, key=_of_one_day)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _of_one_day(one: Viewing) -> tuple:
    return one.viewed_at.astimezone(clock.SHANGHAI).date(), one.way, one.viewed_by_id


def _line(same: list[Viewing]) -> Line:
    first = same[-1]
    here = first.viewed_at.astimezone(clock.SHANGHAI)
    often = f"，接着一共看了 {len(same)} 次" if len(same) > 1 else ""
    return Line(here, f"{clock.in_words(here.date())} {here:%H:%M}，{first.who}{first.get_way_display()}{often}。")
