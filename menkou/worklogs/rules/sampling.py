"""抽查: which entries of a period are looked at again is decided by a seed, so that nobody chooses them.

Anybody with the seed can draw again: each entry's place in the row is the SHA-256 of the seed's 32 bytes and the 16
bytes of the entry's id. From the front of that row each adviser's first few are taken, then whoever comes next, until
there are enough.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from hashlib import sha256
from math import ceil
from uuid import UUID

WIDTH = 16  # bytes of an id


def population_of(ids: Iterable[UUID]) -> bytes:
    """What was drawn from: the ids in their order, one behind another."""
    return b"".join(sorted(one.bytes for one in ids))


def ids_in(population: bytes) -> list[UUID]:
    return [UUID(bytes=population[at : at + WIDTH]) for at in range(0, len(population), WIDTH)]


def digest_of(population: bytes) -> bytes:
    """SHA-256 of those ids: whether somebody else has the same."""
    return sha256(population).digest()


def place_of(seed: bytes, one: UUID) -> bytes:
    """Where an entry stands in the row that the seed makes."""
    return sha256(seed + one.bytes).digest()


def drawn(seed: bytes, authors: Mapping[UUID, Hashable], percent: int, per_adviser: int) -> list[UUID]:
    """The sample of these entries, in the row's order: of each adviser's the least, of all together the share."""
    row = sorted(authors, key=lambda one: place_of(seed, one))
    taken: set[UUID] = set()
    has: Counter[Hashable] = Counter()
    for one in row:
        if has[authors[one]] < per_adviser:
            has[authors[one]] += 1
            taken.add(one)
    missing = max(0, ceil(len(row) * percent / 100) - len(taken))
    taken.update([one for one in row if one not in taken][:missing])
    return [one for one in row if one in taken]
