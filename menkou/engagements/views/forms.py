"""What is asked on the pages of contracts."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from menkou.advisers import queries as advisers
from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.engagements.scans import MOST_BYTES
from menkou.places import queries as places

LONGEST_YEARS = 10  # a longer one is a slip of the pen
LONG_AGO = date(2009, 1, 1)  # before the first villages had advisers, a date is a slip too
STAGES = [("draft", "拟稿：先打印、送双方签，再登记签订"), ("signed", "纸上已经签好了")]


class Day(forms.DateField):
    """A day from the browser's own calendar, in the range in which it can be meant."""

    def __init__(self, label: str, *, past: bool, **more) -> None:
        self.past = past
        wrong = {"required": f"请选{label}。", "invalid": "请按 2027-12-31 这样填日期。"}
        shown = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=shown, error_messages=wrong, **more)

    def clean(self, value):
        day, today = super().clean(value), clock.today()
        if day is None:
            return None
        if self.past and not LONG_AGO <= day <= today:
            raise forms.ValidationError("请选今天或以前的日子。")
        latest = today.replace(year=today.year + LONGEST_YEARS, day=1)
        if not self.past and not LONG_AGO <= day <= latest:
            raise forms.ValidationError(f"请选 {LONGEST_YEARS} 年以内的日子。")
        return day


class StageForm(forms.Form):
    """拟稿, or signed on a day."""

    stage = forms.ChoiceField(
        label="新合同现在是",
        choices=STAGES,
        initial="draft",
        widget=forms.RadioSelect,
        error_messages={"required": "请选新合同是拟稿，还是已经签好。", "invalid_choice": "请在列出的两种里选。"},
    )
    signed_on = Day("签订日期（已经签好的才填）", past=True, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("stage") == "signed" and "signed_on" in said and not said["signed_on"]:
            self.add_error("signed_on", "已经签好的，请填签订日期。")
        if said.get("stage") == "draft":
            said["signed_on"] = None
        return said


class RenewForm(StageForm):
    last = Day("续签到哪天（含当天）", past=False)
    field_order = ("last", "stage", "signed_on")

    def clean_last(self):
        if self.cleaned_data["last"] <= clock.today():
            raise forms.ValidationError(f"请选今天以后、{LONGEST_YEARS} 年以内的日子。")
        return self.cleaned_data["last"]


class PrepareForm(StageForm):
    village = forms.ChoiceField(
        label="村（社区）",
        error_messages={"required": "请选村（社区）。", "invalid_choice": "请在列出的村（社区）里选。"},
    )
    institution: Any = forms.ModelChoiceField(
        queryset=None,
        label="机构",
        empty_label="请选择",
        error_messages={"required": "请选机构。", "invalid_choice": "请在列出的机构里选。"},
    )
    first_party = forms.ChoiceField(
        label="谁做甲方", choices=Contract.FirstParty, initial="committee", widget=forms.RadioSelect
    )
    first = Day("从哪天起", past=False)
    last = Day("到哪天止（含当天）", past=False)
    field_order = ("village", "institution", "first_party", "first", "last", "stage", "signed_on")

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.villages = {one.code: one for one in places.villages().order_by("code")}
        towns: dict[str, list[tuple[str, str]]] = {}
        for one in self.villages.values():
            towns.setdefault(one.township.name, []).append((one.code, str(one)))
        fields: dict[str, Any] = self.fields
        fields["village"].choices = [("", "请选择"), *towns.items()]
        fields["institution"].queryset = advisers.institutions()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "止期比起期还早，请核对。")
        return said


class DayForm(forms.Form):
    """The day on which many were sent or signed."""

    day = Day("送签或签订的日期", past=True)


class Scans(forms.FileField):
    """Some files; what is in them, the action says."""

    def __init__(self, **more) -> None:
        ready = forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        wrong = {
            "required": "请选扫描件。",
            "invalid": "请选扫描件。",
            "missing": "请选扫描件。",
            "empty": "这个文件是空的，请重新选。",
        }
        hint = f"PDF、JPG 或 PNG，最大 {MOST_BYTES // 1024 // 1024} MB；多页的分几次存。"
        super().__init__(widget=ready, error_messages=wrong, help_text=hint, max_length=255, **more)
        self.error_messages["max_length"] = "文件名太长，请改短些再传。"


class SignForm(forms.Form):
    signed_on = Day("签订日期", past=True)
    scan = Scans(label="扫描件", required=False)


class ScanForm(forms.Form):
    scan = Scans(label="扫描件")


class MissedForm(forms.Form):
    day = Day("哪一天", past=True)
    what = forms.CharField(
        label="应当到场的事",
        max_length=100,
        error_messages={"required": "请写是什么事，比如：列席村民代表会议。", "max_length": "最多 100 字，请写短些。"},
    )
    had_substitute = forms.BooleanField(label="派了人接替", required=False)


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label="为什么划掉",
        max_length=100,
        error_messages={"required": "请写为什么划掉，以后要查得到。", "max_length": "最多 100 字，请写短些。"},
    )

    def __init__(self, sent: QueryDict, *, row: UUID) -> None:
        """One stands at each missed duty; its row says at which."""
        super().__init__(sent, auto_id=f"strike-{row}-%s")
        self.row = row


class EndForm(forms.Form):
    kind = forms.ChoiceField(
        label="终止的缘由",
        widget=forms.RadioSelect,
        error_messages={"required": "请选终止的缘由。", "invalid_choice": "请在列出的缘由里选。"},
    )
    reason = forms.CharField(
        label="为什么提前终止",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200, "data-count": ""}),
        error_messages={"required": "请写终止的原因，以后要查得到。", "max_length": "原因最多 200 字，请写短些。"},
    )

    def __init__(self, *args, enough: bool = False, **more) -> None:
        """Missed duties are offered as a reason only where there are enough of them."""
        super().__init__(*args, **more)
        trigger, fields = Contract.EndKind.TRIGGER, dict[str, Any](self.fields)
        fields["kind"].choices = [one for one in Contract.EndKind.choices if enough or one[0] != trigger]
