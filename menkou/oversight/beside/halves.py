"""半年: the spans that programmes report by, January to June and July to December."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from menkou.core import clock

SAID = re.compile(r"(20\d\d)-([12])")


@dataclass(frozen=True)
class Half:
    """Half a calendar year in Shanghai."""

    year: int
    number: int  # 1 or 2

    @classmethod
    def of(cls, day: date) -> "Half":
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def called(cls, said: str) -> "Half | None":
        """As an address says it: 2026-2."""
        match = SAID.fullmatch(said)
        return cls(int(match[1]), int(match[2])) if match else None

    @property
    def before(self) -> "Half":
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)

    @property
    def start(self) -> datetime:
        return clock.start_of(date(self.year, 6 * self.number - 5, 1))

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        return clock.start_of(date(self.year, 7, 1) if self.number == 1 else date(self.year + 1, 1, 1))

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return f"{self.year} 年{'上' if self.number == 1 else '下'}半年"
