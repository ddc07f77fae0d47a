"""测评: which households of a village are asked is decided by a seed, so that nobody chooses them; and five worded marks.

Anybody with the seed can draw again: each place of the household list stands in a row by the SHA-256 of the seed's 32
bytes and the place's number in eight bytes, the highest first. Who is asked are the first of that row; whoever could not
be met is replaced by the next of it, and by nobody else.
"""

from collections.abc import Hashable, Mapping
from hashlib import sha256
from typing import Final, TypeVar

WIDTH: Final = 8  # bytes of a place
MOST_HOUSEHOLDS: Final = 30_000  # of the largest community that there may be
MARKS: Final = {100: "很好", 80: "好", 60: "一般", 40: "差", 0: "很差"}  # out of a hundred
EXPLAINED_BELOW: Final = 60

K = TypeVar("K", bound=Hashable)
Happy = tuple[int, int]  # how many are satisfied, of how many
NONE: Final[Happy] = (0, 0)


def may_be_told(counts: Mapping[K | None, int], fewest: int) -> frozenset[K | None]:
    """Whose answers may be told in one number, of those that somebody typed in and those that came by link (None).

    Whoever typed some of them in knows how those households answered, and by a sum the others': so what is told without
    the answers of any one typist, and without those of all, is nothing or of at least so many. Of few, none is told.
    """
    typed = {one: count for one, count in counts.items() if one is not None and count}
    if counts.get(None, 0) >= fewest:
        return frozenset({None, *typed})
    most = max(typed, key=lambda one: typed[one], default=None)
    rest = sum(typed.values()) - typed.get(most, 0) if most is not None else 0
    told = {most} if 0 < rest < fewest else set(typed)
    return frozenset(told) if sum(typed.get(one, 0) for one in told if one is not None) >= fewest else frozenset()


def told(heard: Mapping[K | None, Happy], fewest: int) -> Happy:
    """What may be told of a village whose answers came so, by who typed them in."""
    among = may_be_told({one: count for one, (_, count) in heard.items()}, fewest)
    return sum(heard[one][0] for one in among), sum(heard[one][1] for one in among)


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
