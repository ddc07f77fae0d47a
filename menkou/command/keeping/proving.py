"""What is looked at once a database is back: that what was sealed opens, and that nothing goes out by itself."""

from dataclasses import dataclass

from django.db.models import QuerySet

from menkou.channels import accounts, tokens
from menkou.channels import queries as channels
from menkou.consultations import content
from menkou.consultations.models import Consultation
from menkou.core import holding, outbox
from menkou.core.actors import INSTALLER
from menkou.core.scope import within
from menkou.core.sealed import Unsealable
from menkou.places import queries as places
from menkou.reminders import actions as reminders


@dataclass(frozen=True)
class Proof:
    """How much was tried, and of what did not open, why."""

    opened: int
    closed: int


def opened_at_random(most: int) -> Proof:
    """试开: so many matters drawn by chance over all districts, and every account of a channel; no word of them is kept."""
    districts = list(places.districts())
    opened = closed = 0
    for district in districts:
        with within(district.pk):
            drawn = _drawn(-(-most // len(districts)))
            for matter in drawn:
                good = _opens(matter)
                opened, closed = opened + good, closed + (not good)
            for account in channels.accounts():
                try:
                    accounts.opened(account)
                    opened += 1
                except Unsealable:
                    closed += 1
    return Proof(opened, closed)


def forget_tokens() -> None:
    """令牌: what platforms handed out before is fetched anew."""
    for district in places.districts():
        with within(district.pk):
            tokens.forget()


def waiting() -> int:
    """How much waits in the outbox, over all districts."""
    number = 0
    for district in places.districts():
        with within(district.pk):
            number += outbox.unsent()
    return number


def release(forget: bool) -> int:
    """Let it go out again; of what was in the outbox when the database came back, none where it is to be forgotten."""
    withdrawn, since = 0, holding.since()
    for district in places.districts():
        with within(district.pk):
            older = since if forget else None
            withdrawn += reminders.release(by=INSTALLER, district=district, older_than=older)
    holding.end()
    return withdrawn


def _drawn(most: int) -> QuerySet[Consultation]:
    return Consultation.objects.filter(erased_at=None).order_by("?")[:most]


def _opens(matter: Consultation) -> bool:
    try:
        content.open_for_adviser(matter)
    except Unsealable:
        return False
    return True
