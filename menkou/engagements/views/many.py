"""聘用合同: the list with what ends soon, and what is done to many at once: renewing, sending, signing."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.engagements import actions, policies, queries
from menkou.engagements.models import Contract
from menkou.engagements.views.forms import DayForm, PrepareForm, RenewForm
from menkou.places import queries as places

A_PAGE = 100
READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR, Role.JUDICIAL_OFFICE)
STEPS = {"expiring": "renew", "draft": "send", "sent": "sign"}  # what is next for those that are listed
GONE = "勾选的合同有的刚刚被撤回了，一份也没有办。请看看现在的列表再办。"


@require_safe
@staff(*READERS)
def contracts(request):
    """D6 聘用合同; the filters stand in the address."""
    return _list(request)


def _list(
    request, form: forms.Form | None = None, *, chosen: set[UUID] | None = None, status: int = 200
) -> HttpResponse:
    by, asked = request.actor, request.POST if request.method == "POST" else request.GET
    filters = {"state": asked.get("state", "")[:10], "q": asked.get("q", "").strip()[:20]}
    filters["township"] = asked.get("township", "")[:9]
    found = queries.listed(by, state=filters["state"], wanted=filters["q"], township=filters["township"])
    page = Paginator(found, A_PAGE).get_page(asked.get("page"))
    query = urlencode({name: value for name, value in filters.items() if value})
    step = STEPS.get(filters["state"], "") if policies.renew.allows(by, request.district) else ""
    ready = {one.pk for one in page if step != "renew" or not getattr(one, "next_stage", None)}
    prepares = policies.engage.allows(by, request.district)
    facts = {
        "page": page,
        "filters": filters,
        "query": f"{query}&" if query else "",
        "states": queries.STATES.items(),
        "townships": places.townships(),
        "expiring": queries.listed(by, state="expiring").count() if filters["state"] != "expiring" else 0,
        "left": queries.listed(by, state="left").count() if prepares and filters["state"] != "left" else 0,
        "missing": list(queries.without_contract(by)[:20]),
        "form": form or (RenewForm() if step == "renew" else DayForm(initial={"day": clock.today()})),
        "step": step,
        "ready": ready,
        "chosen": ready if chosen is None else chosen,
        "prepares": prepares,
        "today": clock.today(),
        "days": places.rules()["contract_first_notice_days"],
    }
    return render(request, "engagements/contracts.html", facts, status=status)


@require_POST
@staff(*READERS)
def renew(request):
    """续签 those that were ticked, all or none, as drafts or as signed."""

    def do(found: list[Contract], said: dict) -> tuple[str, str]:
        last, stage = said["last"], said["stage"]
        facts = {"until": last + timedelta(days=1), "stage": stage, "signed_on": said["signed_on"]}
        count = actions.renew(by=request.actor, district=request.district, contracts=found, **facts)
        if stage == Contract.Stage.DRAFT:
            return f"拟了 {count} 份新合同，都到 {clock.in_words(last)}。可以取 Word 打印，送出以后登记送签。", "draft"
        return f"续签了 {count} 份，都到 {clock.in_words(last)}。", "coming"

    return _to_many(request, policies.renew, RenewForm(request.POST), do)


@require_POST
@staff(*READERS)
def send(request):
    """登记送签."""

    def do(found: list[Contract], said: dict) -> tuple[str, str]:
        count = actions.send(by=request.actor, district=request.district, contracts=found, sent_on=said["day"])
        return f"{count} 份登记了送签。双方签好以后，在这里登记签订。", "sent"

    return _to_many(request, policies.sign, DayForm(request.POST), do)


@require_POST
@staff(*READERS)
def sign(request):
    """登记签订."""

    def do(found: list[Contract], said: dict) -> tuple[str, str]:
        count = actions.sign(by=request.actor, district=request.district, contracts=found, signed_on=said["day"])
        return f"{count} 份登记了签订。扫描件可以在每份合同里存。", "coming"

    return _to_many(request, policies.sign, DayForm(request.POST), do)


def _to_many(request, policy, form: forms.Form, do: Callable[[list[Contract], dict], tuple[str, str]]) -> HttpResponse:
    """Do something to those that were ticked, all or none; where it cannot be done, the page keeps what was typed."""
    if not policy.allows(request.actor, request.district):
        raise Refused(policy.refusal)
    chosen = _ticked(request.POST.getlist("contract"))
    if form.is_valid() and not chosen:
        form.add_error(None, "请勾选要办的合同。")
    if not form.is_valid():
        return _list(request, form, chosen=chosen, status=422)
    found = list(queries.contracts_for(request.actor).filter(pk__in=chosen))
    try:
        if len(found) < len(chosen):
            raise Conflict(GONE)
        said, state = do(found, form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        return _list(request, form, chosen=chosen, status=problem.status)
    messages.success(request, said)
    return redirect(f"{reverse('engagements:contracts')}?state={state}")


def _ticked(values: list[str]) -> set[UUID]:
    ticked = set()
    for value in values[:A_PAGE]:
        try:
            ticked.add(UUID(value))
        except ValueError:
            continue  # no box of ours says this
    return ticked


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def prepare(request):
    """拟一份新合同, as for a village that has none, or with another institution."""
    form = PrepareForm(request.POST or None, initial={"village": request.GET.get("village", "")[:12]})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _prepared(request, form)
            except Conflict as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, f"{made.village}的合同{'拟好了' if not made.is_signed else '登记好了'}。")
                return redirect("engagements:contract", pk=made.pk)
    return render(request, "engagements/prepare.html", {"form": form}, status=status)


def _prepared(request, form: PrepareForm) -> Contract:
    said = form.cleaned_data
    wanted = Contract(
        village=form.villages[said["village"]],
        institution=said["institution"],
        first_party=said["first_party"],
        stage=said["stage"],
        signed_on=said["signed_on"],
        valid_from=said["first"],
        valid_until=said["last"] + timedelta(days=1),
    )
    return actions.prepare(by=request.actor, district=request.district, contract=wanted)
