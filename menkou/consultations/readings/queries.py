"""What can be heard of the texts that residents are told, and what officers keep of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, F, Q, QuerySet
from django.db.models.functions import Substr

from menkou.consultations import consents
from menkou.consultations.models import Reading
from menkou.consultations.rules import notices, ranges
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import Township

Text = Reading.Text
MOST_SHOWN = 50


@dataclass(frozen=True)
class Heard:
    """Some bytes of a recording."""

    of: Reading
    start: int
    content: bytes


def told() -> dict[str, notices.Notice]:
    """What residents are told today, by which text."""
    own = {Text.LAWYER.value: "lawyer", Text.OTHER.value: "other"}
    return {text: consents.notice_for(kind) for text, kind in own.items()} | {Text.OPINION.value: notices.OPINION}


def digest_of(notice: notices.Notice) -> str:
    """SHA-256 of the words themselves: a recording of other words is not offered, whatever its version is called."""
    return sha256("\n".join((notice.short, *notice.full)).encode()).hexdigest()


def spoken(told: Iterable[notices.Notice], township_id: UUID | None = None) -> dict[str, Reading]:
    """The recordings of these words, by their version; a township's own before the district's."""
    versions = {digest_of(one): one.version for one in told}
    near = Q(township=None) | Q(township=township_id) if township_id else Q(township=None)
    found = _up().filter(near, text_digest__in=versions).order_by(F("township").asc(nulls_first=True))
    return {versions[one.text_digest]: one for one in found}


def spoken_of(notice: notices.Notice | None, township_id: UUID) -> Reading | None:
    """The recording of these words that people of a township hear."""
    return spoken([notice], township_id).get(notice.version) if notice else None


def reading_heard(pk: UUID) -> Reading:
    """How a resident's page gets hold of one. Raises DoesNotExist where it is not up, or of words that hold no more."""
    return _up().get(pk=pk, text_digest__in=[digest_of(one) for one in told().values()])


def readings_for(by: Actor) -> list[Reading]:
    """What an officer keeps, that can still be heard; the latest first."""
    found = _kept_by(by).filter(taken_down_at=None).select_related("township", "recorded_by", "put_up_by")
    return list(found[:MOST_SHOWN])


def reading_for(by: Actor, pk: UUID) -> Reading:
    """How an officer's page gets hold of one, also where it was taken down: what you may not see does not exist."""
    return _kept_by(by).get(pk=pk)


def townships_for(by: Actor) -> QuerySet[Township]:
    """For which townships an officer may read aloud."""
    all_ = places.townships()
    return all_ if by.has_role(Role.JUSTICE_BUREAU) else all_.filter(pk__in=by.held(Role.JUDICIAL_OFFICE))


def holds_words_of_today(reading: Reading) -> bool:
    """Whether residents are told just what was read."""
    return reading.text_digest == digest_of(told()[reading.text])


def brought_by(form: str) -> Reading | None:
    """What a form has brought already."""
    return Reading.objects.filter(form_digest=digest("reading", form)).first()


def part_of(reading: Reading, wanted: str) -> Heard | None:
    """Some bytes of a recording, read from the database as a player asks for them; None: there is no such part.

    Raises DoesNotExist where it was taken down this moment.
    """
    part = ranges.part(wanted, reading.size)
    if part is None:
        return None
    start, stop = part
    cut: Any = Substr("sound", start + 1, max(stop - start, 0), output_field=BinaryField())
    content = Reading.objects.filter(pk=reading.pk, taken_down_at=None).values_list(cut, flat=True).get()
    return Heard(reading, start, bytes(content))


def _up() -> QuerySet[Reading]:
    return Reading.objects.defer("sound").filter(put_up_at__isnull=False, taken_down_at=None)


def _kept_by(by: Actor) -> QuerySet[Reading]:
    found = Reading.objects.defer("sound")
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.filter(township__in=by.held(Role.JUDICIAL_OFFICE))
