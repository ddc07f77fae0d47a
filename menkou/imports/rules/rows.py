"""A row of a sheet, read: what it says, what is wrong with it, what it asks, and what it means beside what is on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from menkou.imports.rules import referring
from menkou.imports.rules.cleaning import Wrong
from menkou.imports.rules.columns import Kind
from menkou.imports.rules.referring import Ask, Known, Values

KEEP, CHANGE = "keep", "change"


class Fault(Exception):
    """One cell of a row is wrong, or asks for an answer."""

    def __init__(self, at: str, cause: Wrong | Ask) -> None:
        super().__init__(str(cause))
        self.at, self.cause = at, cause


@dataclass
class Row:
    """One row of a sheet, read: what it says, by field; and what people have answered about it."""

    sheet: str
    number: int
    kind: Kind
    values: Values
    answers: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, at: str, sentence: str) -> Fault:
        return Fault(at, Wrong(sentence))

    def ask(self, at: str, sentence: str, choices: list[tuple[str, str]]) -> str:
        """What was answered, or Fault with the question."""
        answer = self.answers.get(answer_key(self.sheet, self.number, at))
        if answer in dict(choices):
            return str(answer)
        raise Fault(at, Ask(sentence, choices))

    def refer(self, at: str, find: Callable[..., str], known: Known, *more: str) -> str:
        """Whom a cell means."""
        try:
            return find(known, self.values[at], *more)
        except Ask as question:
            return self.ask(at, question.sentence, question.choices)
        except Wrong as wrong:
            raise Fault(at, wrong) from wrong

    def demand(self, new: bool) -> None:
        """Raises Fault where a new row lacks what it needs."""
        for one in self.kind.fields if new else ():
            if one.needed and self.values.get(one.key) in (None, "", []):
                raise self.wrong(one.key, f"“{one.title}”没有填。新的一行要有它。")


@dataclass(frozen=True)
class Settled:
    """The key of a row, and what was on record under it: None where it is new."""

    key: str
    before: Values | None
    title: str


def answer_key(sheet: str, number: int, at: str) -> str:
    return f"{sheet}!{number}!{at}"


def inside(row: Row, known: Known, code: str) -> None:
    if not code.startswith(known.district):
        raise row.wrong("code", f"不是本区县的代码，本区县的代码以 {known.district} 开头。")


def same_name(row: Row, before: Values | None, key: Callable[[str], str]) -> None:
    """The same place in other words keeps its name; another name is asked about."""
    said = row.values.get("name")
    if before is None or not said or said == before["name"]:
        return
    answer = KEEP
    if key(said) != key(before["name"]):
        sentence = f"系统里这个代码叫“{before['name']}”，这张表写的是“{said}”。"
        choices = [(KEEP, f"还叫{before['name']}"), (CHANGE, f"改名为{said}，旧名留作曾用名")]
        answer = row.ask("name", sentence, choices)
    if answer == KEEP:
        row.values["name"] = before["name"]


def by_ending(row: Row, name: str, endings: Mapping[str, str], code: str = "") -> str:
    """The kind that a name, or the beginning of a credit code, says beyond doubt."""
    found = next((kind for ending, kind in endings.items() if name.endswith(ending)), None)
    found = found or {"31": "law_firm", "33": "legal_service_office"}.get(code[:2])
    if found is None:
        raise row.wrong("kind", "从名称看不出类别，请填“类别”。")
    return found


def village_of(row: Row, known: Known) -> str:
    values = row.values
    if not values.get("village"):
        raise row.wrong("village", "没有写是哪个村（社区）。")
    town = row.refer("township", referring.town, known) if values.get("township") else ""
    values["village"] = row.refer("village", referring.village, known, town)
    values.pop("township", None)
    return str(values["village"])
