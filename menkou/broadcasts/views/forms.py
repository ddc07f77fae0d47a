"""What is written for groups, and what is said of one of them. Every error says what to do; what was typed is kept."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms

from menkou.broadcasts import queries
from menkou.broadcasts.library import queries as library
from menkou.broadcasts.models import MOST_WORDS, Notice
from menkou.consultations.views.forms import OnceForm, Words
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.pictures import MOST_BYTES
from menkou.groups.models import Group
from menkou.places import queries as places
from menkou.places.models import Demand, Township

MOST_SPEECH = 800


class NoticeForm(OnceForm):
    """起草一条推送."""

    kind = forms.ChoiceField(
        label="哪一类", choices=[("", "请选择"), *Notice.Kind.choices], error_messages={"required": "请选是哪一类。"}
    )
    title = forms.CharField(
        label="标题",
        max_length=40,
        help_text="不要写人名、村名加姓氏这样能认出人的话。",
        error_messages={"required": "请写标题。", "max_length": "标题最多 40 字，请短些。"},
    )
    text = Words(
        label="发到群里的话",
        help_text=f"大白话，最多 {MOST_WORDS} 字。后面会自动带上看全文的链接。",
        empty="还没写发到群里的话。",
        rows=8,
        longest=MOST_WORDS,
    )
    speech = Words(
        label="村村响念的话",
        help_text="给村里喇叭念的，不写就念上面那一段。",
        empty="",
        rows=4,
        longest=MOST_SPEECH,
        required=False,
    )
    link = forms.URLField(
        label="视频、录音或原文的链接",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="放在看全文的那一页上。",
        error_messages={"invalid": "链接要以 https:// 开头，请从浏览器里整个复制。"},
    )
    levels = forms.MultipleChoiceField(
        label="发到哪几级的群",
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一级。", "invalid_choice": "请从列出的里面选。"},
    )
    towns = forms.MultipleChoiceField(
        label="只发这些镇街",
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一个都不勾，就是全区。",
        error_messages={"invalid_choice": "请从列出的镇街里选。"},
    )
    grades = forms.MultipleChoiceField(
        label="只发这些村",
        choices=Demand.Grade.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="按村居需求里的分类；一个都不勾，就是所有村。",
        error_messages={"invalid_choice": "请从列出的分类里选。"},
    )
    go_on = forms.DateField(
        label="哪天发",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪天发。", "invalid": "请按 2027-01-05 这样填日期。"},
    )

    article = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, by: Actor, *args: Any, township: Township | None = None, fixed: Collection[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self._by, self._township = by, township
        levels = list(Group.Level.choices) if township is None else list(Group.Level.choices)[1:]
        self._offer("levels", levels)
        if township is None:
            self._offer("towns", [(str(one.pk), one.name) for one in places.townships()])
        else:
            del self.fields["towns"]
        for name in fixed:
            self.fields[name].disabled = True
        self.fields["go_on"].help_text = "选了今天，批准以后马上就发。"

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_go_on(self):
        day = self.cleaned_data["go_on"]
        if day < clock.today() or (day - clock.today()).days > 366:
            raise forms.ValidationError("发的日子要在今天以后，一年以内。")
        return day

    def clean_article(self):
        if not (pk := self.cleaned_data["article"]):
            return None
        if found := library.usable(self._by, pk):
            return found
        raise forms.ValidationError("这篇素材撤下了，或者该再看一遍了，不能用。")

    def facts(self) -> dict[str, Any]:
        """As the columns have it, without what it was made from."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("form", "article")}
        return said | {"towns": [UUID(one) for one in said.get("towns", [])]}

    def notice(self) -> Notice:
        said = self.cleaned_data
        return Notice(pk=UUID(said["form"]), township=self._township, article=said["article"], **self.facts())


def initial(by: Actor, article: str) -> dict[str, Any]:
    """Of a new one: the district's next day, and the groups of villages; with the words of an article, if one is named."""
    found = library.usable(by, UUID(article)) if is_id(article) else None
    words = {"article": found.pk, "title": found.title, "text": found.text, "link": found.audio} if found else {}
    return {"go_on": queries.next_day(), "levels": [Group.Level.VILLAGE], **words}


def is_id(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False


def township_of(by: Actor) -> Township | None:
    """For which office somebody writes; None for the bureau."""
    if by.has_role(Role.JUSTICE_BUREAU):
        return None
    return places.townships().filter(pk__in=by.held(Role.JUDICIAL_OFFICE)).first()


class SendBackForm(forms.Form):
    note = forms.CharField(
        label="为什么退回",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 200}),
        error_messages={"required": "请写为什么退回，起草的人才知道改哪里。", "max_length": "最多 200 字。"},
    )


class ApproveForm(forms.Form):
    edition = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """已发到群里, with a picture or without."""

    photo = forms.FileField(
        label="发出去的截图",
        required=False,
        help_text="不附也行。只截自己发的那一条，别把村民说的话截进去。",
        error_messages={"empty": "这个文件是空的，请重新选。"},
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo and photo.size > MOST_BYTES:
            raise forms.ValidationError("截图最大 8 MB。请截小一点再传，或者不附截图，直接确认。")
        return photo

    def told(self) -> bytes:
        photo = self.cleaned_data["photo"]
        return photo.read() if photo else b""


class GiveUpForm(forms.Form):
    why = forms.CharField(
        label="为什么发不了",
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 120}),
        error_messages={"required": "请写为什么发不了。", "max_length": "最多 120 字。"},
    )


class OneForm(forms.Form):
    """Of which group; of all where none is named."""

    delivery = forms.UUIDField(required=False)
