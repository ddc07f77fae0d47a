"""测评: which households of a village are asked is decided by a seed, so that nobody chooses them; and five worded marks.

Anybody with the seed can draw again: each place of the household list stands in a row by the SHA-256 of the seed's 32
bytes and the place's number in eight bytes, the highest first. Who is asked are the first of that row; whoever could not
be met is replaced by the next of it, and by nobody else.
"""

from hashlib import sha256
from typing import Final

WIDTH: Final = 8  # bytes of a place
MOST_HOUSEHOLDS: Final = 30_000  # of the largest community that there may be
MARKS: Final = {100: "很好", 80: "好", 60: "一般", 40: "差", 0: "很差"}  # out of a hundred
EXPLAINED_BELOW: Final = 60


Happy = tuple[int, int]  # how many are satisfied, of how many
NONE: Final[Happy] = (0, 0)


def told(typed: Happy, linked: Happy, fewest: int) -> Happy:
    """What may be told of a village that answered so by phone or paper, and so by link; none of fewer than so many.

    Whoever typed in the others would know by a sum how the few answered that came by link: they are left out.
    """
    happy, count = (one + (other if linked[1] >= fewest else 0) for one, other in zip(typed, linked, strict=True))
    return (happy, count) if count >= fewest else NONE


def place_of(seed: bytes, place: int) -> bytes:
    """Where a household stands in the row that the seed makes."""
    return sha256(seed + place.to_bytes(WIDTH, "big")).digest()


def row_of(seed: bytes, households: int) -> list[int]:
    """All places of a household list, as the seed puts them one behind another."""
    return sorted(range(1, households + 1), key=lambda place: place_of(seed, place))


def drawn(seed: bytes, households: int, size: int) -> list[int]:
    """Who is asked: as many as wanted, all where there are no more."""
    return row_of(seed, households)[:size]


def after(seed: bytes, households: int, taken: int, count: int) -> list[int]:
    """The next of the row, behind so many that were taken: fewer where it ends."""
    return row_of(seed, households)[taken : taken + count]
