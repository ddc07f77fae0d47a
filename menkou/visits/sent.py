"""What a phone sends: many visits in one request, each taken or told what is wrong with it, so that none holds up another."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError, field_validator

from menkou.places.models import Village
from menkou.visits.models import How
from menkou.visits.told import Told, Voice
from menkou.worklogs.models import Entry

MOST_VISITS: Final = 60  # in one request
MOST_OF_A_CLIP: Final = 400_000  # twenty seconds at Safari's 128 kbit/s
MOST_OF_A_PHOTO: Final = 8 << 20
CLIP_SECONDS: Final = 20
UNREADABLE: Final = "这条到村记得不全，没有收下。请重新记一次。"
NO_VILLAGE: Final = "没有找到这个村，可能已经撤并了。请换一个村重新记。"
CLIP_TOO_LARGE: Final = "这段语音太长了，没有收下。请去掉语音再送一次。"
Milliseconds = Annotated[int, Field(ge=0, lt=4_102_444_800_000)]  # as a phone counts them, up to the year 2100


class VisitIn(BaseModel):
    """One visit by the phone's own clock."""

    key: UUID
    village: UUID
    how: How
    came: Milliseconds
    left: Milliseconds
    kinds: Annotated[list[Entry.Kind], Field(min_length=1, max_length=20)]
    people: Annotated[int, Field(ge=0, le=9999)] = 0
    said: Annotated[str, Field(max_length=500)] = ""
    place: tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]] | None = None
    mime: Literal["", "audio/webm", "audio/mp4", "audio/ogg"] = ""
    seconds: Annotated[int, Field(ge=0, le=CLIP_SECONDS + 1)] = 0

    @field_validator("said", mode="before")
    @classmethod
    def is_text(cls, said: object) -> object:
        """Without what no text holds, which the database would refuse."""
        if not isinstance(said, str):
            return said
        return "".join(letter for letter in said if letter != "\x00" and not "\ud800" <= letter <= "\udfff").strip()


class Unreadable(ValueError):
    """What was sent is no list of visits at all."""


def read(words: str) -> list[dict[str, Any]]:
    """The visits as they were sent. Raises Unreadable."""
    try:
        found = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, list) or len(found) > MOST_VISITS or not all(isinstance(one, dict) for one in found):
        raise Unreadable
    return found


def told(
    one: dict[str, Any], phone_now: int, files: Mapping[str, Any], village_of: Mapping[UUID, Village]
) -> Told | str:
    """A visit with what belongs to it, or what is wrong with it."""
    try:
        said = VisitIn.model_validate(one)
    except ValidationError:
        return UNREADABLE
    if (village := village_of.get(said.village)) is None:
        return NO_VILLAGE
    clip, photo = (files.get(f"{name}-{said.key}") for name in ("clip", "photo"))
    if clip and clip.size > MOST_OF_A_CLIP:
        return CLIP_TOO_LARGE
    return Told(
        key=said.key,
        village=village,
        how=said.how,
        came=moment(said.came),
        left=moment(said.left),
        phone_now=moment(phone_now),
        kinds=list(dict.fromkeys(kind.value for kind in said.kinds)),
        people=said.people,
        said=said.said,
        place=said.place,
        voice=Voice(said.mime, max(1, said.seconds), clip.read()) if clip and said.mime else None,
        photo=photo.read() if photo else None,
    )


def moment(milliseconds: int) -> datetime:
    """An instant as phones count it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
