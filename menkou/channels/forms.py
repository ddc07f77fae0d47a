"""What is typed in about an account. Secrets are never shown again: an empty box leaves what is set as it is."""

from collections.abc import Iterable
from typing import Any

from django import forms

from menkou.channels import queries
from menkou.channels.kinds import GENERATED, Asked, Kind
from menkou.channels.models import Correspondent
from menkou.channels.sms.texts import MOBILE
from menkou.core.forms import OnceForm

SIMULATED = Asked(
    "is_simulated",
    "用哪个平台（只在演示里问）",
    "演示里选“微信模拟”，不会真的发给谁。",
    is_needed=False,
    choices=(("", "平台自己的"), ("yes", "微信模拟")),
)


NEEDED_OF_REPORTS = ("reports_id", "reports_outcome", "reports_delivered")


def box(one: Asked, *, is_needed: bool, is_secret: bool = False) -> forms.Field:
    """The box for one thing that is asked."""
    wrong = one.wrong or f"{one.label}写得不对，请照“{one.where}”再看看。"
    said = {"required": f"请填{one.label}。", "invalid": wrong}
    facts: dict[str, Any] = {"label": one.label, "help_text": one.where, "required": is_needed, "error_messages": said}
    if one.choices:
        return forms.ChoiceField(choices=one.choices, **{**facts, "error_messages": {"invalid_choice": wrong}})
    kept: dict[str, Any] = {"attrs": {"autocomplete": "off", "spellcheck": "false"}}
    if one.name == "body":
        kept["attrs"]["rows"] = 5
    widget: Any = forms.Textarea(**kept) if one.name == "body" else forms.TextInput(**kept)
    if is_secret and one.name != "body":
        widget = forms.PasswordInput(**kept, render_value=False)
    return forms.RegexField(rf"\A{one.pattern}\Z", widget=widget, **facts)


class FactsForm(forms.Form):
    """What is public of an account: its name here, and the platform's settings."""

    name = forms.CharField(
        label="叫它什么",
        max_length=60,
        help_text="自己认得出就行，例如 兖州司法局服务号。",
        error_messages={"required": "请给它起个名字。", "max_length": "名字最多 60 字。"},
    )

    def __init__(self, kind: Kind, is_demo: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = [one.name for one in kind.facts]
        for one in kind.facts:
            self.fields[one.name] = box(one, is_needed=one.is_needed)
        if isinstance(tells := self.fields.get(queries.TELLS), forms.ChoiceField):
            tells.choices = [*tells.choices, *queries.offices()]  # type: ignore[misc]  # of Asked: pairs
        if is_demo:
            self.names.append(SIMULATED.name)
            self.fields[SIMULATED.name] = box(SIMULATED, is_needed=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("verify_name")) != bool(said.get("verify_text")) and "verify_text" not in self.errors:
            self.add_error("verify_text", "校验文件的名字和里面的字，要填就两样都填。")
        if bool(said.get("staff_template")) != bool(said.get("staff_words")) and "staff_words" not in self.errors:
            self.add_error("staff_words", "给工作人员的模板，编号和话要填就两样都填。")
        reports = {name: bool(said.get(name)) for name in self.names if name.startswith("reports_")}
        lacks = next((name for name in NEEDED_OF_REPORTS if not reports.get(name)), "")
        if any(reports.values()) and lacks and lacks not in self.errors:
            self.add_error(lacks, "要收回执，编号、结果和写着什么算送到，三样都要填。")
        return said

    def facts(self) -> dict[str, str]:
        """By name."""
        return {name: self.cleaned_data.get(name, "") for name in self.names}


class AddForm(FactsForm):
    """A new account: with its number, and the secrets that the platform shows."""

    def __init__(self, kind: Kind, is_demo: bool, *args: Any, **more: Any) -> None:
        super().__init__(kind, is_demo, *args, **more)
        self.kept = [one.name for one in kind.secrets if one.name not in GENERATED]
        self.fields["number"] = box(kind.number, is_needed=True)
        for one in kind.secrets:
            if one.name in self.kept:
                self.fields[one.name] = box(one, is_needed=True, is_secret=True)
        self.order_fields(["name", "number", *self.names[: len(kind.facts)], *self.kept])

    def secrets(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.kept}


class SecretsForm(forms.Form):
    """Secrets that the platform gave, changed: an empty box leaves the old one."""

    def __init__(self, kind: Kind, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in kind.secrets:
            if one.name not in GENERATED:
                self.fields[one.name] = box(one, is_needed=False, is_secret=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise forms.ValidationError("一样也没有填，什么都没有改。")
        return said


class TryForm(OnceForm):
    """试一下: to whom; nobody, where there is a group behind the account."""

    def __init__(self, kind: str, people: Iterable[tuple[Correspondent, str]] = (), *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind in ("wechat", "kf"):
            choices = [(str(one.pk), words) for one, words in people]
            said = {"required": "请选发给谁。", "invalid_choice": "请在列出的人里选。"}
            hint = "只列 48 小时内来过话的，不显示名字。先用自己的微信给它发一句，再来选最近的那一个。"
            self.fields["to"] = forms.ChoiceField(label="发给谁", choices=choices, help_text=hint, error_messages=said)
        elif kind == "app":
            wrong = {"required": "请填成员的账号。", "invalid": "成员账号是字母、数字和 - _ . @，只能填一个人。"}
            self.fields["to"] = forms.RegexField(
                r"\A(?!@all)[A-Za-z0-9_.@-]{1,64}\Z",
                label="发给谁",
                help_text="企业微信通讯录里的账号（UserID），例如 zhangsan。",
                error_messages=wrong,
            )
        elif kind == "sms":
            wrong = {"required": "请填手机号。", "invalid": "手机号是 11 位数字，请核对。"}
            self.fields["to"] = forms.RegexField(
                rf"\A{MOBILE.pattern}\Z",
                label="发到哪个手机",
                help_text="填您自己的手机号。会真的发出一条，按条计费。",
                error_messages=wrong,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said.setdefault("to", "group" if "to" not in self.fields else "")
        return said
