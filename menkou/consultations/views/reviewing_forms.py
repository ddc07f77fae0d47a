"""What residents, advisers and the bureau say about a copy for review. Both boxes are empty until somebody ticks them."""

from django import forms

from menkou.consultations.models import ReviewCopy
from menkou.consultations.views.forms import OnceForm, Words, new_form_id

LONGEST_COPY = 20_000  # characters: a talk of a good many messages
MAY_PUBLISH = "同意不写姓名、改掉地名以后，做成案例给大家看"


class AgreeForm(forms.Form):
    """同意, to what the adviser drew up."""

    may_publish = forms.BooleanField(label=MAY_PUBLISH, required=False)


class ReleaseForm(OnceForm):
    """交出来: each box is a consent of its own."""

    may_review = forms.BooleanField(
        label="同意给区司法局看上面这些，看答得好不好",
        error_messages={"required": "同意给他们看，请勾第一个。不想给看，什么也不用点，离开这一页就行。"},
    )
    may_publish = forms.BooleanField(label=MAY_PUBLISH, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})

    def empty_boxes(self) -> None:
        """Whoever is to read other words than before ticks anew."""
        for box in ("may_review", "may_publish"):
            self.say(box, [])


class ProposeForm(OnceForm):
    """拟一份: what the bureau is to read, without what points at somebody."""

    text = Words(
        label="给司法局看的字",
        help_text="名字、地名、单位、日子，能认出人来的都改掉或者删掉，比如写“某村”“某某”。居民看到的就是这些，同意了司法局才看得到。",
        empty="还没有字。",
        rows=16,
        longest=LONGEST_COPY,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id(), **options.pop("initial", {})}, **options})


class JudgeForm(forms.Form):
    """评查意见."""

    verdict = forms.ChoiceField(
        label="答得怎么样",
        choices=ReviewCopy.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选答得怎么样。", "invalid_choice": "请从这两个里选一个。"},
    )
    text = Words(
        label="给顾问的话",
        help_text="加密保存，只有接手的顾问看得到；居民收回，就一起删掉。不要写能认出居民的话。",
        empty="要改进的，请写一句怎么改进。",
        rows=4,
        required=False,
    )

    def clean(self):
        said = super().clean() or self.cleaned_data
        is_empty = not said.get("text", "").strip()
        if said.get("verdict") == ReviewCopy.Verdict.NEEDS_WORK and is_empty and "text" not in self.errors:
            self.add_error("text", self.fields["text"].error_messages["required"])
        return said
