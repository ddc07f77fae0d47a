"""What is asked about slots. Every error says what to do; what was typed is kept."""

from datetime import date
from typing import Any

from django import forms

from menkou.core import clock
from menkou.occasions.forms import OneOf, choice, words
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.rotas import queries
from menkou.rotas.models import Slot, Why
from menkou.rotas.rules.turns import days_of
from menkou.worklogs.models import MOST_PEOPLE
from menkou.worklogs.rules.periods import Period, ahead_from
from menkou.worklogs.views.forms import count, minutes

MONTHS_AHEAD, FURTHEST_DAYS = 4, 400
WEEKDAYS = [(str(number), f"每周{name}") for number, name in enumerate(clock.WEEKDAYS[:5])]
REASONS = [(one.value, one.label) for one in Why if one is not Why.LEAVE]
CLOCK_HINTS = {"required": "请选几点。", "invalid": "请按 09:00 这样填时间。"}


def hour(label: str, initial: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, initial=initial, error_messages=CLOCK_HINTS)


def one_of(label: str, missing: str, *, empty: str | None = "请选择", required: bool = True) -> Any:
    errors = {"required": missing, "invalid_choice": missing}
    return OneOf(queryset=None, label=label, empty_label=empty, required=required, error_messages=errors)


class _WhereForm(forms.Form):
    """Where and from when until when."""

    begins = hour("几点开始", "09:00")
    ends = hour("几点结束", "11:30")
    place = words("地点", 40, "请写在哪里值班，例如：镇公共法律服务工作站。")
    village = one_of(
        "在村里值的，选村（社区）", "请在列出的村（社区）里选，不在村里就不选。", empty="不在村里", required=False
    )

    def __init__(self, *args, township: Township, **options) -> None:
        self.township = township
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["village"].queryset = places.villages().filter(township=township).order_by("code")
        fields["place"].initial = f"{township}公共法律服务工作站"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", "结束要比开始晚，请核对。")
        return said


class ArrangeForm(_WhereForm):
    """排一次."""

    adviser = one_of("谁来", "请在列出的顾问里选。")
    day: Any = forms.DateField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪一天。", "invalid": "请按 2027-03-05 这样填日期。"},
    )
    field_order = ("adviser", "day", "begins", "ends", "place", "village")

    def __init__(self, *args, township: Township, **options) -> None:
        super().__init__(*args, township=township, **options)
        fields: dict[str, Any] = self.fields
        fields["adviser"].queryset = queries.people_of(township, clock.today())
        fields["adviser"].label_from_instance = _called

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if abs((day - clock.today()).days) > FURTHEST_DAYS:
            raise forms.ValidationError("请选一年以内的日子。")
        return day


class MonthForm(_WhereForm):
    """按规律排一个月."""

    month = forms.ChoiceField(label="哪个月", error_messages={"invalid_choice": "请在列出的月份里选。"})
    weekday = forms.ChoiceField(label="每周几", choices=WEEKDAYS, initial="1")
    people: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        label="哪些人轮流",
        widget=forms.CheckboxSelectMultiple,
        help_text="离上一次值班最久的先排；那天请假的跳过，下一次再轮到。",
        error_messages={name: "请至少勾一位。" for name in ("required", "invalid_choice", "invalid_pk_value")},
    )
    field_order = ("month", "weekday", "begins", "ends", "place", "village", "people")

    def __init__(self, *args, township: Township, **options) -> None:
        super().__init__(*args, township=township, **options)
        fields: dict[str, Any] = self.fields
        here = queries.people_of(township, clock.today())
        fields["people"].queryset, fields["people"].label_from_instance = here, _called
        fields["people"].initial = [one.pk for one in here]
        fields["month"].choices = [(one.key, str(one)) for one in ahead_from(clock.today(), "month", MONTHS_AHEAD)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("month") and said.get("weekday"):
            month = Period.called(said.pop("month"))
            assert month is not None
            said["days"] = days_of(month.first, month.after_last, int(said.pop("weekday")))
        return said


class CannotForm(forms.Form):
    """来不了."""

    why = choice("为什么来不了", REASONS, "请选为什么来不了。")
    note = words("要说明的", 60, help_text="司法所和您的机构看得到，不要写当事人的事。")
    whom = one_of("请谁替", "请在列出的同事里选，或者先不选。", empty="先不选，请司法所安排", required=False)

    def __init__(self, *args, slot: Slot, **options) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["whom"], slot)


class WhomForm(forms.Form):
    """请谁替, 换成谁."""

    whom = one_of("哪一位", "请在列出的顾问里选一位。")

    def __init__(self, *args, slot: Slot, **options) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["whom"], slot)


class AppointForm(WhomForm):
    """指定: also one who was asked and has not answered."""

    def __init__(self, *args, slot: Slot, **options) -> None:
        super().__init__(*args, slot=slot, **options)
        here = queries.people_of(slot.township, slot.day).exclude(pk=slot.adviser_id)
        fields: dict[str, Any] = self.fields
        fields["whom"].queryset, fields["whom"].label_from_instance = here, _called


class LogForm(forms.Form):
    """记值班; one tap where nothing has to be changed."""

    minutes = minutes()
    people = count("接待了多少人", MOST_PEOPLE)
    village = one_of("日志记在哪个村", "请在列出的村里选。", empty=None)

    def __init__(self, *args, slot: Slot, **options) -> None:
        length = int((slot.ends_at - slot.begins_at).total_seconds() // 60)
        here = queries.villages_to_log(slot)
        first = here[0].pk if here else None
        super().__init__(*args, **{"initial": {"minutes": min(1440, length), "village": first}, **options})
        fields: dict[str, Any] = self.fields
        fields["village"].queryset = Village.objects.filter(pk__in=[one.pk for one in here]).select_related("township")
        if len(here) == 1:
            fields["village"].widget = forms.HiddenInput()


class ToldForm(forms.Form):
    """来了没有."""

    outcome = forms.ChoiceField(
        choices=Slot.Outcome.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请点来了还是没来。"),
    )
    why = forms.ChoiceField(choices=[("", ""), *Why.choices], required=False)
    had_substitute = forms.BooleanField(required=False)


class ReplyForm(forms.Form):
    """说明."""

    words = words("说明", 300, "请写一句说明，例如：那天上午临时开庭，已经打电话说过。", rows=4)


class ExcuseForm(forms.Form):
    """改成有正当理由."""

    why = choice("是什么理由", Why.choices, "请选是什么理由。")
    reason = words("根据", 60, "请写一句根据，例如：看了开庭传票。")


class OffForm(forms.Form):
    """取消."""

    why = words("为什么取消", 60, "请写一句为什么取消，顾问看得到。")


def _called(one) -> str:
    return f"{one.adviser.name}（{one.institution.name}）"


def _offer(field: Any, slot: Slot) -> None:
    ids = [one.pk for one in queries.colleagues(slot)]
    field.queryset = queries.people_of(slot.township, slot.day).filter(pk__in=ids)
    field.label_from_instance = _called
