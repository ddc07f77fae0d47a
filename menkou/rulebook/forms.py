"""What is filled in to set a rule: to what, from which day on, by which document."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from menkou.core import clock
from menkou.places.rules import bounds
from menkou.places.rules.defaults import DEFAULTS
from menkou.places.rules.texts import LONGEST_PATTERN
from menkou.rulebook import queries
from menkou.rulebook.wording import AREAS, RULES

LONG_AGO, YEARS_AHEAD = date(1950, 1, 1), 2  # once its day has come, nothing takes a rule back


class RuleForm(forms.Form):
    """改一条: any of some areas, or one that has been chosen already."""

    key = forms.ChoiceField(
        label="哪条规则", error_messages={"required": "请选一条规则。", "invalid_choice": "请从列表里选一条规则。"}
    )
    value: forms.Field = forms.CharField(
        label="改成",
        max_length=LONGEST_PATTERN,
        error_messages={"required": "请填改成什么。", "max_length": f"最多 {LONGEST_PATTERN} 字。"},
    )
    valid_from = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="这天以前还按原来的。",
        error_messages={"required": "请选从哪天起。", "invalid": "请按 2027-01-31 这样填日期。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="文件名和文号，或者哪天的什么会议。",
        error_messages={"required": "请填依据，比如文件名和文号。", "max_length": "依据最多 200 字，请写短些。"},
    )

    def __init__(
        self, areas: Iterable[str], data: Mapping[str, Any] | None = None, *, chosen: str = "", **more: Any
    ) -> None:
        super().__init__(data, **more)
        key = self.fields["key"]
        assert isinstance(key, forms.ChoiceField)
        groups = [(AREAS[area].title, [(key, one.words) for key, one in AREAS[area].rules.items()]) for area in areas]
        key.choices = [("", "请选择"), *groups]
        if chosen:
            self._ask_of(chosen)

    def _ask_of(self, chosen: str) -> None:
        """One rule, named above: its unit and bounds stand beside the box, its choices in a list."""
        named = RULES[chosen]
        self.fields["key"].widget = forms.HiddenInput()
        self.initial["key"] = chosen
        if named.choices:
            said = {"required": "请选改成什么。", "invalid_choice": "请从列表里选。"}
            choices = [("", "请选择"), *((f"{place}", words) for place, words in enumerate(named.choices))]
            self.fields["value"] = forms.ChoiceField(label="改成", choices=choices, error_messages=said)
            self.order_fields(["key", "value", "valid_from", "source"])
            self.fields["value"].help_text = named.more
            return
        self.fields["value"].label = f"改成（{named.unit}）"
        self.fields["value"].help_text = queries.bounds(chosen) + named.more

    def clean_value(self) -> int | str:
        said, key = self.cleaned_data["value"].strip(), self.cleaned_data.get("key", "")
        value = int(said) if key in DEFAULTS and said.isascii() and said.isdecimal() else said
        if key and (wrong := bounds.fault(key, value)):
            raise forms.ValidationError(wrong)
        return value

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if not LONG_AGO <= day <= date(clock.today().year + YEARS_AHEAD, 12, 31):
            raise forms.ValidationError(f"请核对年份：要在 {LONG_AGO.year} 年以后，最多提前 {YEARS_AHEAD} 年。")
        return day


class TakeBackForm(forms.Form):
    """收回: which one, by the button beside it."""

    take_back = forms.UUIDField()
