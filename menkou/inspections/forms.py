"""What is asked of whoever wants to read a matter. Every error says what to do; what was typed is kept."""

from django import forms

from menkou.consultations.views.forms import OnceForm
from menkou.inspections.models import Inspection

LEAST_REASON, MOST_DAYS = 20, 30
LONGEST = 2000


def _words(label: str, help_text: str, least: int, **more) -> forms.CharField:
    errors = {"required": f"请写{label}。", "min_length": f"{label}至少写 {least} 个字。"}
    box = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST})
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=least,
        max_length=LONGEST,
        widget=box,
        error_messages=errors,
        **more,
    )


class RequestForm(OnceForm):
    """申请."""

    reference = forms.CharField(
        label="咨询编号",
        max_length=20,
        help_text="比如 2611-7K3QX，一次只能申请一件。",
        error_messages={"required": "请填编号。"},
    )
    cause = forms.ChoiceField(
        label="事由", choices=[("", "请选择"), *Inspection.Cause.choices], error_messages={"required": "请选事由。"}
    )
    reason = _words("理由", "为什么非看内容不可，至少 20 个字。加密保存，批的人看得到。", LEAST_REASON)
    basis = _words("法律依据", "哪部法律、哪一条。", 4)
    defer_days = forms.IntegerField(
        label="推迟几天告知居民和顾问",
        initial=0,
        min_value=0,
        max_value=MOST_DAYS,
        help_text="一般填 0，看的同时就告知。依法要推迟的，最多 30 天，到期自动告知。",
        error_messages={
            "required": "请填 0，或者要推迟的天数。",
            "max_value": "最多推迟 30 天。",
            "invalid": "请填数字。",
        },
    )
    instrument = _words("推迟告知的法律文书", "文书名称和文号；不推迟就不用填。", 4, required=False)

    def clean(self):
        said = super().clean() or {}
        days, paper = said.get("defer_days") or 0, said.get("instrument")
        if days and not paper and "instrument" not in self.errors:
            self.add_error("instrument", "要推迟告知，请写依据的法律文书；没有就把天数填 0。")
        if paper and not days and "defer_days" not in self.errors:
            self.add_error("defer_days", "写了文书，请填推迟几天；不推迟就把文书删掉。")
        return said
