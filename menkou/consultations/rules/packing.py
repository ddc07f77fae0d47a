"""What a form says that it sends beside its words: which clips and pages, and of how many pieces each is."""

import re
from typing import NamedTuple

PIECE_SECONDS = 5  # so much is sent at once while somebody speaks
PACKED = re.compile(r"([1-9][0-9]?)(?::([1-9][0-9]{0,2}):([0-9]{1,3}))?")


class Packed(NamedTuple):
    """One clip or page. A page is one piece; a file that comes along with the form itself has its source."""

    number: int
    pieces: int = 1
    seconds: int = 0
    source: bytes = b""

    @property
    def said(self) -> str:
        """As a form carries it."""
        return f"{self.number}:{self.pieces}:{self.seconds}" if self.seconds else str(self.number)

    @property
    def words(self) -> str:
        """The same for the same thing, in a digest of what was sent."""
        return f"{self.number}:{self.pieces}:{self.seconds}:{self.source.hex()}"


def read(words: list[str]) -> list[Packed] | None:
    """What forms carry: 3 is page 3, 4:13:62 a clip of 13 pieces and 62 seconds; None where they are not."""
    found = []
    for word in words:
        match = PACKED.fullmatch(word)
        if match is None:
            return None
        number, pieces, seconds = match.groups(default="0")
        found.append(Packed(int(number), int(pieces) or 1, int(seconds)))
    numbers = [one.number for one in found]
    return sorted(found) if len(set(numbers)) == len(numbers) else None
