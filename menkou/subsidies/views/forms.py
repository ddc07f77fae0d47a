"""What is asked on the pages of money; amounts are typed in yuan and kept in fen."""

from collections.abc import Sequence
from typing import Any

from django import forms

from menkou.core import clock
from menkou.core.forms import OnceForm, PartsField, new_form_id, words, yuan
from menkou.places.models import Demand
from menkou.subsidies import queries
from menkou.subsidies.models import Adjustment, Objection
from menkou.subsidies.models.proposed import MOST_FEN, MOST_PERMILLE
from menkou.subsidies.rules.pricing import WHOLE
from menkou.worklogs.rules.periods import Period, back_from

HALVES = 4


class BeginForm(forms.Form):
    """编一批."""

    period = forms.ChoiceField(label="哪个时段", error_messages={"required": "请选哪个时段。"})

    def __init__(self, sent: Any = None, *, periods: Sequence[Period]) -> None:
        super().__init__(sent)
        fields: dict[str, Any] = self.fields
        fields["period"].choices = [(one.key, one.title) for one in periods]


class ReturnForm(forms.Form):
    """退回."""

    note = words("退回原因", 200, "请写退回原因，编的人才知道改什么。")


class PaidForm(forms.Form):
    """记付款."""

    paid_on = forms.DateField(
        label="财务哪天付的",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填付款日期。", "invalid": "请填付款日期。"},
    )
    note = forms.CharField(label="凭证号", max_length=60, required=False)


class SourcedForm(OnceForm):
    """Whatever is put down rests on something."""

    source = forms.CharField(
        label="依据", max_length=200, help_text="文件名和文号。", error_messages={"required": "请写依据的文件。"}
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, initial={"form": new_form_id()})
        self.order_fields([name for name in self.fields if name != "source"])


class TariffForm(SourcedForm):
    """补贴标准."""

    grade = forms.ChoiceField(label="哪一类村", choices=[("", "全部"), *Demand.Grade.choices], required=False)
    yearly = yuan("每村每年（元）", MOST_FEN, least=0, small="金额不能小于零。", help_text="例如某区每村每年 5000 元。")
    share_a = forms.IntegerField(
        label="A岗占百分之几", min_value=0, max_value=100, help_text="其余归B岗。A岗不在、B岗替的日子，A岗这一份归B岗。"
    )
    valid_from = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date"}))
    needs_contract = forms.BooleanField(label="只付有已签聘用合同的日子", required=False, initial=True)


class FactorForm(SourcedForm):
    """系数."""

    registration: Any = forms.ModelChoiceField(queryset=None, label="顾问")
    half = forms.ChoiceField(label="哪个半年")
    permille = PartsField(
        label="系数",
        parts=WHOLE,
        most=MOST_PERMILLE,
        wrong="请写 0 到 2 之间的数，最多三位小数。",
        large="系数最多是 2。",
        help_text="1 是不增不减；0.9 是打九折。最多 2。",
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent)
        fields: dict[str, Any] = self.fields
        fields["registration"].queryset = queries.people()
        fields["registration"].label_from_instance = lambda one: f"{one.adviser.name}（{one.institution.name}）"
        fields["half"].choices = [(one.key, one.title) for one in back_from(clock.today(), "half_year", HALVES)]


class AdjustmentForm(SourcedForm):
    """扣减、奖励."""

    kind = forms.ChoiceField(label="扣减还是奖励", choices=Adjustment.Kind, widget=forms.RadioSelect)
    registration: Any = forms.ModelChoiceField(queryset=None, label="顾问", required=False)
    institution: Any = forms.ModelChoiceField(
        queryset=None, label="或者整个机构", required=False, help_text="顾问和机构只选一个。"
    )
    fen = yuan("金额（元）", MOST_FEN)
    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "请写事由。"})

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent)
        fields: dict[str, Any] = self.fields
        fields["registration"].queryset, fields["institution"].queryset = queries.people(), queries.houses()
        fields["registration"].label_from_instance = lambda one: f"{one.adviser.name}（{one.institution.name}）"


class ObjectionForm(forms.Form):
    """异议."""

    words = words("哪里不对", 500, "请写哪里不对。", "比如哪几天是谁在岗；不写村民的姓名和咨询的事。")


class AnswerForm(forms.Form):
    """答复异议."""

    outcome = forms.ChoiceField(label="怎么办", choices=Objection.Outcome, widget=forms.RadioSelect)
    fen = yuan(
        "补多少元（扣的写负数）",
        MOST_FEN,
        least=-MOST_FEN,
        small="金额太大了，请核对。",
        required=False,
        help_text="只有补一笔或者扣一笔的才写。",
    )
    text = words("答复", 500, "请写答复。", "提异议的人会看到。")

    def clean_fen(self) -> int:
        return self.cleaned_data["fen"] or 0
