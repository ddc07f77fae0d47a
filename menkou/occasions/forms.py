"""What is asked about a village's affairs. Every error says what to do; what was typed is kept."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from menkou.core import clock
from menkou.core.forms import OnceForm, new_form_id
from menkou.occasions.models import Occasion, Remark
from menkou.worklogs.views.forms import minutes

FURTHEST = timedelta(days=400)  # a date beyond is a slip of the pen


def words(label: str, most: int, missing: str = "", *, rows: int = 0, help_text: str = "") -> forms.CharField:
    """One line, or a box of so many rows; asked for where it says what is missing."""
    wide = forms.Textarea(attrs={"rows": rows, "maxlength": most, "data-count": ""}) if rows else forms.TextInput
    errors = {"required": missing, "max_length": f"{label}最多 {most} 字，请写短些。"}
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), widget=wide, error_messages=errors, help_text=help_text
    )


def choice(label: str, choices: list, missing: str, *, required: bool = True) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, required=required
    )


class OneOf(forms.ModelChoiceField):
    """One of those that are listed; what is no id at all is not listed either."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class WhenForm(forms.Form):
    """When and where."""

    day: Any = forms.DateField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪一天。", "invalid": "请按 2027-03-05 这样填日期。"},
    )
    hour: Any = forms.TimeField(
        label="几点",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "请选几点。", "invalid": "请按 09:30 这样填时间。"},
    )
    place = words("地点", 60)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day") and said.get("hour") is not None:
            at = datetime.combine(said.pop("day"), said.pop("hour"), clock.SHANGHAI)
            if abs(at - clock.now()) > FURTHEST:
                self.add_error("day", "请选前后一年以内的日子。")
            said["happens_at"] = at
        return said


class RegisterForm(OnceForm, WhenForm):
    """登记."""

    village: Any = OneOf(
        queryset=None,
        label="哪个村（社区）",
        empty_label="请选择",
        error_messages={"required": "请选村（社区）。", "invalid_choice": "请在列出的村（社区）里选。"},
    )
    kind = choice("什么事", Occasion.Kind.choices, "请选是什么事。")
    title = words("名称", 60, "请写是什么会、什么合同，例如：村民代表会议（水渠招标）。")
    note = words("还要说明的", 500, rows=3, help_text="例如要顾问先看什么。不要写村民的个人信息。")
    follows: Any = OneOf(
        queryset=None,
        label="是不是以前哪件事引起的",
        required=False,
        empty_label="不是",
        error_messages={"invalid_choice": "请在列出的事里选，或者选“不是”。"},
    )
    field_order = ("form", "village", "kind", "title", "day", "hour", "place", "note", "follows")

    def __init__(self, *args, villages, earlier, **options) -> None:
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        fields: dict[str, Any] = self.fields
        fields["village"].queryset, fields["follows"].queryset = villages, earlier
        if len(found := list(villages[:2])) == 1:
            fields["village"].initial = found[0]
            fields["village"].widget = forms.HiddenInput()
        if not earlier.exists():
            del fields["follows"]


class ChangeForm(WhenForm):
    """改时间、地点."""

    title = words("名称", 60, "请写名称。")
    note = words("还要说明的", 500, rows=3)
    field_order = ("title", "day", "hour", "place", "note")

    @classmethod
    def of(cls, occasion: Occasion) -> "ChangeForm":
        at = occasion.happens_at.astimezone(clock.SHANGHAI)
        said = {"day": at.date(), "hour": at.time(), "place": occasion.place}
        return cls(initial={**said, "title": occasion.title, "note": occasion.note})


class OffForm(forms.Form):
    """取消."""

    why = words("为什么取消", 100, "请写一句为什么取消，顾问看得到。")


class ExcuseForm(forms.Form):
    """来不了."""

    excuse = words("为什么来不了", 100, "请写一句原因，例如：那天开庭。", help_text="村里和司法所看得到。")


class AttendForm(forms.Form):
    """记参加."""

    presence = choice("怎么参加的", [("came", "到场了"), ("remote", "没到场，看了材料、打了电话")], "请选怎么参加的。")
    minutes = minutes()


class SeenForm(forms.Form):
    """村里说来了没有."""

    seen = forms.ChoiceField(
        choices=Occasion.Presence.choices,
        error_messages={"required": "请点来了还是没来。", "invalid_choice": "请点来了还是没来。"},
    )


class OpinionForm(forms.Form):
    """出具意见."""

    opinion = words("法律意见", 2000, "还没写意见。", rows=8, help_text="村里看得到，可以打印。")


class DecideForm(forms.Form):
    """采纳没有."""

    adopted = choice("顾问的意见采纳没有", Occasion.Adopted.choices, "请选采纳没有。")
    why_not = words("没有全部采纳的，写一句原因", 200)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("adopted") in ("partly", "no") and not said.get("why_not"):
            self.add_error("why_not", "没有全部采纳的，请写一句原因。")
        return said


class RemarkForm(forms.Form):
    """条款意见."""

    clause = words("哪一条", 60, "请写哪一条，例如：第五条 违约责任。")
    risk = choice("看法", Remark.Risk.choices, "请选看法。")
    words = words("怎么改", 500, rows=3)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("risk") in ("high", "some") and not said.get("words"):
            self.add_error("words", "要改的，请写怎么改。")
        return said


class PaperForm(forms.Form):
    """存材料."""

    paper = forms.FileField(
        label="一页材料",
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text="拍照片或者选文件：PDF、JPG 或 PNG，最大 10 MB；多页的一页一页存。",
        error_messages={
            "required": "请选一页材料。",
            "invalid": "请选一页材料。",
            "missing": "请选一页材料。",
            "empty": "这个文件是空的，请重新选。",
            "max_length": "文件名太长，请改短些再传。",
        },
    )
