"""What is asked in the editor of schemes: the head, a row for each item, a row for each grade."""

import re
from typing import Any, Final

from django import forms

from menkou.assessments.models import Consequence, Kind, Scheme
from menkou.assessments.rules.items import POINT, Item, written
from menkou.assessments.rules.measures import BY_SOURCE, HAPPENS, MEASURES
from menkou.assessments.rules.schemes import (
    HAS_LEAST,
    HAS_STEP,
    MOST_COEFFICIENT,
    NAMES,
    SOURCES,
    WHOLE,
    Line,
    fault_of,
    source_of,
)
from menkou.core.forms import PartsField

KEY: Final = re.compile(r"[a-z0-9-]{1,30}")
JUDGED_BY_OFFICE: Final = "由司法所评分"
KIND_WORDS: Final = {
    "per_missing": "要求几次，少一次扣一次“每次”的分，扣完为止。",
    "met": "做到的达到“线”（百分之几），给满分；不到，不给分。",
    "share": "做到几成，给几成的分；填了“线”的，总数不到“线”那么多就按满分。",
    "per_result": "做一次，得一次“每次”的分，得满为止。",
    "on_time": "按时的每次加“每次”的分，晚了不加，没做的同样扣。",
    "per_case": "发生一次，扣一次“每次”的分，扣完为止；没有发生，得满分。",
    "judged": "由司法所打分，没有给满分的要写为什么。",
    "rated": "答卷里满意的占几成，给几成的分；填了“线”的，不到那么多份就按满分。",
}


def decimal(label: str, parts: int, most: int, empty: str = "", **more: Any) -> PartsField:
    """A number that is kept as whole parts; not asked for where it does not say what is missing."""
    digits = len(str(parts)) - 1
    box = forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"})
    return PartsField(
        label=label,
        parts=parts,
        most=most,
        wrong=f"请填数字，像 7.5，小数最多 {digits} 位。",
        large=f"最大 {most // parts}。",
        required=bool(empty),
        widget=box,
        error_messages={"required": empty},
        **more,
    )


class SchemeForm(forms.Form):
    """The head."""

    title = forms.CharField(
        label="名称",
        max_length=60,
        error_messages={"required": "请写名称。", "max_length": "名称最多 60 字。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="哪一份文件，有文号的写文号。",
        error_messages={"required": "请写依据；还没有文件的，写“讨论稿”。", "max_length": "依据最多 200 字。"},
    )
    cap = decimal("总分最多", POINT, 9_999 * POINT, help_text="做一得一的办法才用；不填，就是各项加起来的分。")
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in SOURCES:
            wrong = dict.fromkeys(("invalid", "min_value", "max_value"), "占比请填 0 到 100 的整数。")
            box = forms.NumberInput(attrs={"inputmode": "numeric"})
            self.fields[f"weight_{one}"] = forms.IntegerField(
                label=f"{NAMES[one]}占", required=False, min_value=0, max_value=WHOLE, widget=box, error_messages=wrong
            )

    @property
    def weights(self) -> dict[str, int]:
        """Of the sources that have one."""
        found = {one: self.cleaned_data.get(f"weight_{one}") or 0 for one in SOURCES}
        return {one: weight for one, weight in found.items() if weight}

    @property
    def shares(self) -> list[forms.BoundField]:
        return [self[f"weight_{one}"] for one in SOURCES]


class ItemForm(forms.Form):
    """考核项目: a row."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="项目", max_length=40, error_messages={"required": "请写项目的名称。", "max_length": "最多 40 字。"}
    )
    most = decimal("分值", POINT, 1_000 * POINT, "请填分值。")
    measure = forms.ChoiceField(
        label="数据来源", required=False, error_messages={"invalid_choice": "请从里面选一个数据来源。"}
    )
    kind = forms.ChoiceField(
        label="怎么算",
        choices=Kind,
        error_messages={"required": "请选怎么算。", "invalid_choice": "请从里面选一种算法。"},
    )
    step = decimal("每次几分", POINT, 1_000 * POINT)
    least = forms.IntegerField(
        label="线",
        required=False,
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "请填整数。"),
    )
    standard = forms.CharField(
        label="内容和标准",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "最多 300 字。"},
    )

    def __init__(self, *args: Any, subject: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subject = subject
        own = [(key, one.title) for key, one in MEASURES.items() if subject in one.subjects]
        fields: dict[str, Any] = self.fields
        fields["measure"].choices = [*own, ("", JUDGED_BY_OFFICE)]

    @property
    def words(self) -> str:
        """What it counts, and what its kind does with it."""
        measure, kind = (str(self[name].value() or "") for name in ("measure", "kind"))
        counts = MEASURES[measure].words if measure in MEASURES else ""
        return f"{counts}{KIND_WORDS.get(kind, '')}"

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and (problem := fault_of(self.line(""), self.subject)):
            self.add_error(problem.what, problem.words)
        return found

    def line(self, key: str) -> Line:
        """As rules have it; what its kind does not use is left out."""
        said = self.cleaned_data
        kind, measure = said["kind"], said["measure"]
        step, least = (
            said[name] or 0 if kind in uses else 0 for name, uses in (("step", HAS_STEP), ("least", HAS_LEAST))
        )
        return Line(Item(key, said["title"], kind, said["most"], step, least), source_of(measure), measure)


class GradeForm(forms.Form):
    """等次: a row."""

    title = forms.CharField(
        label="等次", max_length=10, error_messages={"required": "请写等次的名称。", "max_length": "最多 10 字。"}
    )
    least = decimal("从几分起", POINT, 9_999 * POINT, "请填从几分起。")
    coefficient = decimal("补贴系数", 1_000, MOST_COEFFICIENT, "请填补贴系数，像 0.9。")
    opens = forms.MultipleChoiceField(
        label="要办的",
        choices=Consequence.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从里面选。"},
    )


class AdoptForm(forms.Form):
    """定下来."""

    valid_from = forms.ChoiceField(
        label="从哪个半年起用",
        error_messages={"required": "请选从哪个半年起用。", "invalid_choice": "请从里面选一个半年。"},
    )
    source = forms.CharField(
        label="依据的文件",
        max_length=200,
        help_text="写明文号，例如：区司发〔2027〕1号。",
        error_messages={"required": "请写依据的文件。", "max_length": "最多 200 字。"},
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, halves: list, **more: Any) -> None:
        super().__init__(*args, **more)
        self.halves = {one.key: one for one in halves}
        fields: dict[str, Any] = self.fields
        fields["valid_from"].choices = [(one.key, f"{one.title}（{one.first:%Y-%m-%d} 起）") for one in halves]

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return {**self.cleaned_data, "valid_from": self.halves[self.cleaned_data["valid_from"]].first}


def row_of(line: Line, standard: str) -> dict[str, Any]:
    """An item as it stands in the editor."""
    item = line.item
    return {
        "key": item.key,
        "title": item.title,
        "most": written(item.most),
        "measure": line.measure,
        "kind": item.kind,
        "step": written(item.step) if item.kind in HAS_STEP else "",
        "least": str(item.least) if item.kind in HAS_LEAST else "",
        "standard": standard,
    }


def new_row(measure: str) -> dict[str, Any]:
    """A row to begin with, for what it counts; for what nothing counts, one that is judged."""
    kind = "judged" if not measure else "per_case" if measure in HAPPENS else "share"
    kind = {BY_SOURCE["residents"]: "rated", "pushes": "on_time"}.get(measure, kind)
    title = MEASURES[measure].title if measure else ""
    step = "1" if kind in HAS_STEP else ""
    return {"title": title, "most": "", "measure": measure, "kind": kind, "step": step, "least": ""}


def head_of(scheme: Scheme) -> dict[str, Any]:
    """The head as it stands in the editor."""
    weights = {f"weight_{one}": weight or "" for one, weight in zip(SOURCES, scheme.weights, strict=False)}
    cap = written(scheme.cap) if scheme.cap else ""
    return {"title": scheme.title, "source": scheme.source, "cap": cap, "edition": scheme.edition, **weights}


def decimal_of(thousandths: int) -> str:
    """0.9, of 900."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
