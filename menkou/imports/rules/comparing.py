"""Every row beside what is on record: new, changed (from what to what), the same, wrong, or asked about."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from menkou.imports.rules.cleaning import Cell, Wrong, plain, shown
from menkou.imports.rules.matching import Layout, letters, rows_of
from menkou.imports.rules.reading import Sheet
from menkou.imports.rules.referring import Ask, Known, Values
from menkou.imports.rules.rows import Fault, Row, Settled, answer_key
from menkou.imports.rules.settling import SETTLE
from menkou.imports.rules.settling_groups import owner_name
from menkou.imports.rules.sheets import KINDS, ORDER, Field

NEW, CHANGED, SAME, WRONG, ASKED = "new", "changed", "same", "wrong", "asked"
BLANKS = {"", "/", "-", "—", "——", "\\"}
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
EVERY = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell: where it stands, what it says, and the sentence with the cure."""

    field: str
    title: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Question:
    """What a person has to say about a cell."""

    key: str
    sentence: str
    choices: list[tuple[str, str]]
    answer: str = ""


@dataclass
class Line:
    """One row of the file, judged."""

    sheet: str
    row: int
    kind: str
    status: str
    key: str = ""
    title: str = ""
    values: Values = field(default_factory=dict)
    was: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    question: Question | None = None


def compare(
    sheets: Iterable[tuple[Sheet, Layout]],
    known: Known,
    answers: Mapping[str, str],
    progress: Callable[[int], bool] | None = None,
) -> list[Line]:
    """All rows of all sheets, those that others speak of first. `progress` hears how many; it says whether to stop."""
    lines: list[Line] = []
    seen: dict[tuple[str, str], Line] = {}
    for sheet, layout in sorted(sheets, key=lambda both: ORDER[both[1].kind]):
        for number, said, places in rows_of(sheet, layout):
            if is_example(layout.kind, said):
                continue
            lines.append(_judge(sheet.name, number, layout.kind, said, places, known, answers, seen))
            if lines[-1].status in (WRONG, ASKED):
                known.refuse(layout.kind, lines[-1].values, f"“{sheet.name}”第 {number} 行")
            if progress and len(lines) % EVERY == 0 and progress(len(lines)):
                return lines
    return lines


def is_example(kind: str, said: Mapping[str, Cell]) -> bool:
    """Whether this is the template's own example row, as it was."""
    examples = {one.key: one.example for one in KINDS[kind].fields if one.example}
    return all(plain(said.get(key)) == text for key, text in examples.items())


def digest_of(lines: Iterable[Line]) -> str:
    """The same for two readings that would do the same."""
    told = [[one.kind, one.key, one.status, one.row, one.values, one.was] for one in lines]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def as_json(line: Line) -> dict[str, Any]:
    """A line for programs."""
    return asdict(line)


def _judge(
    sheet: str,
    number: int,
    kind: str,
    said: Mapping[str, Cell],
    places: Mapping[str, int],
    known: Known,
    answers: Mapping[str, str],
    seen: dict[tuple[str, str], Line],
) -> Line:
    line = Line(sheet, number, kind, WRONG)
    row = Row(sheet, number, KINDS[kind], {}, answers)
    for one in row.kind.fields:
        _read(one, said, places, row.values, line.problems)
    line.title = str(row.values.get("name") or row.values.get("village") or row.values.get("day") or "")
    if line.problems:
        line.values = row.values
        return line
    kept = dict(row.values)
    try:
        settled = SETTLE[kind](row, known)
    except Fault as fault:
        line.values = kept
        _blame(line, fault, said, places)
        return line
    line.key, line.title, line.values = settled.key, settled.title, row.values
    _differ(line, settled, known, seen, places)
    line.values["_names"] = _names(row.values, known)
    return line


def _names(values: Values, known: Known) -> dict[str, str]:
    """What those are called whom a row means by their codes, for whoever reads it."""
    found = {}
    for at in ("township", "village", "institution", "wished", "wished_house", "of", "a", "b"):
        for kind in ("townships", "villages", "institutions", "advisers"):
            if (code := values.get(at)) and (named := known.get(kind, code)):
                found[code] = named["name"]
    if owner := values.get("owner"):
        found[owner] = owner_name(known, owner)
    return found


def _read(
    one: Field, said: Mapping[str, Cell], places: Mapping[str, int], values: Values, problems: list[Problem]
) -> None:
    cell = said.get(one.key)
    text = plain(cell)
    if text in BLANKS:
        return
    try:
        if text in ERRORS:
            raise Wrong("这一格的公式算出了错误，请改成要写的内容。")
        values[one.key] = one.clean(cell)
    except Wrong as wrong:
        problems.append(Problem(one.key, one.title, letters(places[one.key]), shown(cell), str(wrong)))


def _blame(line: Line, fault: Fault, said: Mapping[str, Cell], places: Mapping[str, int]) -> None:
    one = KINDS[line.kind].by_key[fault.at]
    if isinstance(fault.cause, Ask):
        line.status = ASKED
        key = answer_key(line.sheet, line.row, fault.at)
        line.question = Question(key, fault.cause.sentence, fault.cause.choices)
    column = letters(places[fault.at]) if fault.at in places else ""
    line.problems.append(Problem(fault.at, one.title, column, shown(said.get(fault.at)), str(fault)))


def _differ(
    line: Line, settled: Settled, known: Known, seen: dict[tuple[str, str], Line], places: Mapping[str, int]
) -> None:
    """Say whether the row is new, changed or the same; a second row about the same thing has to say the same."""
    before = settled.before
    if (first := seen.get((line.kind, line.key))) is not None:
        if all(first.values.get(at) == value for at, value in line.values.items()):
            line.status = SAME
            return
        at = KINDS[line.kind].fields[0]
        where = f"第 {first.row} 行" if first.sheet == line.sheet else f"“{first.sheet}”第 {first.row} 行"
        sentence = f"和{where}说的是同一个，但写得不一样。请只留一行。"
        column = letters(places[at.key]) if at.key in places else ""
        line.status = WRONG
        line.problems.append(Problem(at.key, at.title, column, line.key, sentence))
        return
    seen[line.kind, line.key] = line
    if before is None:
        line.status = NEW
    else:
        line.was = {at: before.get(at) for at, value in line.values.items() if value != before.get(at)}
        line.status = CHANGED if line.was else SAME
    if line.status != SAME:
        known.put(line.kind, line.key if line.kind != "people" else line.values["username"], line.values)
        if line.kind == "people":
            known.memberships.add((line.values["username"], line.values["role"], line.values["of"]))
