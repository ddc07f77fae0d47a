"""暗号: said on the page of a locked thread, set and lifted on the thread itself."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.consultations import queries
from menkou.consultations.locking import actions
from menkou.consultations.locking.queries import locked_for
from menkou.consultations.views.locked import SecretForm, said
from menkou.consultations.views.resident import show_thread
from menkou.core.errors import Invalid


@require_POST
def unlock(request, pk):
    """说暗号: open for an hour after the last page, in this browser."""
    return said(request, locked_for(request.actor, pk), SecretForm(request.POST)) or redirect("thread", pk=pk)


@require_POST
def lock(request, pk):
    """定暗号."""
    found, form = queries.asked_for(request.actor, pk), SecretForm(request.POST)
    if form.is_valid():
        try:
            secret = actions.set_secret(by=request.actor, consultation=found, typed=form.cleaned_data["secret"])
        except Invalid as problem:
            form.add_error("secret", str(problem))
        else:
            request.says = frozenset([secret.pk])
            messages.success(request, "暗号定好了。下次打开要先填它；点“快速离开”，马上就锁上。")
            return redirect("thread", pk=pk)
    return show_thread(request, found, secret_form=form, status=422)


@require_POST
def lift(request, pk):
    """不要暗号了."""
    actions.lift_secret(by=request.actor, consultation=queries.asked_for(request.actor, pk))
    messages.success(request, "暗号去掉了。")
    return redirect("thread", pk=pk)
