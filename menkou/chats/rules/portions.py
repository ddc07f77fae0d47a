"""What was said in many messages, as the few that a form may send: a district's limits hold in a chat as well."""

from collections.abc import Iterable
from typing import NamedTuple

from menkou.chats.rules.standing import Sort


class Limits(NamedTuple):
    """How much one message of a matter holds."""

    characters: int
    clips: int
    pages: int


class Piece(NamedTuple):
    """One thing that was said: words, or a clip or page whose bytes are elsewhere."""

    sort: Sort
    text: str = ""


def portions(pieces: Iterable[Piece], limits: Limits) -> list[list[int]]:
    """The places of the pieces, in order, in as few portions as there may be; a longer text stands alone."""
    found: list[list[int]] = []
    room = Limits(-1, 0, 0)
    for place, piece in enumerate(pieces):
        need = Limits(len(piece.text) + 1, piece.sort is Sort.VOICE, piece.sort is Sort.PHOTO)
        if not found or any(more > left for more, left in zip(need, room, strict=True)):
            found.append([])
            room = Limits(limits.characters + 1, *limits[1:])
        found[-1].append(place)
        room = Limits(*(left - more for more, left in zip(need, room, strict=True)))
    return found
