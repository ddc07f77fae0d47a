"""Voice and photos of a chat go the web's own way: into the draft of a form, by the web's own actions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from menkou.chats.rules.lines import Line
from menkou.chats.rules.portions import Limits, Piece, portions
from menkou.chats.rules.standing import Sort
from menkou.consultations.content import LONGEST_TEXT
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.enclosing import sending
from menkou.consultations.models import Draft
from menkou.consultations.rules.packing import Packed
from menkou.core.actors import Actor
from menkou.core.errors import Invalid

VOICE = "audio/ogg"  # what core.voices writes
Start = Callable[[], tuple[Draft | None, bool]]


@dataclass(frozen=True)
class Said:
    """One thing that was said: words, or the bytes of a clip or page; no bytes: the platform has them no more."""

    sort: Sort
    text: str = field(repr=False, default="")
    content: bytes = field(repr=False, default=b"")
    seconds: int = 0

    @property
    def is_lost(self) -> bool:
        return self.sort is not Sort.WORDS and not self.content


@dataclass(frozen=True)
class Portion:
    """What one form sends."""

    text: str = field(repr=False)
    enclosed: tuple[Said, ...]


LOST = {Sort.VOICE: Line.LOST_VOICE, Sort.PHOTO: Line.LOST_PHOTO}


def sorted_out(said: Iterable[Said]) -> tuple[list[Portion], list[Line]]:
    """What was said as forms may send it, and what is to be told of what cannot be sent."""
    all_ = list(said)
    whole = [one for one in all_ if not one.is_lost and (one.content or one.text.strip())]
    limits = sending.limits()
    wanted = Limits(LONGEST_TEXT, limits.clips, limits.pages)
    found = portions([Piece(one.sort, one.text) for one in whole], wanted)
    told = [line for sort, line in LOST.items() if any(one.sort is sort and one.is_lost for one in all_)]
    return [_portion([whole[place] for place in places]) for places in found], told


def packed(by: Actor, start: Start, enclosed: Iterable[Said]) -> tuple[list[Packed], list[Line]]:
    """Put clips and pages into the draft; what is no picture is told and left out. Raises TooSoon, Conflict."""
    things = list(enclosed)
    if not things:
        return [], []
    draft, _ = start()
    if draft is None:
        return [], []  # sent before
    done: list[Packed] = []
    told: list[Line] = []
    for number, thing in enumerate(things, 1):
        try:
            done.append(_put(by, draft, number, thing))
        except Invalid:
            told.append(LOST[thing.sort])
    return done, list(dict.fromkeys(told))


def _put(by: Actor, draft: Draft, number: int, thing: Said) -> Packed:
    if thing.sort is Sort.PHOTO:
        enclosing.put_photo(by=by, draft=draft, number=number, photo=thing.content)
        return Packed(number)
    most = sending.limits().piece_kb * 1024
    pieces = [thing.content[at : at + most] for at in range(0, len(thing.content), most)]
    for place, piece in enumerate(pieces):
        enclosing.put_piece(by=by, draft=draft, clip=number, number=place, mime=VOICE, piece=piece)
    return Packed(number, len(pieces), thing.seconds)


def _portion(said: list[Said]) -> Portion:
    text = "\n".join(one.text for one in said if one.sort is Sort.WORDS)
    return Portion(text[:LONGEST_TEXT], tuple(one for one in said if one.sort is not Sort.WORDS))
