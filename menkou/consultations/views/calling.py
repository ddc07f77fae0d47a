"""请回电话: the holder says that they called; the asker takes the number back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.consultations import queries
from menkou.consultations.calling import actions
from menkou.consultations.views.adviser import show
from menkou.consultations.views.forms import new_form_id
from menkou.consultations.views.meeting_forms import SpokenForm
from menkou.core.actors import Role


@require_POST
@staff(Role.ADVISER)
def missed(request, pk):
    """打过了，没人接."""
    actions.note_call(by=request.actor, consultation=queries.consultation_for(request.actor, pk), is_reached=False)
    messages.success(request, "记下了：打过，没人接。")
    return redirect("consultations:consultation", pk=pk)


@require_POST
@staff(Role.ADVISER)
def reached(request, pk):
    """打通了: and what was said is recorded as a spoken answer, whose form stands open."""
    found = queries.consultation_for(request.actor, pk)
    actions.note_call(by=request.actor, consultation=found, is_reached=True)
    form = SpokenForm(initial={"form": new_form_id(), "how": "phone"})
    return show(request, found, spoken_form=form, was_reached=True)


@require_POST
def withdraw(request, pk):
    """不用打了."""
    actions.withdraw_call(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    messages.success(request, "电话号码删掉了，顾问不会再打。回复还是在这里看。")
    return redirect("thread", pk=pk)
