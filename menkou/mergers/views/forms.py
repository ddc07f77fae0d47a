"""What is said on the pages of a change: the new list, and row by row where a village goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import QueryDict

from menkou.core import clock
from menkou.mergers.models import Succession
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.lists import BadList, decoded, read
from menkou.mergers.rules.succession import Place

LARGEST_FILE = 1024 * 1024
LONGEST_AHEAD_DAYS = 730
LONGEST_REASON = 100


class ChangeForm(forms.Form):
    title = forms.CharField(
        label="名称",
        max_length=60,
        help_text="比如：2027 年大安镇并村。",
        error_messages={"required": "请写这次调整的名称。", "max_length": "名称最多 60 个字，请写短些。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="批复的文号，或者名单从哪里来。",
        error_messages={"required": "请写依据，以后要查得到。", "max_length": "依据最多 200 个字，请写短些。"},
    )
    effective_on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起。", "invalid": "请按 2027-01-01 这样填日期。"},
    )
    file = forms.FileField(
        label="调整后的名单（CSV 文件）",
        required=False,
        help_text="全区县的村（社区）都要在里面。每行：12 位代码、名称；新镇街再加镇街代码、镇街名称。",
        error_messages={"empty": "这个文件是空的。"},
    )
    text = forms.CharField(
        label="或者把名单粘贴在这里",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="从表格里复制代码和名称两列。",
    )

    def __init__(self, *args, district_code: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.district_code = district_code

    def clean_effective_on(self):
        day, today = self.cleaned_data["effective_on"], clock.today()
        if not today <= day <= today + timedelta(days=LONGEST_AHEAD_DAYS):
            raise forms.ValidationError("请选今天或以后、两年以内的日子。以前的调整，从今天起登记。")
        return day

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过 1 MB，请核对是不是选错了。")
        try:
            text = decoded(file.read())
        except BadList as problem:
            raise forms.ValidationError(str(problem)) from problem
        self.data = {**dict(self.data.items()), "text": text}  # a page shown again keeps what was sent
        return text

    def clean(self):
        told = self.cleaned_data
        text = told.get("file") or told.get("text")
        if "file" in self.errors:
            return told
        if not text:
            self.add_error("file", "请选一个文件，或者把名单粘贴在下面。")
            return told
        try:
            told["after"], told["town_names"] = read(text, self.district_code)
        except BadList as problem:
            self.add_error("file" if told.get("file") else "text", str(problem))
        return told


@dataclass(frozen=True)
class Line:
    """A row of the table as a page shows it: as it is, or as somebody has typed it and it could not be kept."""

    row: Succession
    choices: list[Place]
    successor: str
    reason: str
    ticked: bool
    is_new: frozenset[str]

    @property
    def was_changed(self) -> bool:
        """Whether what stands in the boxes is not what is on record."""
        row = self.row
        return (self.successor, self.reason, self.ticked) != (row.successor, row.reason, row.is_confirmed)


def said(post: QueryDict, rows: Iterable[Succession], *, confirm_all: bool) -> dict[str, Choice]:
    """What was typed of the rows that the page showed, by their codes."""
    found = {}
    for row in rows:
        revision = post.get(f"seen-{row.code}", "")
        if not revision.isdecimal():
            continue  # the page did not show this row
        found[row.code] = Choice(
            code=row.code,
            revision=int(revision[:5]),
            successor=post.get(f"to-{row.code}", "")[:12],
            reason="".join(filter(str.isprintable, post.get(f"why-{row.code}", ""))).strip()[:LONGEST_REASON],
            confirmed=confirm_all or f"ok-{row.code}" in post,
        )
    return found


def differs(choice: Choice, row: Succession) -> bool:
    """Whether somebody has said something else than what is on record."""
    return (choice.successor, choice.reason, choice.confirmed) != (row.successor, row.reason, row.is_confirmed)
