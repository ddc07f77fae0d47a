"""方案: the list, asking for one, and the head page of one with what can be done to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from menkou.accounts.doors import staff
from menkou.core import clock, remarks
from menkou.core.actors import Role
from menkou.core.errors import Problem
from menkou.plans import actions, heading, queries
from menkou.plans.forms import AskForm, RedrawForm, RepairForm, StartsOn, seen
from menkou.plans.models import Version

A_PAGE = 20
CHANGERS = (Role.JUSTICE_BUREAU,)


@require_safe
@staff(*queries.READERS)
def plans(request):
    """All versions that one may read, the newest first."""
    page = Paginator(queries.listed(request.actor), A_PAGE).get_page(request.GET.get("page"))
    by = request.actor
    facts = {"may_change": by.has_role(*CHANGERS), "reads_all": by.has_role(*queries.READ_ALL)}
    return render(request, "plans/plans.html", {"page": page, **facts})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*CHANGERS)
def ask(request):
    """做方案: of the whole district."""
    first = clock.today()
    form = AskForm(request.POST if request.method == "POST" else None, initial={"starts_on": first})

    def do() -> Version:
        return actions.draw_up(by=request.actor, district=request.district, **form.cleaned_data)

    return _asked(request, form, do, repair=False)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*CHANGERS)
def repair(request):
    """做修补方案: the fewest changes that make today's posts stand."""
    asked = request.GET.get("starts_on", "")[:10]  # from the list of posts that will be empty
    first = {"starts_on": asked or clock.today()}
    form = RepairForm(request.POST if request.method == "POST" else None, initial=first)

    def do() -> Version:
        return actions.propose_repair(by=request.actor, district=request.district, **form.cleaned_data)

    return _asked(request, form, do, repair=True)


@require_safe
@staff(*queries.READERS)
def version(request, number):
    """The head page of one: how far, how good, by whom, and what can be done next."""
    found = queries.version_for(request.actor, number)
    facts = heading.facts(request.actor, found)
    if found.is_open and facts["may_change"]:
        facts["redraw"] = RedrawForm()
    if found.state == Version.State.APPROVED and facts["may_change"]:
        facts["publish"] = StartsOn(initial={"starts_on": max(found.starts_on, clock.today())})
    return render(request, "plans/version.html", facts)


@require_safe
@staff(*queries.READERS)
def progress(request, number):
    """How far the solver is; the whole page anew once it is done."""
    found = queries.version_for(request.actor, number)
    if not found.is_unfinished:
        return HttpResponseClientRefresh()
    return render(request, "plans/_progress.html", heading.progress(request.actor, found))


@require_POST
@staff(*CHANGERS)
def cancel(request, number):
    """停止计算."""
    return _done(request, number, "正在停止；已经算出的会留下。", actions.cancel)


@require_POST
@staff(*CHANGERS)
def redraw(request, number):
    """保留锁定的岗位，重新计算."""
    form = RedrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["seconds"])))
        return redirect("plans:version", number)
    found = queries.version_for(request.actor, number)
    try:
        made = actions.redraw(by=request.actor, version=found, **form.cleaned_data)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("plans:version", number)
    return redirect("plans:version", made.number)


@require_POST
@staff(*CHANGERS)
def undo(request, number):
    """撤销上一次人工调整."""
    return _done(request, number, "上一次人工调整撤销了。", actions.undo, seen=seen(request.POST))


@require_POST
@staff(*CHANGERS)
def approve(request, number):
    """审定."""
    said = seen(request.POST)
    return _done(request, number, "审定了，可以发布。", actions.approve, seen=-1 if said is None else said)


@require_POST
@staff(*CHANGERS)
def unapprove(request, number):
    """撤回审定."""
    return _done(request, number, "审定撤回了，可以再改。", actions.unapprove)


@require_POST
@staff(*CHANGERS)
def publish(request, number):
    """发布."""
    form = StartsOn(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(map(str, form.errors["starts_on"])))
        return redirect("plans:version", number)
    day = form.cleaned_data["starts_on"]
    said = f"发布了，从 {clock.in_words(day)} 起。"
    return _sure(request, number, said, actions.publish, starts_on=day)


@require_POST
@staff(*CHANGERS)
def withdraw(request, number):
    """撤下."""
    return _sure(request, number, "撤下了，岗位回到发布以前的样子。", actions.withdraw)


def _asked(request, form, do: Callable[[], Version], *, repair: bool):
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return redirect("plans:version", do().number)
            except Problem as problem:
                form.add_error(None, str(problem))
                status = problem.status
        else:
            status = 422
    return render(request, "plans/ask.html", {"form": form, "repair": repair}, status=status)


def _sure(request, number: int, said: str, act: Callable[..., Any], **how: Any):
    """Ask first where the change would leave posts that nobody holds; else do it at once."""
    if "sure" not in request.POST:
        found = queries.version_for(request.actor, number)
        try:
            heard = remarks.foreseen(lambda: act(by=request.actor, version=found, **how))
        except Problem:
            heard = []  # said where it is tried in earnest
        if asking := [one for one in heard if one.asks]:
            return render(request, "plans/sure.html", {"version": found, "asking": asking, "how": how})
    return _done(request, number, said, act, **how)


def _done(request, number: int, said: str, act: Callable[..., Any], **how: Any):
    """Do it and come back to the version, with what was done or why not."""
    found = queries.version_for(request.actor, number)
    try:
        act(by=request.actor, version=found, **how)
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect("plans:version", number)
