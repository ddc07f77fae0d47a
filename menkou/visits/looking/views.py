"""请看一看: for whoever checks the log, and for nobody else."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid
from menkou.visits.looking import actions, queries
from menkou.worklogs.rules.periods import Period

LONGEST = 200
NAMES = {
    "heaped": "到期末才记",
    "late": "做完很久才记",
    "alike": "内容几乎一样",
    "reused": "同一张照片",
    "hurried": "两个村时间太近",
    "camped": "多在一个村",
}


class ChoiceForm(forms.Form):
    """Which township, which period."""

    township = forms.ChoiceField(label="镇街", required=False)
    period = forms.ChoiceField(label="时段", required=False)

    def __init__(self, sent, towns: list, periods: list[Period]) -> None:
        super().__init__(sent)
        fields: dict = self.fields
        fields["township"].choices = [(one.code, one.name) for one in towns]
        fields["period"].choices = [(one.key, one.title) for one in periods]


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
def look(request):
    """What was seen, the latest first; whoever has looked may say why there is nothing to it."""
    towns, periods = list(queries.townships_of(request.actor)), queries.offered()
    said = request.POST if request.method == "POST" else request.GET
    town = _chosen(towns, said.get("township"), "code")
    period = _chosen(periods, said.get("period"), "key", periods[1])
    found = queries.seen(town, period) if town else []
    facts = {"town": town, "period": period, "problem": ""}
    status = 200
    if request.method == "POST":
        status, facts["problem"], facts["wrong"] = _noted(request, town, found)
        if status == 200:
            messages.success(request, "记下了。")
            return redirect(f"{reverse('visits:look')}?township={town.code}&period={period.key}")
    facts["form"] = ChoiceForm({"township": town and town.code, "period": period.key}, towns, periods)
    facts["open"] = [(one, NAMES[one.hint.kind], one.hint.key.hex()) for one in found if not one.look]
    facts["looked"] = [(one, NAMES[one.hint.kind]) for one in found if one.look]
    return render(request, "visits/look.html", facts, status=status)


def _noted(request, town, found: list[queries.Seen]) -> tuple[int, str, str]:
    """Put down what was said of one of these hints; else what is wrong, and at which."""
    key, note = request.POST.get("key", ""), request.POST.get("note", "")
    one = next((one for one in found if one.hint.key.hex() == key), None)
    if one is None:
        raise Absent(NOT_FOUND)
    if len(note) > LONGEST:
        return 422, f"最多 {LONGEST} 字，请写短些。", key
    if "\x00" in note:
        return 422, "有看不见的怪字符，请删掉。", key
    try:
        actions.look(by=request.actor, township=town, registration=one.registration, hint=one.hint, note=note)
    except (Conflict, Invalid) as problem:
        return problem.status, str(problem), key
    return 200, "", ""


def _chosen(offered: list, said: str | None, name: str, first=None):
    """What was chosen; the first where nothing was. Absent where it is not among what is offered."""
    if not said:
        return first or (offered[0] if offered else None)
    found = next((one for one in offered if getattr(one, name) == said), None)
    if found is None:
        raise Absent(NOT_FOUND)
    return found
