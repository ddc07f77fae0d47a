"""What an adviser copies from a group."""

from django import forms

from menkou.consultations.views.forms import OnceForm, Words
from menkou.places.models import Village


class TakeInForm(OnceForm):
    """Words from a group, and which village's group it is."""

    village = forms.ChoiceField(
        label="哪个村的群",
        error_messages={"required": "请选是哪个村的群。", "invalid_choice": "请从列表里选一个村。"},
    )
    text = Words(
        label="群里问的话",
        help_text="从群里复制过来就行。说话人的名字、手机号、身份证号和卡号会自动遮住；句子里的人名请您自己看一眼。",
        empty="还没有字。请从群里复制问的那几句，粘贴到这里。",
        rows=7,
    )

    def __init__(self, villages: list[Village], *args, **options) -> None:
        super().__init__(*args, **options)
        self._villages = {str(one.pk): one for one in villages}
        choices = [(key, one.short_name) for key, one in self._villages.items()]
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices if len(choices) == 1 else [("", "请选择"), *choices]

    def clean_village(self) -> Village:
        return self._villages[self.cleaned_data["village"]]
