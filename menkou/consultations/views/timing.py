"""An adviser's buttons about time: 停表、恢复计时、回访."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.consultations import queries
from menkou.consultations.after import actions as after
from menkou.consultations.after import queries as revisits
from menkou.consultations.timing import actions
from menkou.consultations.views import adviser
from menkou.consultations.views.after_forms import CallForm, StopForm
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid


@require_POST
@staff(Role.ADVISER)
def stop(request, pk):
    """停表."""
    found, form = queries.consultation_for(request.actor, pk), StopForm(request.POST)
    if not form.is_valid():
        return adviser.show(request, found, stop_form=form, status=422)
    try:
        stopped = actions.stop_clock(by=request.actor, consultation=found, **form.cleaned_data)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return adviser.show(request, found, stop_form=form, status=problem.status)
    day = clock.in_words(stopped.until_at.astimezone(clock.SHANGHAI).date())
    messages.success(request, f"停表了，{day}起接着算；居民再写一句，也接着算。")
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def start(request, pk):
    """恢复计时."""
    found = queries.consultation_for(request.actor, pk)
    if actions.start_clock(by=request.actor, consultation=found):
        messages.success(request, "恢复计时了。")
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def revisit(request, pk):
    """电话回访, or 这次不问."""
    found, form = revisits.revisit_to_do(request.actor, pk), CallForm(request.POST)
    if not form.is_valid():
        return adviser.show(request, queries.consultation_for(request.actor, pk), call_form=form, status=422)
    if (face := form.cleaned_data["face"]) == CallForm.SKIP:
        after.skip(by=request.actor, revisit=found)
    else:
        after.record_call(by=request.actor, revisit=found, face=int(face))
    messages.success(request, "回访记好了。")
    return redirect("consultations:today")
