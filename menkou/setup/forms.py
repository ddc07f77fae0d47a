"""What is typed in by hand on the way to a district: places with their judicial office, and contracts for many villages."""

from typing import Any

from django import forms

from menkou.advisers import queries as advisers
from menkou.boards.views.forms import PhoneField
from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.engagements.views.forms import Day, StageForm
from menkou.places import queries as places
from menkou.places.models import Township
from menkou.setup.rules import pasting

BY_POST = "posts"  # the institution of whoever holds the A post
EVERYWHERE = "all"
MOST_PASTED = 60_000


def _words(label: str, most: int, hint: str = "", *, required: bool = True, **more: Any) -> forms.CharField:
    said = {"required": f"请填{label}。", "max_length": f"{label}最多 {most} 字，请写短些。"}
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required, error_messages=said, **more)


def _phone(label: str) -> PhoneField:
    hint = "例如 0537-4412345。不知道可以先空着，公示牌印之前要补上。"
    return PhoneField(label=label, required=False, help_text=hint)


class PersonForm(forms.Form):
    """What stands on boards of an adviser."""

    phone = PhoneField(label="电话")


class HouseForm(forms.Form):
    """What stands on boards of an institution."""

    phone = PhoneField(label="电话")
    address = _words("办公地址", 120)


class OfficeForm(forms.Form):
    """A judicial office."""

    office = _words("司法所名称", 60)
    phone = _phone("司法所电话")
    address = _words("司法所地址", 120, required=False)


class TownForm(forms.Form):
    """A township, with its office and its villages."""

    code = forms.RegexField(
        r"^\d{9}$",
        label="镇街代码",
        help_text="统计用区划代码的前 9 位，例如 370881101。",
        error_messages={"required": "请填镇街代码。", "invalid": "镇街代码要 9 位数字。"},
    )
    name = _words("镇街名称", 40, "例如 吴村镇、鲁城街道。")
    phone = _phone("司法所电话")
    address = _words("司法所地址", 120, required=False)
    villages = _words(
        "村（社区）",
        MOST_PASTED,
        "每行一个：代码 名称，或者只写名称。可以从表格里复制两列粘贴。",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if same := places.townships().filter(code=code).first():
            raise forms.ValidationError(f"代码 {code} 已经是{same.name}的了。要加村，请在下面的名单里打开它。")
        return code

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not pasting.town_kind_of(name):
            raise forms.ValidationError("名称请以“镇”“街道”或“乡”结尾，例如 吴村镇。")
        if places.townships().filter(name=name).exists():
            raise forms.ValidationError(f"已经有{name}了。要加村，请在下面的名单里打开它。")
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("code") and "villages" in said:
            _read(self, said, said["code"])
        return said


class VillagesForm(forms.Form):
    """More villages of a township that is there."""

    villages = _words(
        "再加村（社区）",
        MOST_PASTED,
        "每行一个：代码 名称，或者只写名称。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, town: Township, names: list[str], codes: set[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.town, self.names, self.codes = town, names, codes

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "villages" in said:
            _read(self, said, self.town.code, self.names, self.codes)
        return said


def _read(form: forms.Form, said: dict[str, Any], town: str, names: Any = (), codes: Any = ()) -> None:
    try:
        said["villages"] = pasting.read(said["villages"], town, names, codes)
    except pasting.BadPaste as bad:
        for sentence in bad.sentences[:10]:
            form.add_error("villages", sentence)


class EngageForm(StageForm):
    """Contracts for every village that has none in these days."""

    township = forms.ChoiceField(
        label="哪些村",
        initial=EVERYWHERE,
        error_messages={"required": "请选哪些村。", "invalid_choice": "请在列出的镇街里选。"},
    )
    institution = forms.ChoiceField(
        label="和哪家机构",
        error_messages={"required": "请选和哪家机构签。", "invalid_choice": "请在列出的机构里选。"},
    )
    first_party = forms.ChoiceField(
        label="谁做甲方", choices=Contract.FirstParty, initial="committee", widget=forms.RadioSelect
    )
    first = Day("从哪天起", past=False)
    last = Day("到哪天止（含当天）", past=False)
    field_order = ("township", "institution", "first_party", "first", "last", "stage", "signed_on")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        towns = [(one.code, one.name) for one in places.townships()]
        fields["township"].choices = [(EVERYWHERE, "全区还没有合同的村"), *towns]
        houses = [(str(one.pk), one.name) for one in advisers.institutions()]
        fields["institution"].choices = [(BY_POST, "照派驻方案：A 岗顾问所在的机构"), *houses]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", "止期比起期还早，请核对。")
        if said.get("last") and said["last"] < clock.today():
            self.add_error("last", "这一天已经过去，请核对。")
        return said
