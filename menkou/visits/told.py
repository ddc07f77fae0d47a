"""What a phone tells of a visit, and what it is told back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from menkou.places.models import Village
from menkou.visits.models import Visit


@dataclass(frozen=True)
class Voice:
    """What was said into the phone."""

    mime: str
    seconds: int
    sound: bytes


@dataclass(frozen=True)
class Told:
    """One visit as a phone tells it, by the phone's own clock."""

    key: UUID
    village: Village
    how: str
    came: datetime
    left: datetime
    phone_now: datetime
    kinds: Sequence[str]  # what was done, each once
    people: int = 0
    said: str = ""
    place: tuple[float, float] | None = None  # longitude and latitude; a kilometre is as near as we keep it
    voice: Voice | None = None
    photo: bytes | None = None


@dataclass(frozen=True)
class Logged:
    """The visit, and whether this call has put it on record, or was told something else before."""

    visit: Visit
    is_new: bool
    is_changed: bool = False
    left_out: str = ""  # why the photo did not go along
