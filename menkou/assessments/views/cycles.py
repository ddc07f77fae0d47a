"""半年考核: the list, one with what is next and who does it, its sheets, and what goes out of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from menkou.accounts.doors import attached, shell_of, staff
from menkou.assessments import policies, queries, taking
from menkou.assessments import progress as far
from menkou.assessments.cycling import actions, steps
from menkou.assessments.models import Cycle, Subject
from menkou.assessments.queries import OVERSEERS, READERS
from menkou.assessments.views.forms import OpenForm
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.places import queries as places

A_PAGE = 50
State = Cycle.State


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def cycles(request):
    """All that one may see; and 开始考核, for the bureau."""
    by, status = request.actor, 200
    opens = policies.organise.allows(by, request.district)
    form = OpenForm(request.POST or None, periods=queries.to_open()) if opens else None
    if request.method == "POST":
        if form is None:
            raise Refused(policies.organise.refusal)
        status = 422
        if form.is_valid():
            try:
                made = actions.open_cycle(by=by, district=request.district, **form.cleaned_data)
            except (Conflict, Invalid) as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                return redirect("assessments:cycle", pk=made.pk)
    page = Paginator(queries.cycles_for(by), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "form": form,
        "own": list(queries.own_shown(by)),
        "overlooks": by.has_role(*OVERSEERS),
        "shell": shell_of(by),
    }
    return render(request, "assessments/cycles.html", facts, status=status)


@require_safe
@staff(*READERS)
def cycle(request, pk):
    """One: how far it is, what is next, who does it and why it cannot be done now."""
    by, found = request.actor, queries.cycle_for(request.actor, pk)
    facts: dict[str, Any] = {"cycle": found, "shell": shell_of(by), "overlooks": by.has_role(*OVERSEERS)}
    if found.state == State.DRAWING:
        return render(request, "assessments/cycle.html", facts)
    facts["own"] = [one for one in queries.own_shown(by) if one.cycle_id == found.pk]
    if by.has_role(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU):
        mine = far.own_to_score(by, found)
        facts |= {"mine": mine, "next_sheet": mine.next_waiting()}
    if facts["overlooks"]:
        facts |= {"towns": far.by_township(found), "figures": _figures(found), **_next(by, found)}
    return render(request, "assessments/cycle.html", facts)


def _figures(found: Cycle) -> list[dict]:
    counted = queries.answered_in(found)
    waiting = queries.waiting_in(found).count() if found.state == State.ANSWERING else 0
    return [
        {"label": "考核表", "value": f"{counted['all']} 张", "url": reverse("assessments:sheets", args=[found.pk])},
        {"label": "本人确认", "value": f"{counted['confirmed']} 张"},
        {
            "label": "等复核",
            "value": f"{waiting} 件",
            "state": "overdue" if waiting else "",
            "url": reverse("assessments:reviews"),
        },
    ]


def _next(by, found: Cycle) -> dict[str, Any]:
    """What the bureau can do next, whether this person may, why not now, and what can be taken back."""
    if not by.has_role(Role.JUSTICE_BUREAU):
        return {}
    policy = policies.lock if found.state == State.PUBLICITY else policies.lead
    return {
        "leads": True,
        "may": policy.allows(by, found),
        "refusal": policy.refusal,
        "why_not": steps.why_not_yet(found),
        "may_hide": found.state == State.ANSWERING and not steps.why_not_hidden(found),
    }


@require_safe
@staff(*READERS)
def progress(request, pk):
    """How many sheets there are; the whole page anew once all are."""
    found = queries.cycle_for(request.actor, pk)
    if found.state != State.DRAWING:
        return HttpResponseClientRefresh()
    return render(request, "assessments/_progress.html", {"cycle": found})


@require_safe
@staff(*READERS)
def sheets(request, pk):
    """Those that one may read, by name; narrowed by what the address says."""
    by, found = request.actor, queries.cycle_for(request.actor, pk)
    chosen = {name: request.GET.get(name, "")[:12] for name in ("subject", "township")}
    listed = queries.narrowed(queries.sheets_of(by, found), **chosen)
    page = Paginator(listed.select_related("scored_by_office"), A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    facts = {
        "cycle": found,
        "page": page,
        "chosen": chosen,
        "query": f"{query}&" if query else "",
        "subjects": Subject.choices,
        "townships": places.townships() if by.has_role(*OVERSEERS) else [],
        "shell": shell_of(by),
        "takes": policies.take_out.allows(by, found),
    }
    return render(request, "assessments/sheets.html", facts)


@require_POST
@staff(*OVERSEERS)
def take(request, pk):
    """取成 Excel: every sheet of the cycle, names in their order."""
    by, found = request.actor, queries.cycle_for(request.actor, pk)
    made, count = taking.workbook(found)
    actions.take_out(by=by, cycle=found, rows=count)
    return attached(made, f"考核-{found.period}-{clock.today():%Y%m%d}.xlsx")


@require_safe
@staff(*OVERSEERS)
def unscored(request, pk):
    """没有评的: which sheets, which items, whose."""
    found = queries.cycle_for(request.actor, pk)
    rows = queries.unscored(found).select_related("sheet__scored_by_office")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/unscored.html", {"cycle": found, "page": page})


@require_safe
@staff(*Role)
def publicity(request, pk):
    """公示: names with their grade, by name; on paper as on the page."""
    found = queries.in_public(request.actor, pk)
    rows = list(queries.published(found))
    facts = {
        "cycle": found,
        "advisers": [one for one in rows if one.registration_id],
        "institutions": [one for one in rows if one.institution_id],
        "shell": shell_of(request.actor),
    }
    return render(request, "assessments/publicity.html", facts)


@require_POST
@staff(*OVERSEERS)
def show(request, pk):
    """给本人看."""
    return _done(request, pk, "给本人看了，已经发了提醒。", actions.show)


@require_POST
@staff(*OVERSEERS)
def hide(request, pk):
    """撤回给本人看."""
    return _done(request, pk, "撤回了，司法所可以接着评。", actions.hide)


@require_POST
@staff(*OVERSEERS)
def publish(request, pk):
    """开始公示."""
    return _done(request, pk, "开始公示了，公示页可以打印张贴。", actions.publish)


@require_POST
@staff(*OVERSEERS)
def unpublish(request, pk):
    """撤回公示."""
    return _done(request, pk, "公示撤回了，本人又可以说明、申请复核，复核过的有新材料也可以。", actions.unpublish)


@require_POST
@staff(*OVERSEERS)
def lock(request, pk):
    """锁定."""
    return _done(request, pk, "锁定了。等次和补贴系数从现在起不再变。", actions.lock)


def _done(request, pk, words: str, act: Callable[..., Any]) -> HttpResponse:
    """Do it and come back, with what was done or why not now; whoever may not is refused."""
    found = queries.cycle_for(request.actor, pk)
    try:
        act(by=request.actor, cycle=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words)
    return redirect("assessments:cycle", pk=pk)
