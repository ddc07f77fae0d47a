"""成批取合同: asking for them, how far they are, taking the file away."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.engagements import queries as engagements
from menkou.papers import actions, makers, queries, store
from menkou.papers.models import Batch
from menkou.papers.policies import TAKERS

MOST_SHOWN = 20
GONE = "文件已经不在了，请再取一次。"


class AskForm(forms.Form):
    kind = forms.ChoiceField(choices=[(one, one.label) for one in Batch.OF_CONTRACTS])
    state = forms.CharField(required=False, max_length=10)
    q = forms.CharField(required=False, max_length=20)
    township = forms.CharField(required=False, max_length=9)


@require_safe
@staff(*TAKERS)
def batches(request):
    """What I have asked for in the last days."""
    found = queries.batches_for(request.actor)[:MOST_SHOWN]
    facts = {"batches": found, "days": actions.KEPT_DAYS, "shell": shell_of(request.actor)}
    return render(request, "papers/batches.html", facts)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def ask(request):
    """Ask for the contracts of the list that is on the page."""
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请从聘用合同的列表里取。")
        return redirect("engagements:contracts")
    wanted = form.cleaned_data
    found = engagements.listed(
        request.actor, state=wanted["state"], wanted=wanted["q"], township=wanted["township"]
    ).order_by("village__code", "valid_from")
    try:
        made = actions.ask(by=request.actor, district=request.district, contracts=found, kind=wanted["kind"])
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("papers:batches")
    return redirect("papers:batch", pk=made.pk)


@require_safe
@staff(*TAKERS)
def batch(request, pk):
    """How far one is; the page asks again by itself until it is settled."""
    found = queries.batches_for(request.actor).get(pk=pk)
    left_out = queries.left_out(found)
    facts = {
        "batch": found,
        "page": makers.page_of(found.maker),
        "size": store.size_of(found.file) if found.state == Batch.State.READY else None,
        "left_out": left_out,
        "withdrawn": len(found.left_out) - len(left_out),
        "ended": queries.ended_since(found),
        "shell": shell_of(request.actor),
        "until": found.asked_at + timedelta(days=actions.KEPT_DAYS),
    }
    return render(request, "papers/batch.html", facts)


@require_POST
@staff(*TAKERS)
def file(request, pk):
    """下载."""
    found = queries.batches_for(request.actor).get(pk=pk)
    try:
        actions.take(by=request.actor, batch=found)
        opened = store.path_of(found.file).open("rb")
    except (Conflict, OSError) as problem:
        messages.error(request, str(problem) if isinstance(problem, Conflict) else GONE)
        return redirect("papers:batch", pk=pk)
    made_on = found.asked_at.astimezone(clock.SHANGHAI)
    name = f"{found.title}-{made_on:%Y%m%d-%H%M}-{found.total - len(found.left_out)}{found.unit}.{found.ending}"
    return FileResponse(opened, as_attachment=True, filename=name)
