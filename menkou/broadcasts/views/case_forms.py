"""What is typed into a case in the making. What was typed is kept; every error says what to do."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from menkou.broadcasts.cases.sealing import Draft
from menkou.broadcasts.models import CaseMask
from menkou.broadcasts.rules.casing import FIRST_LINE, Checked
from menkou.consultations.rules.masking.found import WORDS
from menkou.consultations.rules.meant import ALL, PLACES, People, Told
from menkou.consultations.views.forms import OnceForm, Words

MOST_LETTERS = 6000
MOST_PEOPLE = 10_000_000
HOUSEHOLDS = [
    (ALL, "没有写"),
    (300, "写了，常见（比如老两口）"),
    (100, "写了，不多见（比如三代同住）"),
    (20, "写了，少见（比如独居、家里有残疾人）"),
]
TOPICS = [(ALL, "谁家都可能碰上"), (300, "常有"), (100, "不常有"), (20, "少有"), (5, "罕见")]


class WriteForm(OnceForm):
    """从头写一个."""

    text = Words(
        label="标题和正文",
        help_text="第一行是标题。写完以后，系统把像姓名、号码、地名的标出来，由您一处一处看。",
        empty="还没写字。",
        rows=12,
        longest=MOST_LETTERS,
    )


class BeginForm(OnceForm):
    """做成案例 of a copy: nothing is typed."""


class TextForm(forms.Form):
    """改字."""

    text = Words(
        label="标题和正文（没遮住的，只有您看得到）",
        help_text=f"第一行是标题（“{FIRST_LINE}”要换掉）。改过的地方会重新标，您再看一遍。",
        empty="还没写字。",
        rows=12,
        longest=MOST_LETTERS,
    )


class AddForm(forms.Form):
    """添一处."""

    words = forms.CharField(
        label="还要遮住的字",
        max_length=60,
        help_text="在上面的字里选中，或者打在这里，一个字不差；有几处遮几处。",
        error_messages={"required": "请写要遮住哪几个字。", "max_length": "最多 60 字。"},
    )
    kind = forms.ChoiceField(label="是什么", choices=[(one.value, words) for one, words in WORDS.items()])
    instead = forms.CharField(
        label="换成",
        max_length=40,
        error_messages={"required": "请写换成什么，比如“某甲”。", "max_length": "最多 40 字。"},
    )


class TellForm(forms.Form):
    """小村检验: what the words still tell."""

    level = forms.TypedChoiceField(label="地点写到哪一级", choices=list(PLACES.items()), coerce=int)
    low = forms.IntegerField(label="年龄从（没写年龄就空着）", min_value=0, max_value=100, required=False)
    high = forms.IntegerField(label="年龄到", min_value=1, max_value=120, required=False)
    is_sex_told = forms.BooleanField(label="看得出男女", required=False)
    is_sum_told = forms.BooleanField(label="写了大概多少钱", required=False)
    household = forms.TypedChoiceField(label="家里什么情况", choices=HOUSEHOLDS, coerce=int)
    topic = forms.TypedChoiceField(label="这样的事多不多", choices=TOPICS, coerce=int)
    village = forms.IntegerField(label="事情所在的村有多少人", min_value=1, max_value=MOST_PEOPLE)
    township = forms.IntegerField(label="镇街有多少人", min_value=1, max_value=MOST_PEOPLE)
    district = forms.IntegerField(label="全区县有多少人", min_value=1, max_value=MOST_PEOPLE)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        low, high = said.get("low"), said.get("high")
        if (low is None) != (high is None) or (low is not None and high is not None and low >= high):
            raise forms.ValidationError("年龄要么两格都填、前小后大，要么都空着。")
        return said

    def told(self) -> Told:
        said = self.cleaned_data
        years = None if said["low"] is None else (said["low"], said["high"])
        names = ("level", "is_sex_told", "household", "is_sum_told", "topic")
        return Told(years=years, **{name: said[name] for name in names})

    def people(self) -> People:
        return People(*(self.cleaned_data[name] for name in ("village", "township", "district")))


def as_told(draft: Draft) -> dict[str, Any]:
    """What the form shows first: what was said before, and who lives there."""
    lives = {name: getattr(draft.people, name) or None for name in ("village", "township", "district")}
    if draft.told is None:
        return lives
    low, high = draft.told.years or (None, None)
    names = ("level", "is_sex_told", "household", "is_sum_told", "topic")
    return lives | {"low": low, "high": high, **{name: getattr(draft.told, name) for name in names}}


def checked(sent: Mapping[str, str]) -> list[Checked]:
    """What was said of each mask that anything was said of."""
    found = []
    for name, said in sent.items():
        if name.startswith("said-") and said in CaseMask.Said.values:
            try:
                mask = UUID(name.removeprefix("said-"))
            except ValueError:
                continue
            found.append(Checked(mask, said, str(sent.get(f"instead-{mask}", ""))[:40]))
    return found


class WhyForm(forms.Form):
    why = forms.CharField(
        label="为什么",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200}),
        error_messages={"required": "请写为什么。", "max_length": "最多 200 字。"},
    )


class EditionForm(forms.Form):
    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class StepForm(forms.Form):
    step = forms.CharField(max_length=60)
