"""What is asked in a survey, and of whoever types it in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from menkou.assessments.models import Answer
from menkou.assessments.rules.surveys import EXPLAINED_BELOW, MARKS, MOST_HOUSEHOLDS
from menkou.assessments.surveying.said import Said

QUESTIONS = {
    "knows": ("您知道谁是本村（社区）的法律顾问吗？", "知道", "不知道"),
    "reaches": ("您知道怎么找他（她）吗？", "知道", "不知道"),
    "asked": ("您或者家里人找过吗？", "找过", "没找过"),
}
ABOUT_ALL = "总的来说，您满意吗？"


class SurveyForm(forms.Form):
    """四个问题, by whoever is asked: each has an answer."""

    satisfied = forms.ChoiceField(
        label=ABOUT_ALL,
        choices=Answer.Satisfied,
        widget=forms.RadioSelect,
        error_messages={"required": "最后一题还没有选。", "invalid_choice": "请点一个答案。"},
    )
    leaves_open = False

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        asked: dict[str, forms.Field] = {}
        for number, (name, (words, yes, no)) in enumerate(QUESTIONS.items(), 1):
            asked[name] = forms.ChoiceField(
                label=words,
                choices=[("yes", yes), ("no", no), *([("", "没有说")] if self.leaves_open else [])],
                required=not self.leaves_open,
                widget=forms.RadioSelect,
                error_messages={"required": f"第 {number} 题还没有选。", "invalid_choice": "请点一个答案。"},
            )
        self.fields = {**asked, **self.fields}

    def said(self) -> Said:
        """What the action is told."""
        told = {name: {"yes": True, "no": False}.get(self.cleaned_data[name]) for name in QUESTIONS}
        return Said(
            knows=told["knows"],
            reaches=told["reaches"],
            asked=told["asked"],
            satisfied=self.cleaned_data["satisfied"],
        )


class TypeInForm(SurveyForm):
    """录入: the same, of a household that was called or that filled in a sheet; what it left open stays open."""

    leaves_open = True
    place = forms.TypedChoiceField(
        label="第几户",
        coerce=int,
        error_messages={"required": "请选第几户。", "invalid_choice": "这一户已经答过了，或者没有抽到。"},
    )
    way = forms.ChoiceField(
        label="怎么答的",
        choices=[(one.value, one.label) for one in (Answer.Way.PHONE, Answer.Way.PAPER)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选是打电话问的，还是纸上填的。", "invalid_choice": "请从里面选。"},
    )

    def __init__(self, *args: Any, places: Iterable[int], **more: Any) -> None:
        super().__init__(*args, **more)
        first = {name: self.fields[name] for name in ("place", "way")}
        self.fields = {**first, **self.fields}
        self.fields["place"].choices = choices_of(places)  # type: ignore[attr-defined]


class ReplaceForm(forms.Form):
    """换户."""

    place = forms.TypedChoiceField(
        label="没有问到的是第几户",
        coerce=int,
        error_messages={"required": "请选第几户。", "invalid_choice": "这一户已经答过了，或者没有抽到。"},
    )
    why = forms.ChoiceField(
        label="为什么",
        choices=Answer.NotMet,
        widget=forms.RadioSelect,
        error_messages={"required": "请选为什么没有问到。", "invalid_choice": "请从里面选。"},
    )

    def __init__(self, *args: Any, places: Iterable[int], **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["place"].choices = choices_of(places)


class DrawForm(forms.Form):
    """抽户."""

    households = forms.IntegerField(
        label="全村（社区）有几户",
        min_value=1,
        max_value=MOST_HOUSEHOLDS,
        help_text="按村（居）委会手里的户册数，册上有几户填几户。填好抽了不能再改。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"请填 1 到 {MOST_HOUSEHOLDS} 的整数。"
        ),
    )


class MarkForm(forms.Form):
    """村（居）委会打分."""

    mark = forms.TypedChoiceField(
        label="这半年做得怎么样",
        coerce=int,
        choices=[(str(mark), words) for mark, words in MARKS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个。", "invalid_choice": "请从里面选一个。"},
    )
    words = forms.CharField(
        label="想说的话",
        max_length=300,
        required=False,
        help_text="选“差”或者“很差”的，要写一句为什么。不写村民的姓名和他们问的事。",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300, "data-count": ""}),
        error_messages={"max_length": "最多 300 字，请写短些。"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("mark") is not None and found["mark"] < EXPLAINED_BELOW and not found.get("words"):
            self.add_error("words", "选了“差”或者“很差”的，请写一句为什么。")
        return found


def choices_of(places: Iterable[int]) -> list[tuple[str, str]]:
    return [("", "请选"), *((str(one), f"第 {one} 户") for one in sorted(places))]
