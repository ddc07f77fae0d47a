"""One contract: how far it is, its scans, what was missed under it, ending it early."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.engagements import actions, policies, queries, scans
from menkou.engagements.models import Contract
from menkou.engagements.views.forms import EndForm, MissedForm, ScanForm, SignForm, StrikeForm
from menkou.engagements.views.many import READERS
from menkou.places import queries as places

LOST = "扫描件的文件不在了，请重新扫描、再存一次。"


@require_safe
@staff(*READERS)
def contract(request, pk):
    """One contract."""
    return _show(request, queries.contract_for(request.actor, pk))


def _show(request, found: Contract, form: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page; a form that could not be used is shown again in its place."""
    by, today = request.actor, clock.today()
    missed, enough = list(queries.missed_under(found)), places.rules()["missed_duties_before_ending"]
    counted = sum(not one.had_substitute and not one.struck_at for one in missed)
    decides, is_signed = policies.end.allows(by, found), found.is_signed
    begun = is_signed and found.valid_from < today
    records = is_signed and found.valid_from <= today and policies.record_missed.allows(by, found)
    known = {type(form): form} if form else {}
    facts = {
        "contract": found,
        "today": today,
        "form": form,
        "scans": [(one, scans.STORE.size_of(one.file) is not None) for one in queries.scans_of(found)],
        "missed": missed,
        "counted": counted,
        "enough": enough,
        "signs": decides and not is_signed and known.get(SignForm, SignForm(initial={"signed_on": today})),
        "adds": decides and is_signed and known.get(ScanForm, ScanForm()),
        "records": records and known.get(MissedForm, MissedForm()),
        "strikes": found.end_kind != Contract.EndKind.TRIGGER and (decides or policies.record_missed.allows(by, found)),
        "ends": decides
        and begun
        and found.valid_until > today
        and known.get(EndForm, EndForm(enough=counted >= enough)),
        "withdraws": decides and (not is_signed or found.valid_from >= today),
    }
    return render(request, "engagements/contract.html", facts, status=status)


@require_POST
@staff(*READERS)
def sign(request, pk):
    """登记签订 with a scan, if there is one."""
    found, form = queries.contract_for(request.actor, pk), SignForm(request.POST, request.FILES)
    _demand(policies.sign, request.actor, request.district)

    def do(said: dict) -> str:
        facts = {"contracts": [found], "signed_on": said["signed_on"]}
        with transaction.atomic():  # where the scan cannot be kept, nothing was signed
            actions.sign(by=request.actor, district=request.district, **facts)
            if said["scan"]:
                _add_scan(request, found, said["scan"])
        return "登记了签订。"

    return _settle(request, found, form, do)


@require_POST
@staff(*READERS)
def add_scan(request, pk):
    """存扫描件."""
    found, form = queries.contract_for(request.actor, pk), ScanForm(request.POST, request.FILES)
    _demand(policies.keep_scans, request.actor, found)

    def do(said: dict) -> str:
        _add_scan(request, found, said["scan"])
        return "扫描件存好了。"

    return _settle(request, found, form, do)


@require_POST
@staff(*READERS)
def scan_file(request, pk):
    """下载扫描件; always to be saved, never to be shown as a page of ours."""
    found = queries.scan_for(request.actor, pk)
    actions.take_scan(by=request.actor, scan=found)
    try:
        opened = scans.STORE.path_of(found.file).open("rb")
    except OSError:
        messages.error(request, LOST)
        return redirect("engagements:contract", pk=found.contract_id)
    name = f"{found.contract.village}-聘用合同扫描件-{found.contract.valid_from}.{found.kind}"
    return FileResponse(opened, as_attachment=True, filename=name)


@require_POST
@staff(*READERS)
def remove_scan(request, pk):
    """删扫描件."""
    found = queries.scan_for(request.actor, pk)
    try:
        actions.remove_scan(by=request.actor, contract=found.contract, scan=found)
        messages.success(request, "扫描件删掉了。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("engagements:contract", pk=found.contract_id)


@require_POST
@staff(*READERS)
def record_missed(request, pk):
    """登记缺席."""
    found, form = queries.contract_for(request.actor, pk), MissedForm(request.POST)
    _demand(policies.record_missed, request.actor, found)

    def do(said: dict) -> str:
        actions.record_missed(by=request.actor, contract=found, **said)
        return "缺席登记了，机构的负责人在这一页能看到。"

    return _settle(request, found, form, do)


@require_POST
@staff(*READERS)
def strike_missed(request, pk):
    """划掉缺席记录."""
    missed = queries.missed_for(request.actor, pk)
    form = StrikeForm(request.POST, row=missed.pk)
    _demand(policies.strike_missed, request.actor, missed)

    def do(said: dict) -> str:
        actions.strike_missed(by=request.actor, missed=missed, **said)
        return "划掉了，不再计数；记录还看得到。"

    return _settle(request, queries.contract_for(request.actor, missed.contract_id), form, do)


@require_POST
@staff(*READERS)
def end(request, pk):
    """提前终止; the posts under it end with it."""
    found = queries.contract_for(request.actor, pk)
    _demand(policies.end, request.actor, found)
    enough = places.rules()["missed_duties_before_ending"]
    form = EndForm(request.POST, enough=queries.missed_count(found) >= enough)

    def do(said: dict) -> str:
        actions.end(by=request.actor, contract=found, **said)
        return "合同终止了，这个村的岗位也一起撤下了。"

    return _settle(request, found, form, do)


@require_POST
@staff(*READERS)
def withdraw(request, pk):
    """撤回 a contract that binds nobody yet."""
    found = queries.contract_for(request.actor, pk)
    try:
        actions.withdraw(by=request.actor, contract=found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("engagements:contract", pk=pk)
    messages.success(request, f"{found.village}的那份合同撤回了。")
    return redirect("engagements:contracts")


def _settle(request, found: Contract, form: forms.Form, do) -> HttpResponse:
    """Do what a valid form asks for and go back to the page; else show it again with what is wrong."""
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        said = do(form.cleaned_data)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, found, form, status=problem.status)
    messages.success(request, said)
    return redirect("engagements:contract", pk=found.pk)


def _add_scan(request, found: Contract, upload) -> None:
    actions.add_scan(by=request.actor, contract=found, file=upload.file, size=upload.size)


def _demand(policy, by, thing) -> None:
    """Who may not do this is told so before what was typed is judged."""
    if not policy.allows(by, thing):
        raise Refused(policy.refusal)
