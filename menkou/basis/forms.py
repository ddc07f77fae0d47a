"""What people fill in to record a fact, one form to a kind, and to end one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from menkou.advisers.models import Adviser, Base, Licence, Speciality, Strength
from menkou.basis import queries
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import Dated
from menkou.engagements.models import Obligation
from menkou.places.models import Demand
from menkou.places.rules.defaults import LARGEST
from menkou.places.rules.topics import TOPICS
from menkou.postings.models import Avoidance, Wish

NOT_A_DAY = "请按 2027-01-31 这样填日期。"
LONG_AGO, YEARS_AHEAD = date(1950, 1, 1), 50  # beyond these a day is a slip of the pen
CHOICES: dict[str, Callable[[Actor], Any]] = {
    "registration": queries.people,
    "institution": queries.institutions,
    "village": queries.villages,
    "township": queries.townships,
}


def day(label: str, *, ahead: int = YEARS_AHEAD, **more: Any) -> forms.DateField:
    """A question for a day, so many years ahead at most."""

    def demand_likely(one: date) -> None:
        if not LONG_AGO <= one <= date(clock.today().year + ahead, 12, 31):
            raise forms.ValidationError(f"请核对年份：要在 {LONG_AGO.year} 年以后，最多提前 {ahead} 年。")

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = {"required": f"请选{label}。", "invalid": NOT_A_DAY}
    return forms.DateField(label=label, widget=widget, error_messages=said, validators=[demand_likely], **more)


def whole(label: str, most: int, **more: Any) -> forms.IntegerField:
    """A question for a whole number from nothing on."""
    said = {"required": f"请填{label}。", "invalid": f"{label}要填整数。"}
    said |= {"min_value": f"{label}不能小于 0。", "max_value": f"{label}最大是 {most}，请核对。"}
    return forms.IntegerField(label=label, min_value=0, max_value=most, error_messages=said, **more)


def degrees(label: str, least: int, most: int, **more: Any) -> forms.FloatField:
    """A question for a longitude or a latitude in the country."""
    said = dict.fromkeys(("invalid", "min_value", "max_value"), f"{label}请填 {least} 到 {most} 之间的数。")
    return forms.FloatField(label=label, required=False, min_value=least, max_value=most, error_messages=said, **more)


def words(label: str, most: int, **more: Any) -> forms.CharField:
    """A question for a few words."""
    said = {"required": f"请填{label}。", "max_length": f"{label}最多 {most} 字，请写短些。"}
    return forms.CharField(label=label, max_length=most, error_messages=said, **more)


def choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    """A question with a few answers."""
    said = {"required": f"请选{label}。", "invalid_choice": "请从列表里选。"}
    blank = ("", "请选择" if more.get("required", True) else "不限")
    return forms.ChoiceField(label=label, choices=[blank, *choices], error_messages=said, **more)


class Rows(forms.ModelChoiceField):
    """A question for a person, a place or an institution that is there; which, the form asks of the queries."""

    def __init__(self, label: str, **more: Any) -> None:
        said = {"required": f"请选{label}。", "invalid_choice": "这一项刚刚不在名单里了，请重新选。"}
        blank = "请选择" if more.get("required", True) else "不填"
        super().__init__(queryset=None, label=label, empty_label=blank, error_messages=said, **more)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:  # what is no id at all is said back by Django, however long
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, one: Any) -> str:
        if hasattr(one, "adviser"):
            return f"{one.adviser.name}（{one.institution.name}）"
        return f"{one.township} {one.short_name}" if hasattr(one, "short_name") else str(one)


class FactForm(forms.Form):
    """The days and the source that every fact has; `fact` makes the row."""

    model: ClassVar[type[Dated]]

    valid_from = day("从哪天起")
    last = day("到哪天（含当天）", required=False, help_text="不知道到哪天，就空着。")
    source = words("依据", 200, help_text="文件、证件或谁在什么时候说的。")

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        common = ("valid_from", "last", "source")
        self.order_fields([*(name for name in self.fields if name not in common), *common])
        for name, field in self.fields.items():
            if isinstance(field, Rows):
                field.queryset = CHOICES[name](by)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "结束的日子比开始还早，请核对。")
        return self.cleaned_data

    def fact(self) -> Dated:
        """The row that was asked for."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "last"}
        last = self.cleaned_data["last"]
        return self.model(**told, valid_until=last + timedelta(days=1) if last else None)


class LicenceForm(FactForm):
    model = Licence
    registration = Rows("法律顾问")
    kind = choice("类别", Adviser.Kind.choices)
    number = words("执业证号", 30)


class StrengthForm(FactForm):
    model = Strength
    institution = Rows("机构")
    headcount = whole("人数", 999)
    share = whole("份额（千分之）", 1000, required=False, help_text="约定承担全区多少村居；没有约定就空着。")


class SpecialityForm(FactForm):
    model = Speciality
    registration = Rows("法律顾问")
    topic = choice("擅长", TOPICS.items())


class BaseForm(FactForm):
    model = Base
    registration = Rows("法律顾问")
    township = Rows("常驻镇街", required=False)
    longitude = degrees("经度（约）", 73, 136)
    latitude = degrees("纬度（约）", 3, 54, help_text="住在区外的才填，只记到约 1 公里。")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for name in ("longitude", "latitude"):
            if told.get(name) is not None:
                told[name] = round(told[name], Base.DECIMALS)
        return told


class DemandForm(FactForm):
    model = Demand
    village = Rows("村（社区）")
    population = whole("人口", LARGEST)
    consultations = whole("上年咨询（件）", 9999)
    remoteness = whole("离镇街驻地（公里）", 200)
    grade = choice("分类", Demand.Grade.choices)
    needs = forms.MultipleChoiceField(
        label="最需要（最多三项）",
        choices=list(TOPICS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表里选。"},
    )
    one_team = forms.BooleanField(label="希望两岗来自一家机构", required=False)


class AvoidanceForm(FactForm):
    model = Avoidance
    village = Rows("村（社区）")
    registration = Rows("回避的法律顾问", required=False)
    institution = Rows("回避的机构", required=False, help_text="人和机构选一样。")
    reason = choice("理由", Avoidance.Reason.choices)
    words = words("说明", 200, required=False)


class WishForm(FactForm):
    model = Wish
    village = Rows("村（社区）")
    registration = Rows("法律顾问", required=False)
    institution = Rows("机构", required=False, help_text="人和机构选一样。")
    side = choice("谁提出", Wish.Side.choices)
    weight = forms.TypedChoiceField(
        label="意愿",
        choices=Wish.Weight.choices,
        coerce=int,
        initial=Wish.Weight.GLADLY,
        error_messages={"required": "请选意愿。", "invalid_choice": "请从列表里选。"},
    )

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, by=by, **more)
        speaks = {Wish.Side.VILLAGE: Role.VILLAGE_CADRE, Wish.Side.OTHER: Role.INSTITUTION_DIRECTOR}
        sides = [s for s in Wish.Side if by.has_role(Role.JUSTICE_BUREAU, speaks[s])]
        self.fields["side"].choices = [(s.value, s.label) for s in sides]  # type: ignore[attr-defined]


class ObligationForm(FactForm):
    model = Obligation
    per = choice("对谁", Obligation.Per.choices)
    window = choice("多久", Obligation.Window.choices)
    least = whole("至少", 1000)
    unit = choice("按什么算", Obligation.Unit.choices)
    grade = choice("村居分类", Demand.Grade.choices, required=False)


FORMS: dict[str, type[FactForm]] = {
    "licences": LicenceForm,
    "strengths": StrengthForm,
    "specialities": SpecialityForm,
    "bases": BaseForm,
    "demands": DemandForm,
    "avoidances": AvoidanceForm,
    "wishes": WishForm,
    "obligations": ObligationForm,
}


class EndForm(forms.Form):
    last = day("最后一天（含当天）", help_text="还没有开始的，会直接撤下。")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("last", clock.today())
