"""What is asked on the pages of samples."""

from collections.abc import Sequence
from typing import Any

from django import forms

from menkou.core.forms import words
from menkou.places.models import Township
from menkou.worklogs.models import Check
from menkou.worklogs.rules.periods import Period


class DrawForm(forms.Form):
    """抽一次."""

    township = forms.ChoiceField(label="镇街", error_messages={"required": "请选镇街。"})
    period = forms.ChoiceField(label="哪个时段", error_messages={"required": "请选要抽哪个时段。"})
    number = forms.IntegerField(
        label="第几次",
        initial=1,
        min_value=1,
        max_value=99,
        help_text="一个时段抽一次；还要再抽的，填 2、3，并写原因。前面抽的照样留着。",
        error_messages={
            name: "请填 1、2、3 这样的数字。" for name in ("required", "invalid", "min_value", "max_value")
        },
    )
    why = words("为什么再抽一次", 200)

    def __init__(self, sent: Any = None, *, towns: Sequence[Township], periods: Sequence[Period]) -> None:
        super().__init__(sent)
        self.towns = {one.code: one for one in towns}
        fields: dict[str, Any] = self.fields
        fields["township"].choices = [(code, one.name) for code, one in self.towns.items()]
        fields["period"].choices = [(one.key, one.title) for one in periods]

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        return {**self.cleaned_data, "township": self.towns[self.cleaned_data["township"]]}


class CheckForm(forms.Form):
    """核一条."""

    how = forms.ChoiceField(
        label="怎么核的", choices=Check.How, widget=forms.RadioSelect, error_messages={"required": "请选怎么核的。"}
    )
    result = forms.ChoiceField(
        label="核的结果", choices=Check.Result, widget=forms.RadioSelect, error_messages={"required": "请选核的结果。"}
    )
    note = words("核到什么", 300, "", "对不上、没法核的，请写明；不写村民的姓名。")


class ReplyForm(forms.Form):
    """顾问的说明."""

    text = words("您的说明", 500, "请写说明。", "写那天是怎么回事，有佐证的可以到日志里加；不写村民的姓名。")


class ReturnForm(forms.Form):
    """退回."""

    note = words("退回原因", 200, "请写退回原因，顾问才知道怎么改。")
