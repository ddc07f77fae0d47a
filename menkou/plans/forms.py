"""What people fill in about a version: from when, until when, how long to solve, and why."""

from datetime import date

from django import forms
from django.http import QueryDict

from menkou.core import clock
from menkou.plans.actions import FEWEST_SECONDS, MOST_SECONDS

MOST_DIGITS = 9
NOT_A_DAY = "请按 2026-03-05 这样填日期。"
NOT_SECONDS = f"请填 {FEWEST_SECONDS} 到 {MOST_SECONDS} 之间的整秒数。"


def seen(sent: QueryDict) -> int | None:
    """Which revision of a version stood on the page that a press comes from; none where it does not say."""
    said = sent.get("seen", "")
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else None


def day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """A day to choose."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请选{label}。", "invalid": NOT_A_DAY},
    )


def seconds() -> forms.IntegerField:
    """How long the solver may take."""
    return forms.IntegerField(
        label="最多算几秒",
        help_text="30 秒通常就够；算得久，方案可能更好。",
        min_value=FEWEST_SECONDS,
        max_value=MOST_SECONDS,
        initial=30,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NOT_SECONDS),
    )


class StartsOn(forms.Form):
    """A day on which posts may begin to hold."""

    starts_on = day("从哪天起", "选今天或以后的日子。")

    def clean_starts_on(self) -> date:
        if (chosen := self.cleaned_data["starts_on"]) < clock.today():
            raise forms.ValidationError("不能从过去的日子起排岗位，请选今天或以后的日子。")
        return chosen


class AskForm(StartsOn):
    """A version of the whole district."""

    until = day("管到哪天", "填了，执业证在这之前到期的人就不排岗位。", required=False)
    seconds = seconds()


class RepairForm(StartsOn):
    """A repair of today's posts."""

    why = forms.CharField(
        label="为什么要修补",
        max_length=200,
        help_text="例如：某某某下月离职。",
        error_messages={"required": "请写明为什么要修补。", "max_length": "最多 200 个字。"},
    )


class RedrawForm(forms.Form):
    """The same again around the locked posts."""

    seconds = seconds()
