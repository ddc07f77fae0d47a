"""逐处看: what the author of a case presses on its page. Every press leads back to it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.broadcasts import policies
from menkou.broadcasts.cases import queries
from menkou.broadcasts.cases.checking import actions
from menkou.broadcasts.views import case_forms as forms
from menkou.broadcasts.views.cases import show
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused


@require_POST
@staff(Role.JUSTICE_BUREAU)
def amend(request, pk):
    """改字."""
    found, form = _mine(request, pk), forms.TextForm(request.POST)
    if not form.is_valid():
        return show(request, found, text=form, status=422)
    return _done(
        request,
        pk,
        lambda: actions.amend(by=request.actor, case=found, **form.cleaned_data),
        "改好了，新标出来的请再看。",
    )


@require_POST
@staff(Role.JUSTICE_BUREAU)
def check(request, pk):
    """逐处定."""
    found, said = _mine(request, pk), forms.checked(request.POST)
    return _done(request, pk, lambda: actions.check(by=request.actor, case=found, said=said), "记下了。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def add(request, pk):
    """添一处."""
    found, form = _mine(request, pk), forms.AddForm(request.POST)
    if not form.is_valid():
        return show(request, found, add=form, status=422)
    try:
        actions.add(by=request.actor, case=found, **form.cleaned_data)
    except Invalid as problem:
        form.add_error("words", str(problem))
        return show(request, found, add=form, status=422)
    messages.success(request, "遮住了。")
    return redirect("broadcasts:case", pk=pk)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def tell(request, pk):
    """小村检验."""
    found, form = _mine(request, pk), forms.TellForm(request.POST)
    if not form.is_valid():
        return show(request, found, tell=form, status=422)
    told, people = form.told(), form.people()
    return _done(
        request,
        pk,
        lambda: actions.tell(by=request.actor, case=found, told=told, people=people),
        "算好了。",
        at="#test",
    )


@require_POST
@staff(Role.JUSTICE_BUREAU)
def step(request, pk):
    """写笼统些, one step."""
    found, form = _mine(request, pk), forms.StepForm(request.POST)
    said = form.cleaned_data["step"] if form.is_valid() else ""
    return _done(
        request,
        pk,
        lambda: actions.take_step(by=request.actor, case=found, step=said),
        "改了，请看看通不通顺。",
        at="#test",
    )


@require_POST
@staff(Role.JUSTICE_BUREAU)
def hand_in(request, pk):
    """送审."""
    found = _mine(request, pk)
    return _done(request, pk, lambda: actions.hand_in(by=request.actor, case=found), "交上去了，等另一个人批。")


@require_POST
@staff(Role.JUSTICE_BUREAU)
def take_back(request, pk):
    """拿回来改."""
    found = _mine(request, pk)
    return _done(request, pk, lambda: actions.take_back(by=request.actor, case=found), "拿回来了，可以改。")


def _mine(request, pk):
    """The case, for its author only. Raises Refused."""
    found = queries.case_for(request.actor, pk)
    if not policies.edit_case.allows(request.actor, found):
        raise Refused(policies.edit_case.refusal)
    return found


def _done(request, pk, do, said: str, at: str = ""):
    try:
        do()
    except (Invalid, Conflict) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect(reverse("broadcasts:case", args=[pk]) + at)
