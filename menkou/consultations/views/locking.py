"""暗号: said on the page of a locked thread, set and lifted on the thread itself."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from menkou.consultations import queries
from menkou.consultations.locking import actions
from menkou.consultations.locking.queries import locked_for
from menkou.consultations.views.forms import FollowUpForm, new_form_id
from menkou.consultations.views.locked import SecretForm, ask_secret
from menkou.consultations.views.resident import show_thread
from menkou.core.errors import Invalid, TooSoon

WRONG = "暗号不对。请再想想，大小写和空格不要紧。"


@require_POST
def unlock(request, pk):
    """说暗号: open for an hour after the last page, in this browser."""
    found, form = locked_for(request.actor, pk), SecretForm(request.POST)
    if not form.is_valid():
        return ask_secret(request, found, form, 422)
    try:
        secret = actions.say_secret(by=request.actor, consultation=found, typed=form.cleaned_data["secret"])
    except TooSoon as problem:
        form.add_error("secret", str(problem))
        response = ask_secret(request, found, form, problem.status)
        response["Retry-After"] = str(problem.seconds)
        return response
    if secret is None:
        form.add_error("secret", WRONG)
        return ask_secret(request, found, form, 422)
    request.says = frozenset([secret.pk])
    return _go_on(request, pk, secret, form.cleaned_data["typed"])


def _go_on(request, pk, secret, typed: str) -> HttpResponse:
    """To the thread, with the words that were on their way when the hour was over."""
    if not typed:
        return redirect("thread", pk=pk)
    by = replace(request.actor, unlocked=request.actor.unlocked | {secret.pk})
    form = FollowUpForm(initial={"form": new_form_id(), "text": typed})
    return show_thread(request, queries.asked_for(by, pk), form=form)


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
