"""What is typed about an order. Every error says what to do; what was typed is kept."""

import unicodedata
from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from menkou.advisers import queries as advisers
from menkou.core import clock
from menkou.core.forms import LongSelect, OnceForm, new_form_id, words
from menkou.hotline import queries
from menkou.hotline.models import Order
from menkou.occasions.forms import OneOf
from menkou.places import queries as places

MOST = 1000
FURTHEST = timedelta(days=366)  # a date beyond is a slip of the pen
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
NAMELESS = "不写反映人的姓名、电话和住址，这些 12345 系统里有。"
CHOOSE = [("", "请选择")]
WHEN = {"required": "请填 12345 的受理时间。", "invalid": "请按 2027-03-05 09:30 这样填时间。"}


def _choice(label: str, choices: list, missing: str) -> forms.ChoiceField:
    errors = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=[*CHOOSE, *choices], error_messages=errors)


def _one_of(label: str, hint: str) -> Any:
    errors = {"invalid_choice": "请在列出的里面选。"}
    return OneOf(
        None, label=label, help_text=hint, required=False, empty_label="不选", widget=LongSelect, error_messages=errors
    )


def as_kept(number: str) -> str:
    """工单号 as it is kept: whoever types Chinese types wide digits and dashes."""
    return unicodedata.normalize("NFKC", number).translate(DASHES).strip().upper()


class NumberField(forms.RegexField):
    """工单号."""

    def to_python(self, value):
        return as_kept(super().to_python(value) or "")


class EnterForm(OnceForm):
    """登记."""

    number = NumberField(
        r"^[0-9A-Za-z-]{4,30}$",
        label="工单号",
        help_text="照抄 12345 的工单号。",
        strip=True,
        error_messages={"required": "请填工单号。", "invalid": "工单号是 4 到 30 个数字、字母，请照抄。"},
    )
    received_at: Any = forms.DateTimeField(
        label="12345 受理时间",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=WHEN,
    )
    due_on: Any = forms.DateTimeField(
        label="12345 要求哪天以前答复",
        help_text="没写的不填，按本区的规则算。",
        required=False,
        input_formats=["%Y-%m-%d", "%Y-%m-%d %H:%M"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2027-03-05 这样填日期。"},
    )
    kind = _choice("反映什么", Order.Kind.choices, "请选反映什么。")
    subject = _choice("反映谁", Order.Subject.choices, "请选反映谁。")
    about = _one_of("哪位法律顾问", "反映一位法律顾问的才选。")
    institution = _one_of("哪家机构", "反映一家机构的才选。")
    village = _one_of("哪个村（社区）", "反映村里服务的一定要选，别的知道就选。")
    text = words("反映的事", MOST, "请写反映的是什么事，一两句就行。", f"加密保存。{NAMELESS}", rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        fields: dict[str, Any] = self.fields
        fields["about"].queryset = advisers.roster().order_by("adviser__sound", "pk")
        fields["about"].label_from_instance = lambda one: f"{one.adviser.name}（{one.institution.name}）"
        fields["institution"].queryset = advisers.institutions()
        fields["village"].queryset = places.villages().select_related("township").order_by("code")
        fields["village"].label_from_instance = lambda one: f"{one.township.name} {one}"

    def clean_received_at(self) -> datetime:
        received = self.cleaned_data["received_at"]
        if received > clock.now():
            raise forms.ValidationError("受理时间还没到，请核对。")
        if received < clock.now() - FURTHEST:
            raise forms.ValidationError("受理时间过了一年多，请核对。")
        return received

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        asked = {"adviser": "about", "institution": "institution", "village": "village"}
        name = asked.get(said.get("subject", ""))
        if name and name not in self.errors and not said.get(name):
            self.add_error(name, f"请选{self.fields[name].label}。")
        for other in {"about", "institution"} - {name}:  # what is not asked for says nothing
            said[other] = None
        due, received = said.pop("due_on", None), said.get("received_at")
        in_range = due and received and _day_of(received) <= due <= received + FURTHEST
        said["due_at"] = _end_of(due) if in_range else None
        if due and received and not (in_range and received <= said["due_at"]):
            self.add_error("due_on", "答复的日子要在受理以后、一年以内，请核对。")
        return said


def _day_of(moment: datetime) -> datetime:
    return clock.start_of(moment.astimezone(clock.SHANGHAI).date())


def _end_of(due: datetime) -> datetime:
    """Where a table of orders says the hour, then; a day alone has its last minute."""
    due = due.astimezone(clock.SHANGHAI)
    return due if due.time() != time() else clock.start_of(due.date() + timedelta(days=1)) - timedelta(minutes=1)


class AssignForm(forms.Form):
    """派单."""

    to = _choice("派给谁", [], "请选派给谁。")

    def __init__(self, *args, order: Order, **options):
        super().__init__(*args, **options)
        self.handlers = queries.handlers_for(order)
        choices: Any = self.fields["to"]
        choices.choices = [*CHOOSE, *((key, name) for key, (name, _) in self.handlers.items())]

    def clean(self) -> dict[str, Any]:
        to = (super().clean() or {}).get("to", "")
        return {"handler": to.partition(":")[0], "to": self.handlers[to][1]} if to else {}


class HandleForm(forms.Form):
    """办理."""

    text = words("办理情况", MOST, "请写查了什么、怎么办的。", f"区司法局照着答复。{NAMELESS}", rows=5)


class BackForm(forms.Form):
    """退回重办."""

    text = words("退回的理由", 300, "请写为什么退回、还要办什么。")


class VoidForm(forms.Form):
    """作废."""

    text = words(
        "为什么作废", 300, "请写为什么作废。", "登记错了才作废，比如工单号抄错、重复登记。作废以后工单号可以重新登记。"
    )


class AnswerForm(forms.Form):
    """答复."""

    outcome = _choice("查明的结果", Order.Outcome.choices, "请选查明的结果。")
    text = words("答复 12345 的话", MOST, "请写答复。", NAMELESS, rows=5)


class RateForm(forms.Form):
    """评价."""

    rating = _choice("反映人的评价", Order.Rating.choices, "请选评价。")


class PressForm(forms.Form):
    """A button that asks for nothing."""
