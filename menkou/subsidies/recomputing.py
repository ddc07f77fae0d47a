"""重算: a batch made again, of what is kept beside its lines, and of what is on record now."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from menkou.places.models import Village
from menkou.subsidies.models import Batch, Line
from menkou.subsidies.reading import ground
from menkou.subsidies.rules.facts import amount_of
from menkou.subsidies.rules.laying import BACK, laid
from menkou.subsidies.rules.pricing import POSTS


@dataclass(frozen=True)
class Recomputed:
    """What comes of it: each line as it is and as it is made again, and how many days' lines the record has left behind."""

    batch: Batch
    lines: list[tuple[int, int, int]]  # number, fen, fen again
    facts: str  # SHA-256 of all that the lines were made of
    behind: int  # lines of which some days would be put right in the next batch

    @property
    def differing(self) -> list[tuple[int, int, int]]:
        return [one for one in self.lines if one[1] != one[2]]

    @property
    def is_same(self) -> bool:
        return not self.differing and sum(one[2] for one in self.lines) == self.batch.fen

    def for_programs(self) -> str:
        """The same words for the same batch, byte by byte."""
        said: dict[str, Any] = {
            "batch": str(self.batch.pk),
            "period": self.batch.period,
            "number": self.batch.number,
            "fen": self.batch.fen,
            "again": sum(one[2] for one in self.lines),
            "same": self.is_same,
            "facts_sha256": self.facts,
            "behind_the_record": self.behind,
            "lines": [{"number": number, "fen": fen, "again": again} for number, fen, again in self.lines],
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True)


def recomputed(batch: Batch) -> Recomputed:
    """Make every line again. Reads, and writes nothing."""
    lines = list(Line.objects.filter(batch=batch).order_by("number"))
    kept = json.dumps([one.facts for one in lines], ensure_ascii=False, sort_keys=True)
    again = [(one.number, one.fen, amount_of(one.facts)) for one in lines]
    return Recomputed(batch, again, sha256(kept.encode()).hexdigest(), _behind(batch, lines))


def _behind(batch: Batch, lines: list[Line]) -> int:
    """How many lines about the batch's days the next one would take back as things stand."""
    villages = list(Village.objects.filter(pk__in={one.village_id for one in lines if one.village_id}).order_by("code"))
    if not villages:
        return 0
    period = batch.first_day, batch.until_day
    read = ground(villages, *period)
    found = [
        one
        for village in villages
        for post in POSTS
        for one in laid(post, read.record.get((village.pk, post), []), read.now[village.pk][post], period)
    ]
    return sum(one.kind == BACK and period[0] <= one.span.first < period[1] for one in found)
