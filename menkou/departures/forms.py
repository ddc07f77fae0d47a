"""What is asked for when somebody departs; what cannot be right is said in a sentence."""

from datetime import date, timedelta

from django import forms

from menkou.core import clock
from menkou.postings.models import Departure

NOT_A_DAY = "请按 2026-03-05 这样填日期。"
FURTHEST_DAYS = 366
Why = Departure.Why
BY_BUREAU = (Why.LEFT, Why.SUSPENDED, Why.REPLACED)
NEEDS_REASON = (Why.SUSPENDED, Why.REPLACED)


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起。", "invalid": NOT_A_DAY},
    )


class FromADay(forms.Form):
    on = day("从哪天起不再任职", "选今天，就从现在起由另一岗接着服务。")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < clock.today():
            raise forms.ValidationError("已经过去的日子不能登记，请选今天或以后。")
        if on > clock.today() + timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError("最多提前一年登记，请核对年份。")
        return on


class DepartForm(FromADay):
    field_order = ["why", "on", "last", "reason"]
    why = forms.ChoiceField(label="缘由", error_messages={"required": "请选缘由。", "invalid_choice": "请从列表里选。"})
    last = day("停止执业到哪天（含当天）", "只有停止执业要填；不知道哪天恢复就空着。", required=False)
    reason = forms.CharField(
        label="说明",
        help_text="停止执业写处罚或者决定的文号；责令更换写考核结论。",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200, "data-count": ""}),
        error_messages={"max_length": "说明最多 200 字，请写短些。"},
    )

    def __init__(self, *args, is_bureau: bool, **more) -> None:
        super().__init__(*args, **more)
        kinds = BY_BUREAU if is_bureau else (Why.LEFT,)
        self.fields["why"].choices = [("", "请选择"), *((one.value, one.label) for one in kinds)]  # type: ignore[attr-defined]
        if not is_bureau:
            del self.fields["last"]
            self.fields["reason"].help_text = ""

    def clean(self):
        said = self.cleaned_data
        why, on, last = said.get("why"), said.get("on"), said.get("last")
        if last and why != Why.SUSPENDED:
            self.add_error("last", "只有停止执业才有恢复的日子，请空着。")
        elif last and on and last < on:
            self.add_error("last", "恢复的日子比开始还早，请核对。")
        if why in NEEDS_REASON and not said.get("reason"):
            self.add_error("reason", "请写明依据，以后要查得到。")
        return said


class CloseForm(FromADay):
    reason = forms.CharField(
        label="为什么退出",
        max_length=150,
        error_messages={"required": "请写退出的原因，以后要查得到。", "max_length": "原因最多 150 字，请写短些。"},
    )
