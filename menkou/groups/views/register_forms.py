"""What is typed in about a group: names and numbers, and nothing of what is said there."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from menkou.consultations.views.forms import OnceForm
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.pictures import MOST_BYTES
from menkou.groups.keeping import queries
from menkou.groups.models import Group

OURS, OWN = "ours", "own"
KIND_WORDS = {
    "residents": "村民",
    "cadres": "村（居）干部",
    "advisers": "法律顾问",
    "officers": "司法所、司法局的人",
    "others": "其他人",
}


def _choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    said = {"required": f"请选{label}。", "invalid_choice": f"请从列表里选{label}。"}
    return forms.ChoiceField(label=label, choices=choices, error_messages=said, **more)


def _words(label: str, most: int, **more: Any) -> forms.CharField:
    said = {"required": f"请填{label}。", "max_length": f"{label}最多 {most} 字，请写短些。"}
    return forms.CharField(label=label, max_length=most, error_messages=said, **more)


class Owned:
    """群主, chosen among advisers and staff: r and u stand before their ids."""

    @staticmethod
    def choices(by: Actor, town_id: UUID | None = None, village_id: UUID | None = None) -> list[tuple[str, str]]:
        people = [
            (f"r{one.pk}", f"{one.adviser.name}（{one.institution.name}）")
            for one in queries.owners_among_advisers(village_id)
        ]
        if not by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE):
            own = {f"r{one}" for one in by.held(Role.ADVISER)}
            return [one for one in people if one[0] in own]
        staff = [(f"u{one.pk}", f"{one.name}（工作人员）") for one in queries.owners_among_staff(town_id)]
        return [("", "请选择"), *people, *staff]

    @staticmethod
    def read(said: str) -> dict[str, UUID]:
        """As the columns have it."""
        return {{"r": "registration_id", "u": "owner_id"}[said[0]]: UUID(said[1:])} if said else {}


class RegisterForm(OnceForm):
    """登记一个群."""

    level = _choice("是哪一级的群", [])
    village = _choice("是哪个村（社区）的", [], required=False)
    township = _choice("是哪个镇街的", [], required=False)
    name = _words("群名", 60, help_text="照群里显示的写。")
    kind = _choice("是哪一种群", Group.Form.choices)
    whose = _choice(
        "谁建的",
        [(OURS, "我们建的，群主归我们管"), (OWN, "村里自己的群，法律顾问进了群")],
        widget=forms.RadioSelect,
        initial=OURS,
    )
    owner = _choice("群主", [], required=False, help_text="村里自己的群不用选。")
    admission = _choice("怎么进群", Group.Admission.choices)
    has_adviser = forms.BooleanField(label="法律顾问在群里", required=False, initial=True)

    def __init__(self, by: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        villages, towns = list(queries.villages_for(by)), list(queries.townships_for(by))
        levels = [Group.Level.VILLAGE, *([Group.Level.TOWNSHIP] if towns else [])]
        levels += [Group.Level.DISTRICT] if by.has_role(Role.JUSTICE_BUREAU) else []
        self._places = {f"v{one.pk}": one for one in villages} | {f"t{one.pk}": one for one in towns}
        self.offer("level", [(one.value, one.label) for one in levels])
        self.offer(
            "village", [("", "请选择"), *((f"v{one.pk}", f"{one.short_name}（{one.township}）") for one in villages)]
        )
        self.offer("township", [("", "请选择"), *((f"t{one.pk}", str(one)) for one in towns)])
        self.offer("owner", Owned.choices(by))
        if not towns:
            del self.fields["township"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (level := said.get("level")) in ("village", "township") and not said.get(level) and level not in self.errors:
            self.add_error(level, self.fields[level].error_messages["required"])
        if said.get("whose") == OWN and level and level != Group.Level.VILLAGE:
            self.add_error("whose", "只有村（社区）一级才有村里自己的群。")
        if said.get("whose") == OURS and not said.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "我们建的群要有群主，请选一位。")
        return said

    def group(self) -> Group:
        """As it is to be put on record."""
        said = self.cleaned_data
        level, ours = said["level"], said["whose"] == OURS
        place = {level: self._places[said[level]]} if level != Group.Level.DISTRICT else {}
        facts = {"name": said["name"], "form": said["kind"], "admission": said["admission"]}
        facts |= {"has_adviser": said["has_adviser"], "is_ours": ours, **(Owned.read(said["owner"]) if ours else {})}
        return Group(pk=UUID(said["form"]), level=level, **place, **facts)


class AmendForm(forms.Form):
    """更正."""

    name = _words("群名", 60)
    kind = _choice("是哪一种群", Group.Form.choices)
    admission = _choice("怎么进群", Group.Admission.choices)

    def told(self) -> dict[str, str]:
        said = self.cleaned_data
        return {"name": said["name"], "form": said["kind"], "admission": said["admission"]}


class LookForm(forms.Form):
    """核对: once a month, by who owns it."""

    has_adviser = forms.BooleanField(label="法律顾问在群里", required=False)
    active_month = forms.DateField(
        label="最近有人说话是哪个月",
        required=False,
        help_text="空着就不改。",
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"invalid": "请按 2026-11 这样填月份。"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for kind, words in KIND_WORDS.items():
            said = {
                "invalid": f"{words}要填整数。",
                "min_value": f"{words}不能小于 0。",
                "max_value": "人数太多，请核对。",
            }
            box = forms.NumberInput(attrs={"inputmode": "numeric"})
            self.fields[kind] = forms.IntegerField(
                label=f"{words}（人）",
                required=False,
                min_value=0,
                max_value=Group.MOST,
                widget=box,
                help_text="空着就不改。",
                error_messages=said,
            )
        self.order_fields([*KIND_WORDS, "has_adviser", "active_month"])

    def clean_active_month(self) -> date | None:
        month = self.cleaned_data["active_month"]
        if month and month > clock.today():
            raise forms.ValidationError("这个月份还没到，请核对。")
        return month

    def told(self) -> dict[str, Any]:
        """As the action wants it."""
        said = self.cleaned_data
        counts = {kind: said[kind] for kind in KIND_WORDS if said[kind] is not None}
        return {"counts": counts, "has_adviser": said["has_adviser"], "active_month": said["active_month"]}


class ConnectForm(forms.Form):
    """接通."""

    means = _choice("推送怎么到这个群", Group.Means.choices)
    account = _choice("用哪个渠道账号", [], required=False, help_text="区司法局在“渠道”里登记的；复制发群不用选。")
    chat_id = forms.RegexField(
        r"^[\w@.-]{1,64}$",
        label="客户群ID",
        required=False,
        help_text="只有企业微信群发要填，在企业微信“客户群”里看。",
        error_messages={"invalid": "客户群ID是一串字母和数字，请重新复制。"},
    )
    sender = forms.RegexField(
        r"^[A-Za-z0-9_.@-]{1,64}$",
        label="群主在企业微信的账号",
        required=False,
        help_text="只有企业微信群发要填，任务发给他确认。",
        error_messages={"invalid": "成员账号是字母、数字和 - _ . @，请核对。"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = (Group.Means.ROBOT, Group.Means.MASS)
        self._accounts = {str(one.pk): one for kind in kinds for one in queries.accounts_for(kind)}
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "不用"),
            *((pk, f"{one.name}（{one.get_kind_display()}）") for pk, one in self._accounts.items()),
        ]

    def told(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"account": self._accounts.get(said["account"])}


class HandOnForm(forms.Form):
    """移交群主."""

    owner = _choice("新群主", [], help_text="先在微信里把群主转让给他，再在这里登记。")

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class QrForm(forms.Form):
    """进群的码."""

    photo = forms.FileField(
        label="群二维码的截图",
        help_text="在群里点“群二维码”，存成图片。微信的群二维码 7 天有效，到期要再传。",
        error_messages={"required": "请选一张图片。", "empty": "这个文件是空的，请重新选。"},
    )

    def clean_photo(self):
        if (photo := self.cleaned_data["photo"]).size > MOST_BYTES:
            raise forms.ValidationError("照片最大 8 MB。请截小一点再传。")
        return photo
