"""Plain words, and what has been found in them so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from menkou.consultations.rules.masking.found import Finder, Found

WALL: Final = "\ufffc"  # stands where something is masked already: nothing that is found reaches over it


@dataclass
class Sheet:
    """Plain words in which what is masked is a wall."""

    words: str
    found: list[Found] = field(default_factory=list)

    def take(self, finder: Finder) -> bool:
        """All that a finder finds, until it finds nothing more; what comes first goes before what overlaps it."""
        before = len(self.found)
        while self._took(finder(self.words)):
            pass
        return len(self.found) > before

    def _took(self, found: Iterable[Found]) -> bool:
        is_new = False
        for one in found:
            if WALL not in self.words[one.start : one.end] and one.start < one.end:
                self.found.append(one)
                self.words = self.words[: one.start] + WALL * (one.end - one.start) + self.words[one.end :]
                is_new = True
        return is_new
