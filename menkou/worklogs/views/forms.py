"""What is asked on the pages of work logs."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from menkou.core import clock
from menkou.postings.models import Posting
from menkou.worklogs.models import MOST_ITEMS, MOST_PEOPLE, Entry, Evidence
from menkou.worklogs.rules import kinds

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

    def __init__(self, sent: Any = None, *, of: Entry) -> None:
        """A correction begins with what was said."""
        super().__init__(sent, initial={name: getattr(of, name) for name in self.base_fields})
        fit(self, of.kind, kept=[name for name in ("people", "items") if getattr(of, name)])


def fit(form: forms.Form, kind: str, *, kept: Iterable[str] = ()) -> None:
    """Ask what a kind of work counts and nothing else; of a consultation no word and no photo."""
    fields: dict[str, Any] = form.fields
    for name, asked in (("people", kinds.PEOPLE), ("items", kinds.ITEMS)):
        if kind in asked:
            fields[name].label = asked[kind]
        elif name not in kept:
            del fields[name]
    for name in ("summary", "photo") if kind == kinds.CONSULTATION else ():
        fields.pop(name, None)


class WorkForm(forms.Form):
    """What every entry says: where, when, how long; and what may be said."""

    WHERE: ClassVar[str]
    posts: dict[str, Posting]

    done_on = forms.DateField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪一天。", "invalid": "请按 2027-12-31 这样填日期。"},
    )
    minutes = minutes()
    people = count("服务了多少人", MOST_PEOPLE)
    items = count("多少份（件、个）", MOST_ITEMS)
    summary = summary()
    photo = Files(label="照片", required=False, help_text=PHOTO_HINT)
    paper_number = forms.CharField(
        label="纸页编号",
        max_length=30,
        required=False,
        help_text="先在纸上写过的，填纸上印的编号，同一张就不会记两回。",
        error_messages={"max_length": "编号最多 30 个字，请核对。"},
    )

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "photo"}
        post = self.posts[said.pop(self.WHERE)]
        return {"village": post.village, "author": post.registration, **said}


class EntryForm(WorkForm):
    """记一条 of one kind, for a village that one serves."""

    WHERE = "village"

    village = forms.ChoiceField(
        label="村（社区）",
        error_messages={"required": "请选村（社区）。", "invalid_choice": "请在列出的村（社区）里选。"},
    )
    field_order = ("village",)

    def __init__(self, sent: Any = None, files: Any = None, *, kind: str, posts: list[Posting]) -> None:
        super().__init__(sent, files, initial={"done_on": clock.today()})
        self.posts = {one.village.code: one for one in posts}
        fields: dict[str, Any] = self.fields
        fields["village"].choices = [(code, str(one.village)) for code, one in self.posts.items()]
        fit(self, kind)


class PaperForm(WorkForm):
    """录入纸页, by the judicial office of the village."""

    WHERE = "post"

    post = forms.ChoiceField(
        label="村（社区）和顾问",
        error_messages={"required": "请选是谁在哪个村做的。", "invalid_choice": "请在列出的里选。"},
    )
    kind = forms.ChoiceField(label="事项", choices=Entry.Kind, error_messages={"required": "请选事项。"})
    field_order = ("paper_number", "post", "kind", "done_on")

    def __init__(self, sent: Any = None, files: Any = None, *, posts: list[Posting]) -> None:
        super().__init__(sent, files)
        self.posts = {str(one.pk): one for one in posts}
        towns: dict[str, list[tuple[str, str]]] = {}
        for pk, one in self.posts.items():
            towns.setdefault(str(one.village), []).append((pk, f"{one.registration.adviser.name}（{one.post}岗）"))
        fields: dict[str, Any] = self.fields
        fields["post"].choices = [("", "请选择"), *towns.items()]
        fields["paper_number"].required, fields["paper_number"].help_text = True, "纸上印的编号，一张只录一次。"
        fields["paper_number"].error_messages["required"] = "请填纸页上印的编号，以后凭它找得到这张纸。"
        fields["photo"].label = "这张纸的照片"


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(
        label="是什么", choices=Evidence.Kind, initial=Evidence.Kind.PHOTO, error_messages={"required": "请选是什么。"}
    )
    file = Files(label="照片或 PDF", help_text=PHOTO_HINT)
