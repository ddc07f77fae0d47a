"""聘用合同: the list with what ends soon, one contract, renewing many at once, ending one early."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.engagements import actions, policies, queries
from menkou.engagements.models import Contract
from menkou.places import queries as places

A_PAGE = 100
LONGEST_YEARS = 10  # a longer one is a slip of the pen
READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR)


class RenewForm(forms.Form):
    last = forms.DateField(
        label="续签到哪天（含当天）",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选续签到哪天。", "invalid": "请按 2027-12-31 这样填日期。"},
    )

    def clean_last(self):
        last, today = self.cleaned_data["last"], clock.today()
        if not today < last <= today.replace(year=today.year + LONGEST_YEARS, day=1):
            raise forms.ValidationError(f"请选今天以后、{LONGEST_YEARS} 年以内的日子。")
        return last


class EndForm(forms.Form):
    reason = forms.CharField(
        label="为什么提前终止",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200, "data-count": ""}),
        error_messages={"required": "请写终止的原因，以后要查得到。", "max_length": "原因最多 200 字，请写短些。"},
    )


@require_safe
@staff(*READERS)
def contracts(request):
    """D6 聘用合同; the filters stand in the address."""
    return _list(request, RenewForm())


def _list(request, form: RenewForm, *, chosen: set[UUID] | None = None, status: int = 200) -> HttpResponse:
    by, asked = request.actor, request.POST if request.method == "POST" else request.GET
    filters = {"state": asked.get("state", "")[:10], "q": asked.get("q", "").strip()[:20]}
    filters["township"] = asked.get("township", "")[:9]
    found = queries.listed(by, state=filters["state"], wanted=filters["q"], township=filters["township"])
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    query = urlencode({name: value for name, value in filters.items() if value})
    renews = filters["state"] == "expiring" and policies.renew.allows(by, request.district)
    facts = {
        "page": page,
        "filters": filters,
        "query": f"{query}&" if query else "",
        "states": queries.STATES.items(),
        "townships": places.townships(),
        "expiring": queries.listed(by, state="expiring").count() if filters["state"] != "expiring" else 0,
        "missing": list(queries.without_contract(by)[:20]),
        "form": form,
        "renews": renews,
        "chosen": {one.pk for one in page} if chosen is None else chosen,
        "today": clock.today(),
        "days": places.rules()["contract_first_notice_days"],
    }
    return render(request, "engagements/contracts.html", facts, status=status)


@require_POST
@staff(*READERS)
def renew(request):
    """续签 those that were ticked, all or none."""
    if not policies.renew.allows(request.actor, request.district):
        raise Refused(policies.renew.refusal)
    form, chosen = RenewForm(request.POST), _ticked(request.POST.getlist("contract"))
    if not form.is_valid():
        return _list(request, form, chosen=chosen, status=422)
    if not chosen:
        form.add_error(None, "请勾选要续签的合同。")
        return _list(request, form, chosen=chosen, status=422)
    until = form.cleaned_data["last"] + timedelta(days=1)
    found = list(queries.contracts_for(request.actor).filter(pk__in=chosen))
    try:
        if len(found) < len(chosen):
            raise Conflict("勾选的合同有的刚刚被撤回了，一份也没有续。请看看现在的列表再续。")
        count = actions.renew(by=request.actor, district=request.district, contracts=found, until=until)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _list(request, form, chosen=chosen, status=problem.status)
    messages.success(request, f"续签了 {count} 份，都到 {clock.in_words(form.cleaned_data['last'])}。")
    return redirect(f"{reverse('engagements:contracts')}?state=coming")


def _ticked(values: list[str]) -> set[UUID]:
    ticked = set()
    for value in values[:A_PAGE]:
        try:
            ticked.add(UUID(value))
        except ValueError:
            continue  # no box of ours says this
    return ticked


@require_safe
@staff(*READERS)
def contract(request, pk):
    """One contract."""
    return _show(request, queries.contract_for(request.actor, pk), EndForm())


def _show(request, found: Contract, form: EndForm, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    is_running = found.valid_from < today < found.valid_until and not found.ended_at
    ends = is_running and policies.end.allows(request.actor, found)
    withdraws = found.valid_from >= today and policies.end.allows(request.actor, found)
    facts = {"contract": found, "form": form, "today": today, "ends": ends, "withdraws": withdraws}
    return render(request, "engagements/contract.html", facts, status=status)


@require_POST
@staff(*READERS)
def end(request, pk):
    """提前终止; the posts under it end with it."""
    found, form = queries.contract_for(request.actor, pk), EndForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        actions.end(by=request.actor, contract=found, reason=form.cleaned_data["reason"])
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _show(request, found, form, status=problem.status)
    messages.success(request, "合同终止了，这个村的岗位也一起撤下了。")
    return redirect("engagements:contract", pk=pk)


@require_POST
@staff(*READERS)
def withdraw(request, pk):
    """撤回 a contract that has not begun."""
    found = queries.contract_for(request.actor, pk)
    try:
        actions.withdraw(by=request.actor, contract=found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("engagements:contract", pk=pk)
    messages.success(request, f"{found.village}还没开始的那份合同撤回了。")
    return redirect("engagements:contracts")
