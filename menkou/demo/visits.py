"""到村 of the demo: some of the last months' work was done in villages, most of it confirmed by them, some denied."""

from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import uuid4

from menkou.core import clock
from menkou.core.actors import INSTALLER
from menkou.core.keys import digest
from menkou.places.models import District
from menkou.visits import actions, words
from menkou.visits.models import Deed, Visit
from menkou.worklogs import queries as worklogs
from menkou.worklogs.models import Entry

DAYS, MOST, EVERY = 120, 60, 2
DENIED_EVERY, UNSAID_EVERY = 11, 4  # how often a village says no, and how often nothing
MORNING = time(9, 20)


class Stage(Protocol):
    """What the load has made."""

    district: District


def come(stage: Stage, today: date) -> None:
    """Every second piece of work of the last months that is no consultation was done on a visit."""
    done = worklogs.done_between(today - timedelta(days=DAYS), today).exclude(kind=Entry.Kind.CONSULTATION)
    chosen = list(done.order_by("done_on", "id")[: MOST * EVERY : EVERY])
    visits = [_visit(number, entry) for number, entry in enumerate(chosen)]
    deeds = [Deed(visit=visit, entry=entry) for visit, entry in zip(visits, chosen, strict=True)]
    actions.replay(by=INSTALLER, district=stage.district, visits=visits, deeds=deeds)


def _visit(number: int, entry: Entry) -> Visit:
    came = datetime.combine(entry.done_on, MORNING, clock.SHANGHAI) + timedelta(minutes=7 * (number % 9))
    left = came + timedelta(minutes=entry.minutes)
    facts = {"registration_id": entry.author_id, "village_id": entry.village_id, "logged_by_id": entry.recorded_by_id}
    visit = Visit(key=uuid4(), how="scan" if number % 2 else "chosen", came_at=came, left_at=left, **facts)
    visit.people, visit.said, visit.logged_at = number % 7, entry.summary, left
    visit.told_digest, visit.confirm_until = digest("visit-told", str(visit.key)), left + timedelta(days=14)
    visit.confirm_digest = words.digest_of(words.word_of(visit))
    if number % UNSAID_EVERY:
        said = "not" if number % DENIED_EVERY == 1 else "came"
        visit.confirmed_at, visit.confirmed_how = left + timedelta(hours=2), said
    return visit
