"""The steps of a consequence: each with its form, who may take it, and why not yet."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from menkou.accounts.doors import shell_of, staff
from menkou.assessments import policies
from menkou.assessments.following import actions, queries
from menkou.assessments.following.course import why_not_decided, why_not_done
from menkou.assessments.models import Consequence
from menkou.assessments.replacing import actions as replacing
from menkou.assessments.views import consequence_forms as forms
from menkou.assessments.views.course import events, standing, who
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Invalid, Refused

Kind, State = Consequence.Kind, Consequence.State
BUREAU, PARTY = (Role.JUSTICE_BUREAU,), (Role.ADVISER, Role.INSTITUTION_DIRECTOR)


class Step(NamedTuple):
    """One that the state allows: with its form for whoever may take it now, or why they may not."""

    name: str
    title: str
    button: str
    form: Any = None
    why_not: str = ""


def form_of(name: str, found: Consequence, data=None) -> Any:
    """The form of a step, empty or as it was sent."""
    about: dict[str, Any] = {"consequence": found} if name in ("tell", "decide", "finish") else {}
    if name == "tell":
        seats = queries.still_held(found)
        about["places"] = list(dict.fromkeys((one.village.code, str(one.village)) for one in seats))
    return FORMS[name](data, **about)


def steps_for(by: Actor, found: Consequence) -> list[Step]:
    """What can be done next."""
    named = {State.FOUND: ["tell", "drop"], State.TOLD: ["state", "decide"], State.DECIDED: ["order", "finish"]}
    names = list(named.get(State(found.state), []))
    if found.kind != Kind.REPLACE or found.ordered_at:
        names = [one for one in names if one != "order"]
    if found.is_mended is False and queries.follow_up_of(found) is None:
        names.append("again")
    return [step for name in names if (step := _step(by, found, name))]


def _step(by: Actor, found: Consequence, name: str) -> Step | None:
    """None where it is not this person's affair at all."""
    title, button = WORDS[name]
    if name == "state":
        if not policies.state.allows(by, found) or found.statement:
            return None
        over = found.answer_until is None or found.answer_until <= clock.now()
        why = "陈述申辩的时间过了。" if over else ""
    elif not by.has_role(*BUREAU):
        return None
    else:
        why = _why_not(by, found, name)
    return Step(name, title, button, None if why else form_of(name, found), why)


def _why_not(by: Actor, found: Consequence, name: str) -> str:
    policy = policies.decide_on if name == "decide" else policies.handle
    if not policy.allows(by, found):
        return policy.refusal
    return {"decide": why_not_decided, "finish": why_not_done}.get(name, lambda one: "")(found)


def show(request, found: Consequence, *, wrong: tuple[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The page; a form that could not be taken stands in it with what was typed, also where its step is over."""
    by, steps = request.actor, steps_for(request.actor, found)
    if wrong:
        steps = [one._replace(form=wrong[1]) if one.name == wrong[0] and one.form else one for one in steps]
    is_shown = wrong and any(one.form is wrong[1] for one in steps)
    facts = {
        "consequence": found,
        "who": who(found),
        "standing": standing(found),
        "events": events(found, by),
        "steps": steps,
        "wrong": wrong[1] if wrong else None,
        "left_over": wrong[1] if wrong and not is_shown else None,
        "may_state": found.state == State.TOLD and not found.statement and policies.state.allows(by, found),
        "served": queries.served(found) if found.kind == Kind.REPLACE and found.villages else [],
        "repairs": list(queries.repairs_of(found)) if by.has_role(*queries.READ_ALL) else [],
        "follow_up": queries.follow_up_of(found)
        if found.is_mended is False and by.has_role(*queries.READ_ALL)
        else None,
        "shell": shell_of(by),
    }
    return render(request, "consequences/consequence.html", facts, status=status)


def _take(request, pk, name: str, act: Callable[..., Any], words: str):
    """Do what a step's form says; or show the page again, with what was typed and what is wrong."""
    found = queries.consequence_for(request.actor, pk)
    form = form_of(name, found, request.POST)
    if not form.is_valid():
        policy = {"state": policies.state, "decide": policies.decide_on}.get(name, policies.handle)
        if not policy.allows(request.actor, found):
            raise Refused(policy.refusal)
        return show(request, found, wrong=(name, form), status=422)
    try:
        act(found, form)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        found = queries.consequence_for(request.actor, pk)
        return show(request, found, wrong=(name, form), status=problem.status)
    messages.success(request, words)
    return redirect("consequences:consequence", pk=pk)


@require_POST
@staff(*BUREAU)
def tell(request, pk):
    """告知."""

    def act(found, form):
        actions.tell(by=request.actor, consequence=found, proposal=form.proposal())

    return _take(request, pk, "tell", act, "告知了。到期以后，或者收到陈述申辩，由另一个人决定。")


@require_POST
@staff(*BUREAU)
def drop(request, pk):
    """不予处理."""

    def act(found, form):
        actions.drop(by=request.actor, consequence=found, note=form.cleaned_data["note"])

    return _take(request, pk, "drop", act, "不予处理，没有告诉任何人。")


@require_POST
@staff(*PARTY)
def state(request, pk):
    """陈述申辩."""

    def act(found, form):
        actions.state(by=request.actor, consequence=found, text=form.cleaned_data["text"])

    return _take(request, pk, "state", act, "交上去了，决定会告诉您。")


@require_POST
@staff(*BUREAU)
def decide(request, pk):
    """决定."""

    def act(found, form):
        actions.decide(by=request.actor, consequence=found, **form.cleaned_data)

    return _take(request, pk, "decide", act, "决定了，已经告诉本人和所在机构。")


@require_POST
@staff(*BUREAU)
def order(request, pk):
    """开始换人."""

    def act(found, form):
        replacing.order(by=request.actor, consequence=found, on=form.cleaned_data["on"])

    return _take(request, pk, "order", act, "开始换人了。系统在排修补方案，排好了由另一个人审定、发布。")


@require_POST
@staff(*BUREAU)
def finish(request, pk):
    """办完了."""

    def act(found, form):
        actions.finish(by=request.actor, consequence=found, **form.cleaned_data)

    return _take(request, pk, "finish", act, "办结了。")


@require_POST
@staff(*BUREAU)
def again(request, pk):
    """复查不合格，另立一件."""

    def act(found, form):
        actions.open_again(by=request.actor, consequence=found, **form.cleaned_data)

    return _take(request, pk, "again", act, "另立了一件，看清楚了再告知。")


FORMS: dict[str, Any] = {
    "tell": forms.TellForm,
    "drop": forms.DropForm,
    "state": forms.StateForm,
    "decide": forms.DecideForm,
    "order": forms.OrderForm,
    "finish": forms.FinishForm,
    "again": forms.AgainForm,
}
WORDS = {
    "tell": ("告知", "告知本人和所在机构"),
    "drop": ("不告知，不予处理", "不予处理"),
    "state": ("陈述申辩", "交上去"),
    "decide": ("决定", "决定"),
    "order": ("开始换人", "开始换人"),
    "finish": ("办结", "办结"),
    "again": ("复查不合格，另立一件", "另立一件"),
}
