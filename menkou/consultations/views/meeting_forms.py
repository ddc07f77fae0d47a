"""When and where an adviser and an asker meet, and what was answered there."""

from datetime import datetime, time

from django import forms

from menkou.consultations.models import Meeting, Spoken
from menkou.consultations.views.forms import LONGEST_MINUTES, NO_INTEREST, OnceForm, Words
from menkou.core.clock import SHANGHAI

HOURS = [f"{hour:02}:{minute:02}" for hour in range(7, 21) for minute in (0, 30)]
LENGTHS = [(30, "半小时"), (60, "一小时"), (90, "一个半小时"), (120, "两小时")]


class MeetForm(forms.Form):
    """约见."""

    day = forms.DateField(
        label="哪天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪天见。", "invalid": "日期要像 2026-12-03 这样。"},
    )
    hour = forms.ChoiceField(label="几点", choices=[("", "请选择"), *[(one, one) for one in HOURS]])
    minutes = forms.TypedChoiceField(label="多久", coerce=int, choices=LENGTHS, initial=30)
    place = forms.ChoiceField(label="在哪里", choices=[("", "请选择"), *Meeting.Place.choices])
    is_agreed = forms.BooleanField(label="电话里已经说好了", required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.auto_id = "meet_%s"
        for name, words in (("hour", "请选几点。"), ("place", "请选在哪里见。"), ("minutes", "请选多久。")):
            self.fields[name].error_messages |= {"required": words, "invalid_choice": "请从列表里选。"}

    def sentence(self) -> dict:
        """What the action is told."""
        said = self.cleaned_data
        begins_at = datetime.combine(said["day"], time.fromisoformat(said["hour"]), SHANGHAI)
        return {"begins_at": begins_at, **{key: said[key] for key in ("minutes", "place", "is_agreed")}}


class SpokenForm(OnceForm):
    """口头答复."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.auto_id = "spoken_%s"

    how = forms.ChoiceField(
        label="怎么说的",
        choices=[("", "请选择"), *Spoken.How.choices],
        error_messages={"required": "请选电话还是当面。", "invalid_choice": "请从列表里选。"},
    )
    minutes = forms.IntegerField(
        label="说了多少分钟",
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填说了多少分钟。",
            "invalid": "请填数字，比如 20。",
            "min_value": "至少 1 分钟。",
            "max_value": "一天只有 1440 分钟，请核对。",
        },
    )
    text = Words(label="要点（对方在手机上也能看到）", empty="", rows=3, required=False)
    has_no_interest = forms.BooleanField(label=NO_INTEREST, required=False)
