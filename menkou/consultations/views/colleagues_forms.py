"""Whom to ask, whom to give a matter, and why."""

from django import forms

from menkou.consultations.models import DECLARED, Arrangement, Handover
from menkou.consultations.views.forms import OnceForm, Words, new_form_id
from menkou.places.rules.topics import TOPICS

BETWEEN = (Handover.Reason.BETTER_SUITED, Handover.Reason.AWAY)
CHOOSE = "请先选一位顾问。"
LIST = "请从列表里选。"


class TopicForm(forms.Form):
    """哪一类事: who is good at it stands first."""

    topic = forms.ChoiceField(
        label="哪一类事",
        required=False,
        choices=[("", "不分类"), *TOPICS.items()],
        error_messages={"invalid_choice": LIST},
    )


class _PersonForm(forms.Form):
    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        words = {"required": CHOOSE, "invalid_choice": "这位现在不能帮：有利害关系，或者这几天不在。请换一位。"}
        self.fields["person"] = forms.ModelChoiceField(queryset=people, label="哪一位", error_messages=words)


class PassForm(_PersonForm):
    """移交给他."""

    reason = forms.ChoiceField(
        label="为什么移交",
        choices=[("", "请选择"), *((one.value, one.label) for one in BETWEEN)],
        error_messages={"required": "请选为什么移交。", "invalid_choice": LIST},
    )


class OpinionForm(_PersonForm):
    """请他会诊."""

    is_spoken = forms.BooleanField(label="已经当面或在电话里问过本人，本人同意他看", required=False)


class ArrangeForm(forms.Form):
    """请司法所安排."""

    reason = forms.ChoiceField(
        label="为什么请司法所安排",
        choices=[("", "请选择"), *Arrangement.Reason.choices],
        error_messages={"required": "请选为什么。", "invalid_choice": LIST},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.auto_id = "arrange_%s"


class GiveForm(OnceForm):
    """会诊意见."""

    text = Words(label="您的意见（只给请您的顾问看）", empty="还没写意见。", rows=6)

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})


class StepBackForm(forms.Form):
    """会诊时声明."""

    kind = forms.ChoiceField(
        label="哪一种",
        choices=[("", "请选择"), *DECLARED],
        error_messages={"required": "请选是哪一种利害关系。", "invalid_choice": LIST},
    )
