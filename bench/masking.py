"""How much of what is planted in invented consultations the masks find: `python -m bench.masking [--missed]`.

Recall counts a planted word as found when each of its letters is masked, as whatever kind. Precision counts a mask as
right when it touches a planted word of its kind. Both with nothing known beforehand, which is the harder half.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from menkou.consultations.rules.masking.found import NUMBERS, Kind
from menkou.consultations.rules.masking.proposing import Mask, proposed

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "masking"
PARTS = ("development", "second", "kept_aside")
LABEL = re.compile(r"〈(\w)\|([^〉]+)〉")
KINDS = {
    **{"n": Kind.NAME, "p": Kind.PHONE, "l": Kind.PHONE, "i": Kind.IDENTITY, "c": Kind.CARD, "v": Kind.PLATE},
    **{"w": Kind.ACCOUNT, "e": Kind.EMAIL, "V": Kind.PLACE, "T": Kind.PLACE, "C": Kind.PLACE, "R": Kind.PLACE},
    **{"H": Kind.ADDRESS, "O": Kind.ORGANISATION, "A": Kind.AGE, "B": Kind.AGE, "M": Kind.SUM},
}
ALIKE = {Kind.ADDRESS: Kind.PLACE}  # a house number beside a road is masked as either


@dataclass(frozen=True)
class Planted:
    """A planted word: from where to where, and what it is."""

    start: int
    end: int
    kind: Kind


@dataclass
class Tally:
    """What was planted, found and masked in vain, by kind."""

    planted: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    masked: Counter[Kind] = field(default_factory=Counter)
    rightly: Counter[Kind] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    vain: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, kinds: Iterable[Kind]) -> float:
        """The share of the planted words that are masked."""
        kinds = list(kinds)
        return sum(self.found[one] for one in kinds) / max(1, sum(self.planted[one] for one in kinds))

    def precision(self, kinds: Iterable[Kind]) -> float:
        """The share of the masks that are over a planted word of their kind."""
        kinds = list(kinds)
        return sum(self.rightly[one] for one in kinds) / max(1, sum(self.masked[one] for one in kinds))


def read(part: str) -> list[tuple[str, list[Planted]]]:
    """The texts of a part without their labels, and the labels."""
    return [unlabelled(line) for line in (TEXTS / f"{part}.txt").read_text().splitlines()]


def unlabelled(line: str) -> tuple[str, list[Planted]]:
    """A text as its asker would have sent it, and what is planted where."""
    text, planted, at = "", [], 0
    for found in LABEL.finditer(line):
        text += line[at : found.start()]
        planted.append(Planted(len(text), len(text) + len(found[2]), KINDS[found[1]]))
        text, at = text + found[2], found.end()
    return text + line[at:], planted


def tallied(texts: Iterable[tuple[str, list[Planted]]]) -> Tally:
    """All texts masked, with nothing known of them."""
    tally = Tally()
    for text, planted in texts:
        masks = proposed(text)
        hidden = {place for mask in masks for place in range(mask.start, mask.end)}
        for one in planted:
            tally.planted[one.kind] += 1
            if all(place in hidden for place in range(one.start, one.end) if text[place].isalnum()):
                tally.found[one.kind] += 1
            else:
                tally.missed.append((one.kind, _marked(text, one.start, one.end)))
        _judge(tally, text, masks, planted)
    return tally


def _judge(tally: Tally, text: str, masks: list[Mask], planted: list[Planted]) -> None:
    for mask in masks:
        kind = ALIKE.get(mask.kind, mask.kind)
        tally.masked[mask.kind] += 1
        touched = [one for one in planted if one.start < mask.end and mask.start < one.end]
        if any(ALIKE.get(one.kind, one.kind) == kind for one in touched):
            tally.rightly[mask.kind] += 1
        else:
            tally.vain.append((mask.kind, _marked(text, mask.start, mask.end)))


def _marked(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 10) : start]}【{text[start:end]}】{text[end : end + 8]}"


def main() -> None:
    """Print both parts; what was missed only of the part that rules may be made by."""
    parser = argparse.ArgumentParser(prog="python -m bench.masking", description=__doc__)
    parser.add_argument("--missed", action="store_true", help="also what was missed of the development part")
    parser.add_argument("--part", choices=PARTS, help="only this part")
    options = parser.parse_args()
    console = Console()
    for part in [options.part] if options.part else PARTS:
        texts = read(part)
        began = time.monotonic()
        tally = tallied(texts)
        took = time.monotonic() - began
        console.print(_table(f"{part}: {len(texts)} texts, {1000 * took / len(texts):.1f} ms each", tally))
        if options.missed and part != PARTS[-1]:
            lines = [f"missed {kind}: {words}" for kind, words in tally.missed]
            lines += [f"in vain {kind}: {words}" for kind, words in tally.vain]
            sys.stdout.write("\n".join(lines) + "\n")


def _table(title: str, tally: Tally) -> Table:
    table = Table("kind", "planted", "recall", "masks", "precision", title=title)
    rows = [(str(kind), [kind]) for kind in Kind] + [("all numbers", list(NUMBERS)), ("all", list(Kind))]
    for name, kinds in rows:
        planted, masks = sum(tally.planted[one] for one in kinds), sum(tally.masked[one] for one in kinds)
        table.add_row(name, f"{planted}", f"{tally.recall(kinds):.1%}", f"{masks}", f"{tally.precision(kinds):.1%}")
    return table


if __name__ == "__main__":
    main()
