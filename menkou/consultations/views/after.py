"""After an answer, on a resident's page: 不问了、重新打开、换人问、告诉司法所、后来怎么样了."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.consultations import queries
from menkou.consultations.after import actions
from menkou.consultations.after import queries as after
from menkou.consultations.rules import thanks
from menkou.consultations.views import resident
from menkou.consultations.views.after_forms import OutcomeForm, ReopenForm
from menkou.core.errors import Conflict


@require_POST
def withdraw(request, pk):
    """不问了."""
    actions.withdraw(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    messages.success(request, "好的，这件事就到这里。以后想接着问，在这里点“重新打开”。")
    return redirect("thread", pk=pk)


@require_POST
def reopen(request, pk):
    """重新打开, with what is still to be said."""
    consultation, form = queries.asked_for(request.actor, pk), ReopenForm(request.POST)
    if not form.is_valid():
        return resident.show_thread(request, consultation, reopen_form=form, status=422)
    try:
        actions.reopen(by=request.actor, consultation=consultation, **form.cleaned_data)
    except Conflict as problem:
        form.add_error("text", str(problem))
        form.renew()
        return resident.show_thread(request, consultation, reopen_form=form, status=problem.status)
    only_thanks = thanks.only_thanks(form.cleaned_data["text"])
    messages.success(request, resident.THANKED if only_thanks else "重新打开了，顾问会接着答。")
    return redirect("thread", pk=pk)


@require_POST
def ask_other(request, pk):
    """换人问."""
    done = actions.ask_other(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    messages.success(request, f"换成{done.taker}了，会重新看您这件事。")
    return redirect("thread", pk=pk)


@require_POST
def tell_office(request, pk):
    """告诉司法所."""
    actions.tell_office(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    messages.success(request, "告诉司法所了。他们会问顾问怎么回事，看不到您问的话。")
    return redirect("thread", pk=pk)


@require_POST
def outcome(request, pk):
    """后来怎么样了."""
    revisit, form = after.revisit_on_thread(request.actor, pk), OutcomeForm(request.POST)
    if not form.is_valid():
        consultation = queries.asked_for(request.actor, pk)
        return resident.show_thread(request, consultation, outcome_form=form, status=422)
    actions.tell_outcome(by=request.actor, revisit=revisit, **form.cleaned_data)
    messages.success(request, actions.TOLD)
    return redirect("thread", pk=pk)
