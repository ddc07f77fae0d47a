"""What people type about time and about what comes after an answer."""

from django import forms

from menkou.consultations.models import Revisit, Stop
from menkou.consultations.views.forms import OnceForm, Words, new_form_id
from menkou.core import clock

NOT_A_DAY = "请按 2026-03-05 这样填日期。"
CHOOSE = "请点一个脸，再送出。"


class StopForm(forms.Form):
    """停表."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.auto_id = "stop_%s"

    reason = forms.ChoiceField(
        label="为什么停",
        choices=[("", "请选择"), *Stop.Reason.choices],
        error_messages={"required": "请选为什么停表。", "invalid_choice": "请从列表里选一个原因。"},
    )
    until = forms.DateField(
        label="停到哪天（那天起接着算）",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选停到哪天。", "invalid": NOT_A_DAY},
    )

    def clean_until(self):
        if (until := self.cleaned_data["until"]) <= clock.today():
            raise forms.ValidationError("请选今天以后的日子。")
        return until


class ReopenForm(OnceForm):
    """重新打开; its fields have names of their own on a page with another box."""

    text = Words(label="还有什么要问", empty="还没写字。", rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        self.auto_id = "reopen_%s"


class OutcomeForm(forms.Form):
    """后来怎么样了."""

    face = forms.TypedChoiceField(
        coerce=int,
        choices=Revisit.Face.choices,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class CallForm(forms.Form):
    """电话回访, or 这次不问."""

    SKIP = "skip"
    face = forms.ChoiceField(
        label="问下来怎么样",
        choices=[("", "请选择"), *Revisit.Face.choices, (SKIP, "这次不问")],
        error_messages={"required": "请选问下来怎么样。", "invalid_choice": "请从列表里选一项。"},
    )
