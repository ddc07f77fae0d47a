"""What is asked on the pages of work logs."""

from typing import Any

from django import forms

from menkou.worklogs.models import MOST_ITEMS, MOST_PEOPLE, Entry, Evidence

LONGEST_SUMMARY = 500
PHOTO_HINT = "照片（最大 8 MB）或 PDF（最大 10 MB）；拍照的地点和时间不会保存。"


class Files(forms.FileField):
    """A photo or a PDF; what is in it, the action says."""

    def __init__(self, **more: Any) -> None:
        ready = forms.ClearableFileInput(attrs={"accept": "image/*,.pdf"})
        wrong = {name: "请选一张照片，或者一个 PDF。" for name in ("required", "invalid", "missing")}
        wrong |= {"empty": "这个文件是空的，请重新选。"}
        super().__init__(widget=ready, error_messages=wrong, max_length=255, **more)
        self.error_messages["max_length"] = "文件名太长，请改短些再传。"


def count(label: str, most: int, hint: str = "") -> forms.IntegerField:
    """A number that nobody has to give."""
    wrong = {"invalid": "请填数字，比如 20。", "min_value": "至少是 1；没有就空着。"}
    wrong |= {"max_value": f"最多 {most}，请核对。"}
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, error_messages=wrong, help_text=hint
    )


def minutes() -> forms.IntegerField:
    """用了多少分钟."""
    return forms.IntegerField(
        label="用了多少分钟",
        min_value=1,
        max_value=1440,
        error_messages={
            "required": "请填用了多少分钟。",
            "invalid": "请填数字，比如 20。",
            "min_value": "至少 1 分钟。",
            "max_value": "一天只有 1440 分钟，请核对。",
        },
    )


def summary() -> forms.CharField:
    """做了什么."""
    return forms.CharField(
        label="做了什么",
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_SUMMARY, "data-count": ""}),
        error_messages={"max_length": f"最多 {LONGEST_SUMMARY} 字，请写短些。"},
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label="退回原因",
        max_length=200,
        error_messages={
            "required": "请写退回原因，顾问才知道怎么改。",
            "max_length": "退回原因最多 200 字，请写短些。",
        },
    )


class AmendForm(forms.Form):
    minutes = minutes()
    people = count("服务了多少人", MOST_PEOPLE)
    items = count("多少份（件、个）", MOST_ITEMS)
    summary = summary()

    def __init__(self, *args: Any, of: Entry, **more: Any) -> None:
        """A correction begins with what was said."""
        super().__init__(*args, initial={name: getattr(of, name) for name in self.base_fields}, **more)
        if of.kind == Entry.Kind.CONSULTATION:
            del self.fields["summary"]


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label="是什么", choices=Evidence.Kind, initial=Evidence.Kind.PHOTO, error_messages={"required": "请选是什么。"}
    )
    file = Files(label="照片或 PDF", help_text=PHOTO_HINT)
