"""标准、系数、扣减和奖励: putting one down, and the second person's yes or no."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import staff
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.subsidies import policies, queries
from menkou.subsidies.rules.explaining import coefficient, yuan
from menkou.subsidies.terms import actions
from menkou.subsidies.views.batches import READERS
from menkou.subsidies.views.forms import AdjustmentForm, FactorForm, TariffForm
from menkou.worklogs.rules.periods import Period

A_PAGE = 50
FORMS: dict[str, type] = {"tariffs": TariffForm, "factors": FactorForm, "adjustments": AdjustmentForm}
DO: dict[str, Any] = {"tariffs": actions.set_tariff, "factors": actions.set_factor, "adjustments": actions.adjust}
TITLES = {"tariffs": "补贴标准", "factors": "考核系数", "adjustments": "扣减和奖励"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def terms(request, kind: str):
    """All of one kind; what waits for a second person comes first."""
    by, rows = request.actor, queries.proposed_for(request.actor, kind)
    records = policies.arrange.allows(by, request.district)
    form, status = FORMS[kind](request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if not records:
            raise Refused(policies.arrange.refusal)
        status = 422
        if form.is_valid():
            try:
                DO[kind](by=by, district=request.district, **form.cleaned_data)
            except (Conflict, Invalid) as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, "记好了，等另一个人同意；同意以前不算。")
                return redirect("subsidies:terms", kind=kind)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown = [{"one": one, "words": said(kind, one), "decides": _decides(by, one)} for one in page]
    facts = {"page": page, "rows": shown, "form": form if records else None, "kind": kind, "title": TITLES[kind]}
    return render(request, "subsidies/terms.html", {**facts, "kinds": TITLES.items()}, status=status)


def said(kind: str, one: Any) -> str:
    """What was put down, in words."""
    if kind == "tariffs":
        of = one.get_grade_display() + "的村" if one.grade else "全部村"
        asks = "，只付有合同的日子" if one.needs_contract else ""
        share = f"A岗 {one.share_a}%，B岗 {100 - one.share_a}%"
        return f"{of}每年 {yuan(one.yearly)} 元，{share}{asks}，{one.valid_from:%Y年%-m月%-d日}起"
    if kind == "factors":
        half = Period.called(one.half)
        return (
            f"{one.registration.adviser.name}（{one.registration.institution.name}）{half} {coefficient(one.permille)}"
        )
    who = one.registration
    whom = f"{who.adviser.name}（{who.institution.name}）" if who else one.institution.name
    return f"{whom} {one.get_kind_display()} {yuan(one.fen)} 元：{one.reason}"


def _decides(by: Any, one: Any) -> bool:
    return one.is_open and policies.decide.allows(by, one)


@require_POST
@staff(*READERS)
def agree(request, kind: str, pk):
    """同意."""
    return _decided(request, kind, pk, actions.agree, "同意了，从下一次编开始算。")


@require_POST
@staff(*READERS)
def refuse(request, kind: str, pk):
    """不同意."""
    return _decided(request, kind, pk, actions.refuse, "记下了不同意，不算数。")


def _decided(request, kind: str, pk, do, words: str) -> HttpResponse:
    try:
        do(by=request.actor, proposed=queries.proposed_for(request.actor, kind).get(pk=pk))
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words)
    return redirect("subsidies:terms", kind=kind)
