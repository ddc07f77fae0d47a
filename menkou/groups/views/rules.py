"""群和推送的规则: what holds today, since when and by what; the bureau sets its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.places import actions as places
from menkou.places.policies import arrange
from menkou.places.queries import rules as numbers
from menkou.places.queries import rules_set, texts

WORDS = {
    "group_name_of_district": "区一级的群名",
    "group_name_of_township": "司法所（镇街）一级的群名",
    "group_name_of_village": "村（社区）一级的群名",
    "publication_days": "每月哪几天推送",
    "group_publicity_a_week": "群主每周至少发几条普法（0 为不要求）",
    "group_cases_a_month": "群主每月至少发几个案例（0 为不要求）",
    "days_to_look_at_a_group": "多少天核对一次群",
    "days_a_screenshot_is_kept": "发出去的截图留多少天",
    "mass_sends_to_a_group_a_month": "企业微信群发：一个群每月至多几条",
}
SOURCES = {
    "group_publicity_a_week": "淮安群主“五个一”：每周至少一次普法",
    "group_cases_a_month": "淮安群主“五个一”：每月至少一次以案释法",
    "mass_sends_to_a_group_a_month": "平台较早的文件是每月 4 条，现在的说法是每天 1 条，取严的",
}
JUDGED = "编制时的判断，可以按本区情况改"


class RuleForm(forms.Form):
    """改一条."""

    key = forms.ChoiceField(
        label="哪条规则", choices=list(WORDS.items()), error_messages={"required": "请选一条规则。"}
    )
    value = forms.CharField(
        label="改成什么",
        max_length=40,
        help_text="群名里可以写 {区}、{镇街}、{村}；推送的日子用顿号隔开。",
        error_messages={"required": "请填改成什么。", "max_length": "最多 40 字。"},
    )
    valid_from = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选从哪天起。", "invalid": "请按 2027-01-31 这样填日期。"},
    )
    source = forms.CharField(
        label="依据",
        max_length=200,
        error_messages={"required": "请填依据，比如文件名和文号。", "max_length": "依据最多 200 字。"},
    )

    def told(self) -> dict[str, Any]:
        """With a number as a number."""
        said = dict(self.cleaned_data)
        if said["key"] in numbers() and said["value"].isascii() and said["value"].isdecimal():
            said["value"] = int(said["value"])
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)
def rules(request):
    """The list, and a form for whoever may set one."""
    sets = arrange.allows(request.actor, request.district)
    if request.method == "POST" and not sets:
        raise Refused(arrange.refusal)
    form = RuleForm(request.POST or None, initial={"valid_from": clock.today()})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            places.set_rule(by=request.actor, district=request.district, **form.told())
        except (Conflict, Invalid) as problem:
            form.add_error("value" if isinstance(problem, Invalid) else None, str(problem))
            status = problem.status
        else:
            messages.success(request, "登记好了。")
            return redirect("register:rules")
    return render(request, "groups/rules.html", {"rules": _in_force(), "form": form, "sets": sets}, status=status)


def _in_force() -> list[dict[str, Any]]:
    now, own = {**numbers(), **texts()}, rules_set(WORDS)
    return [
        {
            "words": words,
            "value": now[key],
            "since": own[key].valid_from if key in own else None,
            "source": own[key].source if key in own else SOURCES.get(key, JUDGED),
        }
        for key, words in WORDS.items()
    ]
