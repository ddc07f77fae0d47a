"""会诊: the colleague reads and writes what they think; the asker says yes, no, or no more."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.content import sides_of
from menkou.consultations.interests import actions as interests
from menkou.consultations.notes import sealing
from menkou.consultations.opinions import actions, queries
from menkou.consultations.views import enclosures
from menkou.consultations.views.colleagues_forms import GiveForm, StepBackForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict


@require_safe
@staff(Role.ADVISER)
def opinion(request, pk):
    """看要会诊的那件, read only. Each opening is on record."""
    return _show(request, queries.opinion_to_give(request.actor, pk))


def _show(request, found, *, form=None, step_back_form=None, status: int = 200):
    matter = found.consultation
    facts = {
        "said": actions.read(by=request.actor, opinion=found),
        "opinion": found,
        "consultation": matter,
        "sides": sides_of(matter),
        "given": sealing.open_opinions_of(matter, found.colleague_id),
        "form": form or GiveForm(),
        "step_back_form": step_back_form or StepBackForm(),
    }
    return enclosures.speaking(render(request, "consultations/opinion.html", facts, status=status))


@require_POST
@staff(Role.ADVISER)
def give(request, pk):
    """写会诊意见."""
    found, form = queries.opinion_to_give(request.actor, pk), GiveForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    try:
        actions.give(by=request.actor, opinion=found, **form.cleaned_data)
    except Conflict as problem:
        if not queries.is_open(found):
            raise
        form.add_error("text", str(problem))
        form.renew()
        return _show(request, found, form=form, status=problem.status)
    messages.success(request, f"意见交给{found.holder}了。")
    return redirect("consultations:opinion", pk=pk)


@require_POST
@staff(Role.ADVISER)
def step_back(request, pk):
    """有利害关系，不看了."""
    found, form = queries.opinion_to_give(request.actor, pk), StepBackForm(request.POST)
    if not form.is_valid():
        return _show(request, found, step_back_form=form, status=422)
    interests.declare_as_colleague(by=request.actor, opinion=found, **form.cleaned_data)
    messages.success(request, "记下了。这件事从现在起您和本所的人都看不到了。")
    return redirect("consultations:today")


@require_safe
@staff(Role.ADVISER)
@enclosures.sandboxed
def enclosure(request, pk, enclosure):
    """What was said, to the colleague; each opening is on record."""
    found, wanted = queries.opinion_to_give(request.actor, pk), request.headers.get("Range", "")
    part = actions.open_enclosure(by=request.actor, opinion=found, enclosure_id=enclosure, wanted=wanted)
    return enclosures.handed_out(request, part)


@require_POST
def agree(request, pk, opinion):
    """同意会诊."""
    found = queries.opinion_asked_for(request.actor, pk, opinion)
    try:
        actions.agree(by=request.actor, opinion=found)
        messages.success(request, f"好的，{found.colleague}能看了。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("thread", pk=pk)


@require_POST
def decline(request, pk, opinion):
    """不同意, or 不让看了."""
    found = queries.opinion_asked_for(request.actor, pk, opinion)
    actions.decline(by=request.actor, opinion=found)
    messages.success(request, f"好的，{found.colleague}看不到。")
    return redirect("thread", pk=pk)
