"""What people type. Every error is a sentence that says what to do; what was typed is kept."""

from django import forms
from django.http import QueryDict

from menkou.consultations.content import LONGEST_TEXT
from menkou.consultations.models import DECLARED, Consultation, Handover, Rating
from menkou.consultations.rules import packing
from menkou.consultations.rules.categories import CATEGORIES
from menkou.consultations.views.about import AboutFields
from menkou.consultations.views.circumstances import CircumstanceFields
from menkou.core import forms as once
from menkou.core.forms import new_form_id

LONGEST_MINUTES = 24 * 60
NO_INTEREST = "查过了，跟我和我们所没有利害关系"


class Words(forms.CharField):
    """One message: any writing system, up to the longest; without the characters that no text has."""

    def __init__(self, *, label: str, empty: str, rows: int, longest: int = LONGEST_TEXT, **options):
        box = forms.Textarea(attrs={"rows": rows, "data-count": "", "maxlength": longest})
        too_long = f"写了 %(show_value)s 字，最多 {longest} 字。请删掉一些，或者分两次问。"
        errors = {
            "required": empty,
            "max_length": too_long,
            "null_characters_not_allowed": "有看不见的怪字符，请删掉。",
        }
        super().__init__(label=label, widget=box, max_length=longest, error_messages=errors, **options)

    def to_python(self, value):
        text = super().to_python((value or "").replace("\r\n", "\n")) or ""
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise forms.ValidationError("有看不见的怪字符，请删掉。")
        return text


class OnceForm(once.OnceForm):
    """A form that carries the name of its showing, and may be shown again as another."""

    def renew(self) -> None:
        """Shown again after a refusal, it is another form; what was typed stays."""
        self.say("form", [new_form_id()])

    def say(self, name: str, words: list[str]) -> None:
        """Put something else into a field of what was sent."""
        sent = dict(self.data.lists()) if isinstance(self.data, QueryDict) else {}
        said = QueryDict(mutable=True)
        for field, values in {**sent, name: words}.items():
            said.setlist(field, values)
        self.data = said


class PackedField(forms.Field):
    """What goes along: clips and pages that are in the form's draft already."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        found = packing.read(value or [])
        if found is None:
            raise forms.ValidationError("说的和拍的没有认出来，请从这一页重新送一次。")
        return found

    def prepare_value(self, value):
        return value


class Photos(forms.FileField):
    """Pages of paper that come along with the form itself, as where there is no script."""

    class widget(forms.FileInput):
        allow_multiple_selected = True

        def value_from_datadict(self, data, files, name):
            return files.getlist(name) if hasattr(files, "getlist") else []

    def __init__(self):
        box = self.widget(attrs={"accept": "image/*", "multiple": True, "data-photos": ""})
        super().__init__(label="拍照片", required=False, widget=box)

    def clean(self, data, initial=None):
        return [super(Photos, self).clean(one, initial) for one in data]


class PieceForm(forms.Form):
    """One piece of a clip, or one page, as our own module sends it."""

    form = forms.RegexField(r"^[0-9a-f]{32}$")
    kind = forms.ChoiceField(choices=[("voice", ""), ("photo", "")])
    number = forms.IntegerField(min_value=1, max_value=99)
    piece = forms.IntegerField(min_value=0, max_value=999, required=False)
    mime = forms.CharField(max_length=40, required=False)
    file = forms.FileField(max_length=200)


class SayingForm(OnceForm):
    """Words, voice or pages: one of them at least."""

    enclosed = PackedField(required=False)
    photos = Photos()

    def clean(self):
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said["text"].strip() or said["enclosed"] or said["photos"]):
            self.add_error("text", self.fields["text"].error_messages["required"])
        return said

    def goes_on_with(self, going: list[packing.Packed]) -> None:
        """Shown again, it has all that came along so far."""
        self.say("enclosed", [one.said for one in going])


class AskForm(CircumstanceFields, AboutFields, SayingForm):
    text = Words(
        label="您遇到了什么事？",
        help_text="想到什么写什么，不用写名字。",
        empty="还没写字。写一两句就行，比如：邻居占了我家宅基地。",
        rows=7,
        required=False,
    )
    may_hand_over = forms.BooleanField(label="顾问不在时，可以由替班顾问接着看", required=False, initial=True)


class FollowUpForm(SayingForm):
    text = Words(label="接着问", empty="还没写字。", rows=4, required=False)


class AnswerForm(SayingForm):
    text = Words(label="答复", empty="还没写答复。", rows=7, required=False)
    has_no_interest = forms.BooleanField(label=NO_INTEREST, required=False)

    @classmethod
    def going_on_from(cls, text: str) -> "AnswerForm":
        """The form with words that were typed before."""
        return cls(initial={"form": new_form_id(), "text": text})


class WordingForm(OnceForm):
    """没发出的答复, and the number of the draft that the page goes on from."""

    text = Words(label="答复", empty="", rows=7, required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def clean_seen(self):
        return self.cleaned_data["seen"] or 0


class CodeForm(forms.Form):
    code = forms.CharField(
        label="取件码",
        max_length=40,
        help_text="八个字母和数字，比如 K7QM 2WXP。大小写都行。",
        error_messages={"required": "请输入取件码。", "max_length": "取件码是八个字母和数字，请核对。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code": ""}
        ),
    )


class ClaimForm(forms.Form):
    typed = forms.CharField(
        label="链接里的码",
        max_length=60,
        help_text="十二个字母和数字，点链接进来的会自己填好。大小写都行。",
        error_messages={
            "required": "请填链接里 # 后面的十二个字母和数字。",
            "max_length": "码是十二个字母和数字，请核对。",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code": "12"}
        ),
    )
    may_hand_over = forms.BooleanField(label="顾问不在时，可以由替班顾问接着看", required=False, initial=True)


class RateForm(forms.Form):
    face = forms.TypedChoiceField(
        coerce=int, choices=Rating.Face.choices, error_messages={"required": "请点一个脸，再送出。"}
    )
    is_solved = forms.TypedChoiceField(
        coerce=lambda value: value == "yes",
        choices=[("yes", "解决了"), ("no", "还没解决")],
        error_messages={"required": "请选解决了没有。"},
    )


class HandOverForm(forms.Form):
    reason = forms.ChoiceField(
        label="为什么移交",
        choices=[
            ("", "请选择"),
            *(choice for choice in Handover.Reason.choices if choice[0] in Handover.BY_HAND),
        ],
        error_messages={"required": "请选为什么移交，再点“移交”。", "invalid_choice": "请从列表里选一个原因。"},
    )


class CloseForm(forms.Form):
    ending = forms.ChoiceField(
        label="怎么结的",
        required=False,
        choices=[(one.value, one.label) for one in Consultation.BY_HAND],
        error_messages={"invalid_choice": "请从列表里选怎么结的。"},
    )
    minutes = forms.IntegerField(
        label="用了多少分钟",
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填用了多少分钟。",
            "invalid": "请填数字，比如 20。",
            "min_value": "至少 1 分钟。",
            "max_value": "一天只有 1440 分钟，请核对。",
        },
    )
    category = forms.ChoiceField(
        label="哪一类事",
        choices=[("", "请选择"), *CATEGORIES],
        error_messages={"required": "请选哪一类事。", "invalid_choice": "请从列表里选一类。"},
    )

    def clean_ending(self):
        return self.cleaned_data["ending"] or Consultation.Ending.ANSWERED


class NoteForm(OnceForm):
    """备注; its fields have ids of their own on a page with another box."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.auto_id = "note_%s"

    text = Words(label="备注", empty="还没写备注。", rows=3)
    is_for_hand_over = forms.BooleanField(label="移交时给接手的顾问看", required=False)


class PhraseForm(forms.Form):
    text = forms.CharField(
        label="新的常用语",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        error_messages={"required": "还没写。", "max_length": "最多 500 字，请短一些。"},
    )


class InterestForm(forms.Form):
    """声明: which interest there is."""

    kind = forms.ChoiceField(
        label="哪一种",
        choices=[("", "请选择"), *DECLARED],
        error_messages={"required": "请选是哪一种利害关系。", "invalid_choice": "请从列表里选一种利害关系。"},
    )


class PersonChoice(forms.ModelChoiceField):
    """One of the roster, with the institution."""

    def label_from_instance(self, obj):
        return f"{obj.adviser.name}（{obj.institution.name}）"


class AssignForm(forms.Form):
    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taker"] = PersonChoice(
            queryset=people,
            label="由谁来办",
            empty_label="请选择",
            error_messages={"required": "请选一位法律顾问。", "invalid_choice": "这位现在不能接，请换一位。"},
        )
