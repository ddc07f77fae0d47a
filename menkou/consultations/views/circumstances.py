"""What an asker may add to a question: for whom, about what, and where to call. Nothing of it has to be said."""

from django import forms

from menkou.consultations.models import Asking
from menkou.consultations.rules import phones
from menkou.consultations.rules.circumstances import MORNING, PARTS, CallWish, Circumstances
from menkou.consultations.rules.topics import TOPICS

OWN = ("", "自己问")
THROUGH = (
    OWN,
    (Asking.Through.FAMILY, "我帮家里人问"),
    (Asking.Through.OTHER, "我替别人问"),
    (Asking.Through.COMMITTEE, "我是村（居）委会的，替村民问"),
)
DAYS = (("0", "今天"), ("1", "明天"))
CHOOSE = "请从这几项里选一项，不选也行。"
NO_NUMBER = "这个电话打不通：手机是 11 位，座机带上区号。不要回电话，就把这一格空着。"


def radios(label: str, options, first: str = "") -> forms.ChoiceField:
    """One choice of a few, of which the first holds where nothing is chosen."""
    errors = {"invalid_choice": CHOOSE}
    return forms.ChoiceField(label=label, choices=options, required=False, initial=first, error_messages=errors)


class CircumstanceFields(forms.Form):
    """The same for every form that asks."""

    through = radios("给谁问？", THROUGH)
    topic = radios("哪一类事？", [("", "不选"), *(one[:2] for one in TOPICS)])
    phone = forms.CharField(
        label="回电话打哪个号",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": NO_NUMBER, "null_characters_not_allowed": NO_NUMBER},
    )
    call_day = radios("哪天方便", DAYS, "0")
    call_part = radios("什么时候方便", PARTS, MORNING)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        number = phones.tidy(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(NO_NUMBER)
        return number

    def clean(self):
        said = super().clean() or self.cleaned_data
        words = {name: said.pop(name, "") for name in ("through", "topic", "phone", "call_day", "call_part")}
        call = None
        if words["phone"]:
            call = CallWish(words["phone"], int(words["call_day"] or 0), words["call_part"] or MORNING)
        said["how"] = Circumstances(words["through"], words["topic"], call)
        return said

    @property
    def wants_call(self) -> bool:
        """Whether the folded question is to be open: a number was typed, or is wrong."""
        return bool(self.data.get("phone") or "phone" in self.errors)

    @property
    def is_for_others(self) -> bool:
        """Whether the folded question is to be open: somebody else was named, or the answer is wrong."""
        return bool(self.data.get("through") or "through" in self.errors)
