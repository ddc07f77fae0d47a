"""What is asked on the pages of an assessment. Every error says what to do; what was typed is kept."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django import forms

from menkou.assessments import queries
from menkou.assessments.answering.righting import JUDGED
from menkou.assessments.models import Reply, SchemeItem, Score
from menkou.assessments.rules.items import POINT, written
from menkou.core.forms import OnceForm, PartsField, words
from menkou.worklogs.rules.periods import Period

HAS_WHOLE = ("share", "rated", "met", "per_missing", "on_time")  # kinds that hold what was done against what was asked
NO_NUMBER = "请填 0、1、2 这样的数字。"


def points(label: str, most: int, hint: str = "", *, required: bool = True) -> PartsField:
    """Points as people write them, out of so many hundredths, in which they are kept."""
    wrong = f"请填 0 到 {written(most)} 之间的分数，最多两位小数。"
    return PartsField(label=label, parts=POINT, most=most, wrong=wrong, required=required, help_text=hint)


class Given(NamedTuple):
    """Points that an office gives for an item, in hundredths, and its words."""

    item: UUID
    points: int
    note: str


class OpenForm(forms.Form):
    """开始考核."""

    period = forms.ChoiceField(label="考核哪个半年", error_messages={"required": "请选要考核哪个半年。"})

    def __init__(self, sent: Any = None, *, periods: Sequence[Period]) -> None:
        super().__init__(sent)
        fields: dict[str, Any] = self.fields
        fields["period"].choices = [(one.key, one.title) for one in periods]


class ScoreForm(forms.Form):
    """司法所评分: every item that is judged, and what the office says of the whole."""

    def __init__(self, sent: Any = None, *, scores: Sequence[Score], comment: str) -> None:
        super().__init__(sent)
        self.scores, self.before = scores, comment
        for score in scores:
            item, is_given = score.item, score.is_counted
            title = f"{item.title}（满分 {written(item.most)} 分）"
            self.fields[f"points-{item.key}"] = points(title, item.most, item.standard)
            self.fields[f"note-{item.key}"] = words(
                "评分的话", 300, rows=2, hint="没有给满分的，写明为什么，本人看得到。"
            )
            if is_given:
                self.initial[f"points-{item.key}"] = written(score.points)
            self.initial[f"note-{item.key}"] = score.note
        self.fields["comment"] = words("司法所的意见", 500, hint="本人看得到。")
        self.initial["comment"] = comment

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for score in self.scores:
            given = said.get(f"points-{score.item.key}")
            if given is not None and given < score.item.most and not said.get(f"note-{score.item.key}"):
                self.add_error(f"note-{score.item.key}", "没有给满分的，请写为什么。")
        return said

    def changed(self) -> list[Given]:
        """What differs from what is there."""
        found = []
        for score in self.scores:
            item, said = score.item, self.cleaned_data
            given = Given(item.pk, said[f"points-{item.key}"], said[f"note-{item.key}"])
            if not score.is_counted or (given.points, given.note) != (score.points, score.note):
                found.append(given)
        return found

    def comment(self) -> str:
        """The words of the whole; empty where they are as before."""
        said = self.cleaned_data["comment"]
        return "" if said == self.before else said


class ReplyForm(OnceForm):
    """说明, 申请复核."""

    item = forms.ChoiceField(label="哪一项", required=False, error_messages={"invalid_choice": "请选是哪一项。"})
    text = words(
        "您的说明", 1000, "请写说明。", hint="写清楚是哪件事、哪一天、有什么佐证。不写村（居）民的姓名和咨询的内容。"
    )
    wants_review = forms.BooleanField(
        label="申请复核：请区司法局的另一个人重新看这一项", required=False, help_text="复核以后，分只会不变或者更高。"
    )

    def __init__(self, sent: Any = None, *, items: Sequence[SchemeItem], **how: Any) -> None:
        super().__init__(sent, **how)
        fields: dict[str, Any] = self.fields
        fields["item"].choices = [("", "整张表"), *((str(one.pk), one.title) for one in items)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("wants_review") and not said.get("item"):
            self.add_error("item", "申请复核，请选是哪一项。")
        return said


class DecideForm(forms.Form):
    """复核决定."""

    decision = forms.ChoiceField(
        label="维持还是改分",
        choices=Reply.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": "请选维持还是改分。"},
    )
    note = words("理由", 500, "请写理由，申请的人看得到。", hint="申请的人看得到；写看了哪些佐证。")

    field_order = ("decision", "done", "asked", "note")

    def __init__(self, sent: Any = None, *, score: Score) -> None:
        super().__init__(sent)
        item, unit = score.item, queries.unit_of(score.item.measure)
        if item.kind == JUDGED:
            self.fields["done"] = points(f"改分的，改成几分（满分 {written(item.most)}）", item.most, required=False)
        else:
            self.fields["done"] = _number(f"改分的，算成几{unit}", score.done)
        if item.kind in HAS_WHOLE:
            self.fields["asked"] = _number(f"一共几{unit}", score.asked)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == Reply.Decision.CHANGED and said.get("done") is None and "done" not in self.errors:
            self.add_error("done", "改分的，请填改成多少。")
        return said

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return {"done": None, "asked": None, **self.cleaned_data}


def _number(label: str, initial: int | None) -> forms.IntegerField:
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_NUMBER)
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100_000,
        required=False,
        error_messages=wrong,
        help_text="" if initial is None else f"现在是 {initial}。",
    )
