"""Closed matters of some weeks, as many as a rise needs, without a word in them."""

from datetime import date, datetime, time, timedelta

from uuid_utils.compat import uuid7

from menkou.advisers.models import Registration
from menkou.broadcasts.rules import rising
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.places.models import Village
from menkou.places.rules.defaults import DEFAULTS
from menkou.worklogs.models import Entry

LIMITS = rising.Limits.of(DEFAULTS)
NOON = time(12)


def spans() -> rising.Spans:
    return rising.spans(clock.today(), LIMITS)


def asked(
    villages: list[Village], holder: Registration, days: list[date], category: str = "labour", **more
) -> list[Consultation]:
    """One for each day, in one village after the other, each from a phone of its own unless one is named."""
    entries, made = [], []
    for number, day in enumerate(days):
        at, village = datetime.combine(day, NOON, clock.SHANGHAI), villages[number % len(villages)]
        closed = {"done_on": day, "minutes": 10}
        entry = Entry(kind="consultation", village=village, author=holder, **closed)
        facts = {"village": village, "holder": holder, "post": "A", "may_hand_over": True, "asked_at": at}
        facts |= {"due_at": at + timedelta(days=1), "first_answered_at": at, "answered_at": at, "closed_at": at}
        facts |= {"state": "closed", "category": category, "minutes": 10, "entry": entry, "ending": "answered"}
        keys = {name: uuid7().bytes for name in ("code_digest", "once_digest", "asked_digest", "device_digest")}
        entries.append(entry)
        made.append(Consultation(**facts | keys | more))
    Entry.objects.bulk_create(entries)
    return Consultation.objects.bulk_create(made)


def every(days: int, begins: date, ends: date) -> list[date]:
    return [begins + timedelta(days=n) for n in range(0, (ends - begins).days, days)]
