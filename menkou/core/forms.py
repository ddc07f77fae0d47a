"""What forms of all apps share: one that is sent twice does once what it says (ADR 8), and numbers as people type them."""

import re
import secrets
import unicodedata
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe

WHOLE = r"(-?)(\d{1,8}|\d{1,3}(?:,\d{3}){1,3})"  # of a number: a comma stands between thousands and nowhere else


def new_form_id() -> str:
    """Names one showing of a form, so that sending it twice does it once."""
    return secrets.token_hex(16)


class OnceForm(forms.Form):
    """A form that carries the name of its showing."""

    form = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, required=False)

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or new_form_id()


def words(label: str, most: int, missing: str = "", hint: str = "", *, rows: int = 3) -> forms.CharField:
    """A few lines; asked for where it says what is missing."""
    wrong = {"required": missing, "max_length": f"最多 {most} 字，请写短些。"}
    box = forms.Textarea(attrs={"rows": rows, "maxlength": most, "data-count": ""})
    return forms.CharField(
        label=label, max_length=most, required=bool(missing), widget=box, help_text=hint, error_messages=wrong
    )


class LongSelect(forms.Select):
    """A choice on a page of numbers, or among hundreds: Django renders a template for each of them, which takes longer."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Flat choices, one of them chosen."""
        chosen, about = _said(value), self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        choices = tuple((_said(key), label, isinstance(label, SafeData)) for key, label in self.choices)
        return format_html("<select{}>{}</select>", flatatt(about), _options(choices, chosen))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


@lru_cache(maxsize=64)  # the same villages and people stand on page after page
def _options(choices: tuple[tuple[str, Any, bool], ...], chosen: str) -> SafeString:
    """Of each key, label and whether it is safe as it is: one that is to be escaped equals one that is not."""
    marked = mark_safe(" selected")  # noqa: S308  # our own word
    options = ((key, marked if key == chosen else "", label) for key, label, _ in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


class PartsField(forms.CharField):
    """A number as people type it, 1,234.5 or ７。５, kept as whole parts of it: no sum of money or points is ever a float.

    `wrong` says what to type; `small` and `large` what is said of a number below the least or above the most, in parts.
    """

    def __init__(
        self, *, parts: int, most: int, wrong: str, least: int = 0, small: str = "", large: str = "", **more: Any
    ) -> None:
        self.parts, self.least, self.most = parts, least, most
        self.wrong, self.small, self.large = wrong, small or wrong, large or wrong
        self.digits = len(str(parts)) - 1
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": box, "error_messages": {"required": wrong}, **more})

    def to_python(self, value: Any) -> Any:
        said = unicodedata.normalize("NFKC", str(value or "")).strip().replace("。", ".")
        if not said:
            return None
        match = re.fullmatch(rf"{WHOLE}(?:\.(\d{{1,{self.digits}}}))?", said, re.ASCII)
        if not match:
            raise forms.ValidationError(self.wrong)
        sign, whole, part = match.groups()
        return (-1 if sign else 1) * (
            int(whole.replace(",", "")) * self.parts + int((part or "").ljust(self.digits, "0"))
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            raise forms.ValidationError(self.small if value < self.least else self.large)

    def run_validators(self, value: Any) -> None:
        """Those of a CharField ask about words."""


def yuan(label: str, most: int, *, least: int = 1, small: str = "金额要大于 0。", **more: Any) -> PartsField:
    """A question for a sum, typed in yuan and kept in fen."""
    wrong, large = "请填金额，到分为止，例如 500 或者 500.50。", "金额太大了，请核对。"
    return PartsField(label=label, parts=100, most=most, wrong=wrong, least=least, small=small, large=large, **more)
