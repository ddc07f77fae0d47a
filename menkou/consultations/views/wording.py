"""没发出的答复: kept while it is written, by our own module or by a button."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.consultations import queries
from menkou.consultations.views import enclosures
from menkou.consultations.views.forms import AnswerForm, WordingForm
from menkou.consultations.wording import actions
from menkou.core.actors import Role
from menkou.core.errors import Problem


@require_POST
@staff(Role.ADVISER)
def keep(request, pk):
    """存草稿."""
    found, form = queries.consultation_for(request.actor, pk), WordingForm(request.POST)
    is_ours = enclosures.wants_words(request)
    try:
        enclosures.must_be_own(request)
        if not form.is_valid():
            return enclosures.words(form.errors) if is_ours else _shown(request, found)
        kept = actions.keep(by=request.actor, consultation=found, **form.cleaned_data)
    except Problem as problem:
        if is_ours:
            return enclosures.words(problem)
        return _shown(request, found, problem)
    if is_ours:
        return JsonResponse({"kept": kept.number})
    messages.success(request, "草稿存好了，换一台设备也能接着写。")
    return redirect("consultations:consultation", pk=pk)


def _shown(request, found, problem: Problem | None = None):
    """The matter again, with what was typed and could not be kept."""
    from menkou.consultations.views.adviser import show  # which shows this door's button

    form = AnswerForm(request.POST)
    if problem:
        form.add_error("text", str(problem))
    return show(request, found, form=form, problem=problem, status=422)
