"""What people fill in along a consequence, one form to a step. Every error says what to do; what was typed is kept."""

from typing import Any

from django import forms

from menkou.advisers.models import Institution, Registration
from menkou.assessments.following.findings import Proposal
from menkou.assessments.models import Consequence
from menkou.core import clock
from menkou.core.forms import OnceForm, new_form_id, words, yuan

Kind, Scope = Consequence.Kind, Consequence.Scope
LONGEST_FACTS, LONGEST = 1000, 500
MOST_FEN = 100_000_000  # a million yuan: beyond is a slip of the pen


def choice(label: str, choices: Any, missing: str, **more: Any) -> forms.ChoiceField:
    said = {"required": missing, "invalid_choice": missing}
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *choices], error_messages=said, **more)


class Rows(forms.ModelChoiceField):
    """A question for somebody who is there."""

    def __init__(self, label: str, **more: Any) -> None:
        gone = "这一项刚刚不在名单里了，请重新选。"
        super().__init__(
            queryset=None, label=label, empty_label="不填", error_messages={"invalid_choice": gone}, **more
        )

    def label_from_instance(self, one: Any) -> str:
        return f"{one.adviser.name}（{one.institution.name}）" if hasattr(one, "adviser") else str(one)


class OpenForm(OnceForm):
    """立一件."""

    registration = Rows("哪位法律顾问", required=False)
    institution = Rows("或者哪家机构", required=False)
    kind = choice("要办哪一种", Kind.choices, "请选要办哪一种。")
    facts = words(
        "事实",
        LONGEST_FACTS,
        "请写事实：什么时候、什么事、看了什么。",
        "什么时候、什么事、看了什么材料。告知以后，本人和所在机构看得到。不要写居民咨询的内容。",
    )

    def __init__(self, *args: Any, people: Any, institutions: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **more})
        fields: Any = self.fields
        fields["registration"].queryset, fields["institution"].queryset = people, institutions

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        person, house = said.get("registration"), said.get("institution")
        if bool(person) == bool(house) and not {"registration", "institution"} & set(self.errors):
            self.add_error("registration", "请选一位法律顾问，或者一家机构，只选一样。")
        return said

    def whom(self) -> tuple[Institution, Registration | None]:
        """The institution, and the adviser where it is one."""
        person = self.cleaned_data["registration"]
        return (person.institution, person) if person else (self.cleaned_data["institution"], None)


class DropForm(forms.Form):
    """不予处理."""

    note = words("为什么不处理", LONGEST, "请写为什么不处理。")


class TellForm(forms.Form):
    """告知: asks for what its kind needs."""

    text = words("拟怎么处理", LONGEST, "请写拟怎么处理。", "本人和所在机构看得到，写明依据哪一条。")
    fen = yuan("拟扣多少（元）", MOST_FEN)
    scope = choice("通报范围", Scope.choices, "通报批评，请选通报范围。")
    villages = forms.MultipleChoiceField(
        label="换哪些村（社区）的岗位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表里选。"},
    )
    ONLY = {"fen": Kind.DEDUCT, "scope": Kind.NOTICE, "villages": Kind.REPLACE}

    def __init__(self, *args: Any, consequence: Consequence, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **{"initial": {"villages": consequence.villages}, **more})
        fields: Any = self.fields
        fields["villages"].choices = places
        person = consequence.registration_id
        fields["villages"].help_text = "一个也不选，就是他的全部岗位。" if person else "请选这家机构的哪些岗位。"
        for name, kind in self.ONLY.items():
            if kind != consequence.kind:
                del fields[name]

    def proposal(self) -> Proposal:
        said = self.cleaned_data
        return Proposal(said["text"], said.get("fen"), tuple(said.get("villages", ())), said.get("scope", ""))


class StateForm(forms.Form):
    """陈述申辩."""

    text = words(
        "陈述申辩",
        LONGEST_FACTS,
        "请写要说的话。",
        "只能交一次，交之前请看一遍。写明哪里不对、有什么凭据。居民问的内容要保密，不要写进来。",
    )


class DecideForm(forms.Form):
    """决定."""

    is_upheld = forms.TypedChoiceField(
        label="怎么决定",
        coerce=lambda value: value == "yes",
        choices=[("yes", "照拟的处理"), ("no", "不予处理")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选怎么决定。", "invalid_choice": "请选怎么决定。"},
    )
    fen = yuan("扣多少（元）", MOST_FEN, required=False, help_text="可以比告知的少，不能多；不填就照告知的扣。")
    note = words(
        "决定的理由", LONGEST, "请写决定的理由，当事人看得到。", "当事人看得到。有陈述申辩的，写明采纳没有、为什么。"
    )

    def __init__(self, *args: Any, consequence: Consequence, **more: Any) -> None:
        super().__init__(*args, **more)
        if consequence.kind != Kind.DEDUCT:
            del self.fields["fen"]


class OrderForm(forms.Form):
    """开始换人."""

    on = forms.DateField(
        label="从哪天起换人",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="从这天起不再派他去这些村；系统另排人，由另一个人审定发布。发布以前，岗位还由他管着，村里不会没有人。",
        error_messages={"required": "请选从哪天起换人。", "invalid": "请按 2027-01-31 这样填日期。"},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"initial": {"on": clock.today()}, **more})


class FinishForm(forms.Form):
    """办完了."""

    is_mended = forms.TypedChoiceField(
        label="复查",
        coerce=lambda value: value == "yes",
        choices=[("yes", "整改合格"), ("no", "整改不合格")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选复查合格不合格。", "invalid_choice": "请选复查合格不合格。"},
    )
    note = words("怎么办的", LONGEST, "请写怎么办的。", "办了什么、谁办的、看了什么材料。")

    def __init__(self, *args: Any, consequence: Consequence, **more: Any) -> None:
        super().__init__(*args, **more)
        if consequence.kind != Kind.RECTIFY:
            del self.fields["is_mended"]


class AgainForm(forms.Form):
    """复查不合格，另立一件."""

    kind = choice("要办哪一种", Kind.choices, "请选要办哪一种。")
    facts = words("事实", LONGEST_FACTS, "请写事实：什么时候、什么事、看了什么。")
