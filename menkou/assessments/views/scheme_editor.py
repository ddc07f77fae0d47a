"""The editor of a scheme as one page without a script: whatever button is pressed, all that was typed comes along."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Final

from django import forms
from django.http import QueryDict

from menkou.assessments.models import Scheme
from menkou.assessments.rules.items import written
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import Grade
from menkou.assessments.rules.schemes import Scheme as Rules
from menkou.assessments.views.scheme_forms import (
    KEY,
    GradeForm,
    ItemForm,
    SchemeForm,
    decimal_of,
    head_of,
    new_row,
    row_of,
)

MOST_ITEMS: Final = 40
MOST_GRADES: Final = 8
TITLE_TWICE: Final = "有两个等次同名，请改一个。"
LEAST_TWICE: Final = "有两个等次从同一个分数起，请改一个。"


class Editor:
    """A head, rows of items and rows of grades, as they are typed."""

    def __init__(self, scheme: Scheme, head: dict[str, Any], items: list[dict], grades: list[dict]) -> None:
        self.scheme, self.typed, self.rows, self.grade_rows = scheme, head, items, grades
        self.at: int | None = None  # the row that was moved, for the keyboard
        self._show()

    @classmethod
    def of(cls, scheme: Scheme, rules: Rules, standards: dict[str, str]) -> "Editor":
        """As the scheme stands."""
        items = [row_of(line, standards.get(line.item.key, "")) for line in rules.lines]
        grades = [
            {
                "title": one.title,
                "least": written(one.least),
                "coefficient": decimal_of(one.coefficient),
                "opens": list(one.opens),
            }
            for one in rules.grades
        ]
        return cls(scheme, head_of(scheme), items, grades)

    @classmethod
    def sent(cls, scheme: Scheme, sent: QueryDict) -> "Editor":
        """As it was typed; rows beyond what anybody needs are left."""
        head = {name: sent.get(name, "") for name in SchemeForm().fields}
        items = _rows(sent, "i", list(ItemForm(subject=scheme.subject).fields), MOST_ITEMS)
        return cls(scheme, head, items, _rows(sent, "g", list(GradeForm().fields), MOST_GRADES))

    def _show(self) -> None:
        self.head = SchemeForm(initial=self.typed)
        self.items = [
            ItemForm(initial=row, prefix=f"i{n}", subject=self.scheme.subject) for n, row in enumerate(self.rows)
        ]
        self.grades = [GradeForm(initial=row, prefix=f"g{n}") for n, row in enumerate(self.grade_rows)]

    def rearrange(self, do: str, measure: str) -> None:
        """Move, add or take away a row; what is no such word changes nothing."""
        what, _, said = do.partition("-")
        rows = self.grade_rows if what.startswith("grade") else self.rows
        at = int(said) if said.isdecimal() and len(said) < 3 else -1
        if what == "add" and len(rows) < MOST_ITEMS and (not measure or measure in MEASURES):
            rows.append(new_row(measure))
            self.at = len(rows) - 1
        elif what == "grade_add" and len(rows) < MOST_GRADES:
            rows.append({"coefficient": "1"})
        elif 0 <= at < len(rows):
            self._moved(rows, what, at)
        self._show()

    def _moved(self, rows: list[dict], what: str, at: int) -> None:
        if what in ("remove", "grade_remove"):
            del rows[at]
            return
        to = at + {"up": -1, "down": 1}.get(what, 0)
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            self.at = to

    def is_valid(self) -> bool:
        """Whether all of it can be kept; what is wrong stands beside each field."""
        self.head = SchemeForm(self.typed)
        subject = self.scheme.subject
        self.items = [
            ItemForm(_prefixed(f"i{n}", row), prefix=f"i{n}", subject=subject) for n, row in enumerate(self.rows)
        ]
        self.grades = [GradeForm(_prefixed(f"g{n}", row), prefix=f"g{n}") for n, row in enumerate(self.grade_rows)]
        is_whole = all([one.is_valid() for one in self.forms])
        return self._are_apart() and is_whole

    @property
    def forms(self) -> list[forms.Form]:
        return [self.head, *self.items, *self.grades]

    def _are_apart(self) -> bool:
        """No two grades have a name or a beginning in common."""
        seen: dict[str, set] = {"title": set(), "least": set()}
        is_so = True
        for form in self.grades:
            for name, words in (("title", TITLE_TWICE), ("least", LEAST_TWICE)):
                said = form.cleaned_data.get(name)
                if said is not None and said in seen[name]:
                    form.add_error(name, words)
                    is_so = False
                seen[name].add(said)
        return is_so

    def rules(self) -> Rules:
        """What was typed, as rules have it. Only of what is valid."""
        lines = tuple(form.line(key) for form, key in zip(self.items, self._keys(), strict=True))
        grades = tuple(Grade(**{**one.cleaned_data, "opens": tuple(one.cleaned_data["opens"])}) for one in self.grades)
        return Rules(lines, grades, self.head.weights, self.head.cleaned_data["cap"] or 0)

    def standards(self) -> dict[str, str]:
        return {key: one.cleaned_data["standard"] for one, key in zip(self.items, self._keys(), strict=True)}

    def _keys(self) -> list[str]:
        """The name that each item had; for a new one, or where two say the same, another."""
        found: list[str] = []
        wanted = [str(one.cleaned_data["key"]) for one in self.items]
        free = (f"item-{n}" for n in count(1))
        for one in wanted:
            is_own = KEY.fullmatch(one) and one not in found
            found.append(one if is_own else next(name for name in free if name not in (*wanted, *found)))
        return found

    @property
    def total(self) -> str:
        """All points together, of those that can be read."""
        field = ItemForm(subject=self.scheme.subject).fields["most"]
        return written(sum(_read(field, row.get("most", "")) for row in self.rows))

    @property
    def measures(self) -> Sequence[tuple[str, str]]:
        return ItemForm(subject=self.scheme.subject).fields["measure"].choices  # type: ignore[attr-defined]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What to mend: the field's id, and the words."""
        return [one for form in self.forms for one in _problems(form)]


def _problems(form: forms.Form) -> Iterator[tuple[str, str]]:
    yield from (("", str(words)) for words in form.non_field_errors())
    for field in form:
        yield from ((str(field.auto_id), str(words)) for words in field.errors)


def _rows(sent: QueryDict, letter: str, names: list[str], most: int) -> list[dict[str, Any]]:
    said = sent.get(f"{letter}-count", "0")
    number = min(most, int(said)) if said.isdecimal() and len(said) < 4 else 0
    return [{name: _typed(sent, f"{letter}{n}-{name}", name) for name in names} for n in range(number)]


def _typed(sent: QueryDict, full: str, name: str) -> str | list[str]:
    return sent.getlist(full) if name == "opens" else sent.get(full, "")


def _prefixed(prefix: str, row: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in row.items()}


def _read(field: forms.Field, said: str) -> int:
    try:
        return int(field.clean(said))
    except forms.ValidationError:
        return 0
