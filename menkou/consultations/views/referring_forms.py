"""Where to send somebody, and what became of it."""

from typing import Any

from django import forms

from menkou.consultations.models import Consultation, Referral, Target
from menkou.consultations.referring.queries import Body, Card, cards_of
from menkou.consultations.views.after_forms import NOT_A_DAY
from menkou.consultations.views.forms import NO_INTEREST, OnceForm, Words, new_form_id

RECEIVED, CANCEL = "received", "cancel"
OUTCOMES = [one for one in Referral.Outcome.choices if one[0] != Referral.Outcome.CANCELLED]
LIST = "请从列表里选。"


class ReferForm(OnceForm):
    """转介."""

    to = forms.ChoiceField(label="转到哪里", error_messages={"required": "请选转到哪里。", "invalid_choice": LIST})
    text = Words(label="为什么去、去了怎么说", empty="", rows=4, required=False)
    bring = Words(label="要带什么", empty="", rows=3, required=False)
    has_no_interest = forms.BooleanField(label=NO_INTEREST, required=False)

    def __init__(self, *args, bodies: list[Body], **options):
        super().__init__(*args, **{"initial": {"form": new_form_id()}, **options})
        self.auto_id = "refer_%s"
        to: Any = self.fields["to"]
        to.choices = [("", "请选择"), *((one.key, f"{one.kind} · {one.name}") for one in bodies)]
        self.fields["bring"].help_text = "写在对方看的卡片上，比如：身份证、借条原件。"


class RecordForm(forms.Form):
    """接收和结果, by the holder; its fields have ids of their own beside each referral."""

    received_on = forms.DateField(
        label="对方哪天接收的",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NOT_A_DAY},
    )
    outcome = forms.ChoiceField(
        label="结果", required=False, choices=[("", "还不知道"), *OUTCOMES], error_messages={"invalid_choice": LIST}
    )

    def __init__(self, *args, of: Referral, **options):
        super().__init__(*args, **{"initial": {"received_on": of.received_on, "outcome": of.outcome}, **options})
        self.auto_id = f"referral_{of.pk.hex}_%s"


def cards_with_forms(consultation: Consultation, more: dict) -> list[tuple[Card, RecordForm]]:
    """Each referral with the form that says what became of it; the one that was wrong with what was typed."""
    wrong, of = more.get("record_form"), more.get("recorded")
    cards = cards_of(consultation)
    return [(one, wrong if wrong and one.referral.pk == of else RecordForm(of=one.referral)) for one in cards]


class TellForm(forms.Form):
    """One tap of the asker."""

    said = forms.ChoiceField(
        choices=[(RECEIVED, "接了"), *((one.value, one.label) for one in Referral.TOLD_BY_ASKER)],
        error_messages={"required": "请点一个，再送出。", "invalid_choice": "请点一个，再送出。"},
    )

    @property
    def outcome(self) -> str:
        said = self.cleaned_data["said"]
        return "" if said == RECEIVED else said


class TargetForm(forms.ModelForm):
    """登记去处."""

    class Meta:
        model = Target
        fields = ("kind", "name", "phone", "address", "hours", "remark", "valid_from", "source")
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {
            "kind": {"required": "请选哪一类。", "invalid_choice": LIST},
            "name": {"required": "请写名称。", "max_length": "名称最多 60 字。"},
            "valid_from": {"required": "请选从哪天起。", "invalid": NOT_A_DAY},
            "source": {"required": "请写依据，比如：镇司法所 2026 年 3 月报来。"},
        }

    def __init__(self, *args, townships, **options):
        super().__init__(*args, **options)
        # made here: a model's own field would ask for the townships of no district when the module is read
        errors = {"invalid_choice": LIST}
        self.fields["township"] = forms.ModelChoiceField(
            townships, label="哪个镇街的人去", empty_label="全区", required=False, error_messages=errors
        )
        self.order_fields(("kind", "name", "township"))
        kind: Any = self.fields["kind"]
        kind.choices = [("", "请选择"), *Target.Kind.choices]

    def validate_constraints(self) -> None:
        """What the database refuses is said by the action, in a sentence of ours."""

    def clean(self):
        said = super().clean() or self.cleaned_data
        self.instance.township = said.get("township")
        if not self.errors and not (said.get("phone") or said.get("address")):
            self.add_error("phone", "电话和地址，至少填一样。")
        return said
