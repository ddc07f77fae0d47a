"""What residents and officers type about a complaint. Every error says what to do; what was typed is kept."""

import re
from typing import Any

from django import forms

from menkou.complaints.models import Complaint, Statement
from menkou.consultations.views.forms import OnceForm, Words, new_form_id

THE_OFFICE = "office"
CHOOSE = [("", "请选择")]


def _choice(label: str, choices: list, missing: str) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=[*CHOOSE, *choices], error_messages=errors)


class ComplainForm(OnceForm):
    """投诉."""

    kind = _choice("投诉什么", Complaint.Kind.choices, "请选投诉什么。")
    about = _choice("投诉谁", [], "请选投诉谁。")
    text = Words(label="怎么回事", empty="还没写字。写一两句就行，比如：问了半个月，一直没人回。", rows=5)
    contact = forms.CharField(
        label="您的电话",
        help_text="方便他们问您。不留也能办，结果在这里看。",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": "电话太长了，请核对。"},
    )
    to_bureau = forms.BooleanField(label="不给镇街司法所看，直接交给区司法局", required=False)

    def __init__(self, *args, people, office: str, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        named = [(str(one.pk), f"法律顾问{one.adviser.name}") for one in people]
        self.people = {str(one.pk): one for one in people}
        choices: Any = self.fields["about"]
        choices.choices = [*CHOOSE, *named, (THE_OFFICE, office or "司法所")]

    def clean_contact(self):
        contact = self.cleaned_data["contact"]
        if contact and not re.fullmatch(r"\+?[0-9 ()-]{6,20}", contact):
            raise forms.ValidationError("电话只填数字，比如 13812345678；不想留就空着。")
        return contact

    def clean_about(self):
        return self.people.get(self.cleaned_data["about"])  # None: the judicial office


class JudgeForm(forms.Form):
    """满意不满意."""

    is_satisfied = forms.TypedChoiceField(
        coerce=lambda value: value == "yes",
        choices=[("yes", "满意"), ("no", "不满意")],
        error_messages={"required": "请选满意还是不满意。", "invalid_choice": "请选满意还是不满意。"},
    )


class RefuseForm(forms.Form):
    """不予受理."""

    reason = _choice("理由", Complaint.Refusal.choices, "请选不予受理的理由。")


class AskForm(forms.Form):
    """要求情况说明."""

    sides = forms.MultipleChoiceField(
        label="请谁说明",
        choices=Statement.Side.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选请谁说明，可以两个都选。", "invalid_choice": "请从列表里选。"},
    )
    summary = Words(
        label="给他们看的概要",
        empty="",
        rows=3,
        required=False,
        help_text="他们看不到投诉的原话和电话，只看到投诉类别、咨询编号和这里写的。请不要写投诉人是谁。",
    )


class AnswerForm(OnceForm):
    """答复."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, "auto_id": "answer_%s", **options})

    outcome = _choice("查明的结果", Complaint.Outcome.choices, "请选查明的结果。")
    text = Words(label="答复", empty="还没写答复。请写查了什么、结果怎样、怎么改。", rows=6)


class StatementForm(OnceForm):
    """情况说明."""

    text = Words(
        label="情况说明",
        empty="还没写情况说明。",
        rows=6,
        help_text="写您怎么做的、什么时候做的。居民问的内容要保密，不要写进来。",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
