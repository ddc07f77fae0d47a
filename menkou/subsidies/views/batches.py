"""补贴批次: drawing one up, taking it through two persons, to finance, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.papers import actions as papers
from menkou.papers.models import Batch as Papers
from menkou.subsidies import actions, making, policies, queries
from menkou.subsidies.models import Line
from menkou.subsidies.rules.explaining import yuan
from menkou.subsidies.rules.standing import WHYS
from menkou.subsidies.views.forms import BeginForm, PaidForm, ReturnForm

A_PAGE = 30
READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)
STATES = {"drawing": "planned", "draft": "due", "waiting": "due", "checked": "done", "dropped": "none"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def batches(request):
    """All of them; and drawing one up."""
    by = request.actor
    form, status = BeginForm(request.POST if request.method == "POST" else None, periods=queries.offered()), 200
    if request.method == "POST":
        if not policies.arrange.allows(by, request.district):
            raise Refused(policies.arrange.refusal)
        status = 422
        if form.is_valid():
            try:
                made = actions.begin(by=by, district=request.district, **form.cleaned_data)
            except (Conflict, Invalid) as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                return redirect("subsidies:batch", pk=made.pk)
    page = Paginator(queries.batches_for(by), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"batch": one, "state": _state(one), "yuan": yuan(one.fen)} for one in page]
    facts = {
        "page": page,
        "rows": rows,
        "form": form,
        "draws": policies.arrange.allows(by, request.district),
        "has_tariff": queries.tariffs_in_force().exists(),
        "waiting": queries.waiting_count(by),
        "objections": queries.objections_for(by).filter(decision="").exclude(outcome="stands").count(),
    }
    return render(request, "subsidies/batches.html", facts, status=status)


def _state(batch: Any) -> dict[str, str]:
    if batch.paid_on:
        return {"state": "done", "word": "付了"}
    return {"state": STATES[batch.stage], "word": batch.get_stage_display()}


@require_safe
@staff(*READERS)
def batch(request, pk):
    """One: what it comes to by kind and institution, and what is next."""
    return _show(request, pk)


def _show(request, pk, form: Any = None, status: int = 200) -> HttpResponse:
    by, found = request.actor, queries.batch_for(request.actor, pk)
    lines = queries.lines_for(by).filter(batch=found)
    sums = queries.sums_of(lines)
    handles, checks = policies.handle.allows(by, found), policies.check.allows(by, found)
    facts = {
        "batch": found,
        "state": _state(found),
        "sums": [(word, yuan(sums.of[kind])) for kind, word in Line.Kind.choices if sums.of.get(kind)],
        "total": yuan(sums.fen),
        "houses": [(one, yuan(one.fen)) for one in queries.by_house(lines)],
        "unpaid": [(one, WHYS[one.facts["why"]]) for one in queries.unpaid(lines)],
        "unpaid_count": queries.unpaid_count(lines),
        "handles": handles,
        "checks": checks and found.stage == found.Stage.WAITING,
        "handings": [(one, bytes(one.digest).hex()) for one in queries.handings_of(found)],
        "payment": queries.payment_of(found),
        "return_form": form if isinstance(form, ReturnForm) else ReturnForm(),
        "paid_form": form if isinstance(form, PaidForm) else PaidForm(),
        "form": form,
    }
    return render(request, "subsidies/batch.html", facts, status=status)


def _moved(request, pk, do, words: str) -> HttpResponse:
    try:
        do(by=request.actor, batch=queries.batch_for(request.actor, pk))
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words)
    return redirect("subsidies:batch", pk=pk)


def _asked(request, pk, form: Any, do, words: str) -> HttpResponse:
    if not form.is_valid():
        return _show(request, pk, form, 422)
    try:
        do(by=request.actor, batch=queries.batch_for(request.actor, pk), **form.cleaned_data)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, pk, form, problem.status)
    messages.success(request, words)
    return redirect("subsidies:batch", pk=pk)


@require_POST
@staff(*READERS)
def draw_anew(request, pk):
    """重新编."""
    return _moved(request, pk, actions.draw_anew, "正在按现在的记录重新编。")


@require_POST
@staff(*READERS)
def put_forward(request, pk):
    """提交复核."""
    return _moved(request, pk, actions.put_forward, "提交了，等另一个人复核。")


@require_POST
@staff(*READERS)
def take_back(request, pk):
    """撤回提交."""
    return _moved(request, pk, actions.take_back, "撤回来了。")


@require_POST
@staff(*READERS)
def drop(request, pk):
    """作废."""
    return _moved(request, pk, actions.drop, "作废了，这些天可以重新编。")


@require_POST
@staff(*READERS)
def check(request, pk):
    """复核."""
    seen = request.POST.get("seen", "")

    def do(**how: Any) -> None:
        actions.check(seen=int(seen) if seen.isdecimal() and len(seen) < 6 else -1, **how)

    return _moved(request, pk, do, "复核了。从现在起这一批不再变；以后发现不对的，在下一批里补正。")


@require_POST
@staff(*READERS)
def send_back(request, pk):
    """退回."""
    return _asked(request, pk, ReturnForm(request.POST), actions.send_back, "退回了。")


@require_POST
@staff(*READERS)
def paid(request, pk):
    """记付款."""
    return _asked(request, pk, PaidForm(request.POST), actions.pay, "记好了。")


@require_POST
@staff(*READERS)
def excel(request, pk):
    """交财务: the worker makes the list."""
    found = queries.batch_for(request.actor, pk)
    if not policies.handle.allows(request.actor, found):
        raise Refused(policies.handle.refusal)
    if found.stage != found.Stage.CHECKED:
        raise Conflict(actions.NOT_CHECKED)
    houses = [one.institution_id for one in queries.by_house(queries.lines_for(request.actor).filter(batch=found))]
    facts: dict[str, Any] = {"maker": making.MAKER, "chosen": houses, "kind": Papers.Kind.EXCEL}
    try:
        made = papers.ask_of(by=request.actor, district=request.district, about={"batch": str(found.pk)}, **facts)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("subsidies:batch", pk=pk)
    return redirect("papers:batch", pk=made.pk)
