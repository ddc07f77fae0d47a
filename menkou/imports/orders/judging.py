"""What each row of a table of orders would do: entered, there already, or wrong, and why. Changes nothing."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from menkou.advisers.models import Institution
from menkou.core.actors import Actor
from menkou.hotline import queries as hotline
from menkou.hotline import sealing
from menkou.hotline.forms import EnterForm, as_kept
from menkou.imports import queries
from menkou.imports.rules import referring
from menkou.imports.rules import sheets_of_orders as orders
from menkou.imports.rules.cleaning import Wrong, plain
from menkou.imports.rules.matching import rows_of
from menkou.imports.rules.reading import Sheet
from menkou.imports.rules.referring import Ask, Known
from menkou.imports.writing.finding import rolls
from menkou.places.models import District, Village

NEW, SAME, WRONG = "new", "same", "wrong"
WORDS = {NEW: "登记", SAME: "已经登记过", WRONG: "有错"}
SHAPES = {NEW: "planned", SAME: "done", WRONG: "overdue"}
UNKNOWN = "没有认出工单的表。表头要有“工单号”“12345 受理时间”“反映什么”“反映的事”，请照模板改。"
NO_ROWS = "表里还没有工单，示例那一行不算。"
TOO_MANY = f"一张表最多 {orders.MOST_ROWS} 件，请分几次。"
TWICE = "这张表里前面有同一个工单号。"
TITLES = {one.key: one.title for one in orders.FIELDS}


@dataclass
class Line:
    """One row: where it stands, what it says as far as it may be shown, and what would be done with it."""

    sheet: str
    row: int
    number: str
    status: str = NEW
    said: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)  # a column's title, and the sentence

    @property
    def word(self) -> str:
        return WORDS[self.status]

    @property
    def shape(self) -> str:
        return SHAPES[self.status]


@dataclass
class Judged:
    """A table, row by row; `new` is what would be typed, for the rows that are right."""

    batch: UUID
    lines: list[Line] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # titles of columns that are left alone
    new: list[dict[str, str]] = field(default_factory=list)
    problem: str = ""

    def count(self, status: str) -> int:
        return sum(one.status == status for one in self.lines)


def judged(sheets: Iterable[Sheet], district: District, batch: UUID) -> Judged:
    """All rows of all sheets of orders."""
    found, known, seen = Judged(batch), queries.known(district), set[str]()
    is_known = False
    for sheet in sheets:
        if (told := orders.layout_of(sheet)) is None:
            continue
        is_known = True
        layout, unread = told
        found.unread += unread
        for number, said, _ in rows_of(sheet, layout):
            if plain(said.get("number")) == orders.EXAMPLE:
                continue
            if len(found.lines) == orders.MOST_ROWS:
                found.problem = TOO_MANY
                return found
            values, problems = orders.cleaned(said)
            line = Line(sheet.name, number, as_kept(values.get("number", "")))
            _judge(found, line, values, problems, known, seen)
    if not found.lines:
        found.problem = NO_ROWS if is_known else UNKNOWN
    return found


def _judge(
    found: Judged, line: Line, values: dict[str, str], problems: list[tuple[str, str]], known: Known, seen: set[str]
) -> None:
    number = line.number
    problems += [(TITLES["number"], TWICE)] if number in seen else []
    seen |= {number} - {""}
    typed = _typed(values, known, problems) | {"form": uuid5(found.batch, f"{line.sheet}!{line.row}").hex}
    form = EnterForm(typed)
    blamed = {title for title, _ in problems}
    for name, sentences in form.errors.items():
        if (title := TITLES.get(name, name)) not in blamed:
            problems += [(title, str(one)) for one in sentences]
    line.problems, line.said = problems, _shown(values)
    line.status = WRONG if problems else SAME if hotline.is_entered(number) else NEW
    if line.status == NEW:
        found.new.append(typed)
    found.lines.append(line)


def _typed(values: dict[str, str], known: Known, problems: list[tuple[str, str]]) -> dict[str, str]:
    """As somebody would type and choose it in the form of one order."""
    typed = {key: values.get(key, "") for key in ("number", "received_at", "due_on", "kind", "subject", "text")}
    town = _code("township", values, known, problems)
    if number := _code("about", values, known, problems):
        typed["about"] = str(rolls([number]).get(number, ""))
    if code := _code("institution", values, known, problems):
        typed["institution"] = str(queries.ids(Institution, [code], "credit_code").get(code, ""))
    if code := _code("village", values, known, problems, town):
        typed["village"] = str(queries.ids(Village, [code], "code").get(code, ""))
    return typed


FIND = {
    "township": referring.town,
    "about": referring.adviser,
    "institution": referring.house,
    "village": referring.village,
}
EXACTLY = {"about": "请写执业证号。", "village": "请写 12 位代码。"}
ELSEWHERE = "表里"  # what another sheet of the importing centre would cure; there is none beside orders
CURES = {
    "township": "请核对镇街的名称。",
    "about": "请核对姓名，或者写执业证号。",
    "institution": "请核对名称，或者写统一社会信用代码。",
    "village": "请核对名称，或者写 12 位代码。",
}


def _code(at: str, values: dict[str, str], known: Known, problems: list[tuple[str, str]], *more: str) -> str:
    """Whom a cell means; empty where nothing stands there, or nobody knows."""
    if not values.get(at):
        return ""
    try:
        find: Any = FIND[at]
        return str(find(known, values[at], *more))
    except Ask as question:
        problems.append((TITLES[at], f"{question.sentence}{EXACTLY.get(at, '请写代码。')}"))
    except Wrong as wrong:
        unknown = f"本区没有叫“{values[at][:30]}”的。{CURES[at]}"
        problems.append((TITLES[at], unknown if ELSEWHERE in str(wrong) else str(wrong)))
    return ""


def _shown(values: dict[str, str]) -> str:
    """What of a row is shown: nothing of what it is about."""
    keys = ("received_at", "due_on", "about", "institution", "village")
    return "；".join(f"{TITLES[key]} {values[key]}" for key in keys if values.get(key))


def packed(by: Actor, found: Judged) -> str:
    """The rows that are right, as the page carries them to its button: sealed for this person, kept nowhere."""
    told = json.dumps({"batch": str(found.batch), "rows": found.new}, ensure_ascii=False)
    return b64encode(sealing.packed(told, reader=by.user_id)).decode()


def unpacked(by: Actor, carried: str) -> tuple[UUID, list[dict[str, str]]] | None:
    """None where it is not what this person's page was given."""
    try:
        told = sealing.unpacked(b64decode(carried, validate=True), reader=by.user_id)
    except ValueError:
        return None
    found = json.loads(told) if told else None
    return (UUID(found["batch"]), found["rows"]) if found else None
