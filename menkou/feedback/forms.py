from django import forms

from menkou.core.forms import OnceForm, words
from menkou.feedback.models import MOST, Suggestion

OF_WHAT = "只写系统的事。不要写当事人、案情和电话。"


class SuggestionForm(OnceForm):
    """提意见."""

    kind = forms.ChoiceField(
        label="哪一种",
        choices=Suggestion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种。"},
    )
    page = forms.CharField(
        label="在哪一页",
        max_length=60,
        required=False,
        error_messages={"max_length": "最多 60 字，写个页面名就行。"},
    )
    words = words("怎么不好用", MOST, "请写一句怎么不好用。", OF_WHAT)


class AnswerForm(forms.Form):
    """答复."""

    state = forms.ChoiceField(
        label="怎么办",
        choices=[(one.value, one.label) for one in Suggestion.ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么办。"},
    )
    words = words("答复", MOST, "请写答复。不改的，写明理由。")
    seen = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
