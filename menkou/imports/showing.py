"""Rows of a file as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from menkou.imports.models import Import, Line
from menkou.imports.rules.marking import Mark
from menkou.imports.rules.matching import INSTRUCTIONS
from menkou.imports.rules.sheets import ALL, KINDS, spoken

STATES = {"new": "planned", "changed": "due", "same": "done", "wrong": "overdue", "asked": "overdue"}
NOTHING = "（空）"


@dataclass(frozen=True)
class Read:
    """One row: where it stands, what would be done, and what it says or what is wrong."""

    line: Line
    state: str
    said: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]  # what, from what, to what


def as_read(line: Line) -> Read:
    """A row with its values in words."""
    names = line.values.get("_names", {})

    def told(value: Any) -> str:
        return names.get(value, spoken(value)) if isinstance(value, str) else spoken(value)

    fields = KINDS[line.kind].fields
    said = [(one.title, told(line.values[one.key])) for one in fields if line.values.get(one.key) not in (None, "")]
    changes = [
        (one.title, told(line.was[one.key]) or NOTHING, told(line.values.get(one.key)) or NOTHING)
        for one in fields
        if one.key in line.was
    ]
    return Read(line, STATES[line.status], said, changes)


def kinds_of(dropped: Import, counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The kinds of sheet in a file, with how many rows of each."""
    return [
        {"key": kind.key, "title": kind.title, "rows": sum(counts[kind.key].values())}
        for kind in ALL
        if kind.key in counts
    ]


def unread(dropped: Import) -> list[str]:
    """Sheets with rows of which nobody has said yet what they are."""
    return [
        one["name"]
        for one in dropped.sheets
        if not (one["kind"] or one["sure"]) and one["rows"] > 1 and one["name"] not in INSTRUCTIONS
    ]


def marks_of(lines: Iterable[Line]) -> list[Mark]:
    """What stands on which cell."""
    return [
        (line.sheet, line.row, problem["column"], problem["sentence"]) for line in lines for problem in line.problems
    ]
