"""跟谁有关: what an asker may add to a question, in words of the village. Nothing of it has to be said."""

from django import forms

from menkou.consultations.interests.routing import ADVISERS, COMMITTEE, UNKNOWN, About, Way
from menkou.consultations.rules.names import LONGEST_NAME, TOO_LONG

NEITHER = ("", "都不是，或者不想说")


def name_field(label: str) -> forms.CharField:
    """A name that may be left out."""
    errors = {"max_length": TOO_LONG, "null_characters_not_allowed": "有看不见的怪字符，请删掉。"}
    box = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LONGEST_NAME, widget=box, error_messages=errors)


class ConcernForm(forms.Form):
    """Whom a matter concerns, alone: told after asking."""

    concerns = forms.ChoiceField(
        label="这事跟谁有关？",
        required=False,
        choices=[NEITHER, *((one, one) for one in (COMMITTEE, *ADVISERS))],
        error_messages={"invalid_choice": UNKNOWN},
    )


class AboutFields(ConcernForm):
    """The same beside a question, with the names of the two sides."""

    other_side = name_field("对方叫什么")
    own_name = name_field("您叫什么")

    def clean(self):
        said = super().clean() or self.cleaned_data
        words = {name: said.pop(name, "") for name in ("concerns", "other_side", "own_name")}
        said["about"] = About(**words)
        return said

    @property
    def has_about(self) -> bool:
        """Whether the folded question is to be open: something of it was said, or is wrong."""
        names = ("concerns", "other_side", "own_name")
        return any(self.data.get(name) or name in self.errors for name in names)


def choices(ways: list[Way], chosen: str) -> list[dict]:
    """The answers with where each leads, as the page shows them."""
    found = [{"value": one.value, "words": one.words, "taker": one.taker} for one in ways]
    found.append({"value": NEITHER[0], "words": NEITHER[1], "taker": None})
    return [one | {"is_chosen": one["value"] == chosen} for one in found]
