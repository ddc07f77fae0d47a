"""What is asked on the pages of boards; what cannot be right is said in a sentence."""

import re
from typing import Any

from django import forms

from menkou.boards import queries
from menkou.boards.models import PRINTED, Disclosure, Placing
from menkou.boards.rules import words
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.imports.rules.cleaning import Wrong, phone, plain
from menkou.places import queries as places

NOT_A_DAY = "请按 2027-03-05 这样填日期。"
MOST_LINES, LONGEST_LINE = 8, 60
KINDS = [Placing.Kind.SEEN, Placing.Kind.DAMAGED, Placing.Kind.GONE]


class PhoneField(forms.CharField):
    """A phone number, however its digits and dashes are typed; kept as boards print it and phones can dial it."""

    default_error_messages = {"required": "请填电话。", "max_length": "一格只写一个电话号码。"}

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=30, **more)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return phone(text) if text else ""
        except Wrong as problem:
            half = re.sub("[—–_－]", "-", re.sub(r"[\s()（）]", "", plain(text)))
            if re.fullmatch(r"[0-9][0-9+-]{2,19}", half):
                return half  # an extension, or a line of the office's own
            raise forms.ValidationError("电话写数字和短横，例如 0537-3412345。") from problem


class MakeForm(forms.Form):
    township = forms.ChoiceField(
        label="哪些村", error_messages={"required": "请选镇街。", "invalid_choice": "请在列出的里面选。"}
    )
    carriers = forms.MultipleChoiceField(
        label="载体",
        choices=[(one.value, one.label) for one in PRINTED],
        initial=["a3"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种载体。", "invalid_choice": "请在列出的载体里选。"},
    )
    further = forms.BooleanField(label="已经有码的，再编一个（一个村挂几处，每处一个码）", required=False)

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        own = by.has_role(Role.JUSTICE_BUREAU)
        towns = [(one.code, one.name) for one in places.townships() if own or one.pk in by.held(Role.JUDICIAL_OFFICE)]
        every = [("all", "全区")] if own else []
        mine = [("mine", "本村")] if by.has_role(Role.VILLAGE_CADRE) and not own else []
        self.fields["township"].choices = [("", "请选择"), *every, *towns, *mine]  # type: ignore[attr-defined]
        if len(self.fields["township"].choices) == 2:  # type: ignore[attr-defined]
            self.fields["township"].choices = self.fields["township"].choices[1:]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if town := said.get("township"):
            running = places.villages()
            if town == "mine":
                said["villages"] = list(running.filter(pk__in=self.by.held(Role.VILLAGE_CADRE)))
            else:
                said["villages"] = list(running if town == "all" else running.filter(township__code=town))
        return said


def photo(label: str, *, required: bool = False, wanted: str = "") -> forms.FileField:
    """A picture from a phone; what is in it is looked at when it is written anew."""
    wrong = "请选一张照片。"
    return forms.FileField(
        label=label,
        required=required,
        max_length=255,
        help_text=wanted,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": wrong,
            "invalid": wrong,
            "missing": wrong,
            "empty": "这个文件是空的，请重新选。",
            "max_length": "文件名太长，请改短些再传。",
        },
    )


class UpForm(forms.Form):
    place = forms.CharField(
        label="挂在哪里",
        help_text="写大家找得到的地方，如：村委会大门右边。",
        max_length=60,
        error_messages={"required": "请写挂在哪里。", "max_length": "地方最多写 60 字。"},
    )
    photo = photo("照片", wanted="最大 8 MB。照片里的拍摄地点会去掉。")


class SeenForm(forms.Form):
    found = forms.ChoiceField(
        label="看到的样子",
        choices=[(one.value, one.label.removeprefix("看过，")) for one in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选看到的样子。", "invalid_choice": "请在列出的里面选。"},
    )
    photo = photo("照片", wanted="最大 8 MB。照片里的拍摄地点会去掉。")


class WhyForm(forms.Form):
    why = forms.CharField(
        label="为什么作废",
        max_length=100,
        error_messages={"required": "请写为什么作废，以后要查得到。", "max_length": "最多写 100 字。"},
    )


class PortraitForm(forms.Form):
    photo = photo("照片", required=True, wanted="正面免冠，最大 8 MB。会裁成 3∶4。")


def lines(label: str, initial: Any, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        initial="\n".join(initial),
        help_text=help_text or "每行一条。",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": f"请写{label}，每行一条。"},
    )


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起。", "invalid": NOT_A_DAY},
    )


class WordsForm(forms.Form):
    brand = forms.CharField(label="宣传语", max_length=40, required=False, initial=words.BRAND)
    content = lines("服务内容", words.CONTENT)
    commitments = lines("承诺", words.COMMITMENTS, "每行一条。印上墙的话要做得到，也要是真的。")
    standards = lines("标准", words.STANDARDS)
    visiting = forms.CharField(
        label="顾问什么时候来",
        max_length=60,
        initial=words.VISITING,
        help_text="哪个村另有时间的，在村的公示牌页面里单独写。",
        error_messages={"required": "请写顾问什么时候来。"},
    )
    licence_mask = forms.ChoiceField(label="执业证号怎么写", choices=Disclosure.Mask, initial=Disclosure.Mask.FULL)
    bureau_phone = PhoneField(label="区司法局监督电话")
    logo = photo("标志", wanted="区司法局自己的标志，最大 8 MB；不换就空着。")
    valid_from = day("从哪天起用")
    source = forms.CharField(
        label="依据", max_length=200, initial=words.SOURCE, error_messages={"required": "请写依据。"}
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in ("content", "commitments", "standards"):
            found = [line.strip() for line in self.cleaned_data.get(name, "").splitlines() if line.strip()]
            if len(found) > MOST_LINES:
                self.add_error(name, f"最多 {MOST_LINES} 条，再多牌上写不下。")
            elif any(len(line) > LONGEST_LINE for line in found):
                self.add_error(name, f"每条最多 {LONGEST_LINE} 字，请写短些。")
            self.cleaned_data[name] = found
        return self.cleaned_data

    def disclosure(self) -> Disclosure:
        """The words as they were checked."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "logo"}
        return Disclosure(**said)

    @staticmethod
    def as_known() -> dict[str, Any]:
        """What the page begins with: the words that hold now, or our proposal."""
        now = queries.disclosure()
        if now is None:
            return {}
        lists = {name: "\n".join(getattr(now, name)) for name in ("content", "commitments", "standards")}
        plain = {name: getattr(now, name) for name in ("brand", "visiting", "licence_mask", "bureau_phone", "source")}
        return lists | plain


class HoursForm(forms.Form):
    words = forms.CharField(
        label="顾问什么时候来",
        help_text="如：每月 10 日上午，逢集的日子。",
        max_length=60,
        error_messages={"required": "请写顾问什么时候来。", "max_length": "最多写 60 字。"},
    )
    valid_from = day("从哪天起")
