"""特别查阅: asking, agreeing, reading. Nothing here is for advisers but the list of what was read of theirs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations import queries as consultations
from menkou.consultations.views.forms import new_form_id
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.inspections import actions, policies, queries
from menkou.inspections.forms import RequestForm

A_PAGE = 50
INSPECTORS = (Role.JUSTICE_BUREAU, Role.AUDITOR)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*INSPECTORS)
def inspections(request):
    """All of the district's, and asking for one."""
    form, status = RequestForm(initial={"form": new_form_id(), "defer_days": 0}), 200
    if request.method == "POST":
        form, status = RequestForm(request.POST), 422
        if form.is_valid():
            said = form.cleaned_data
            matter = consultations.with_reference(said.pop("reference"))
            if matter:
                try:
                    asked = actions.request(by=request.actor, consultation=matter, **said)
                except Conflict as problem:
                    form.add_error(None, str(problem))
                    status = problem.status
                else:
                    messages.success(request, "申请交上去了。另一个人批准以后，您可以打开。")
                    return redirect("inspections:inspection", pk=asked.pk)
            else:
                form.add_error("reference", "没有这个编号，请核对。")
    page = Paginator(queries.visible_to(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inspections/inspections.html", {"page": page, "form": form}, status=status)


@require_safe
@staff(*INSPECTORS)
def inspection(request, pk):
    """One: why, by whom, how long; and what is next."""
    found = queries.inspection_for(request.actor, pk)
    facts = {
        "inspection": found,
        "why": queries.why(found),
        "may_decide": found.state == found.State.ASKED and policies.decide.allows(request.actor, found),
        "may_look": found.is_open and policies.look.allows(request.actor, found),
    }
    return render(request, "inspections/inspection.html", facts)


@require_POST
@staff(*INSPECTORS)
def approve(request, pk):
    """批准."""
    actions.approve(by=request.actor, inspection=queries.inspection_for(request.actor, pk))
    messages.success(request, "批准了。申请的人可以打开，打开的同时会告知居民和顾问（依法推迟的除外）。")
    return redirect("inspections:inspection", pk=pk)


@require_POST
@staff(*INSPECTORS)
def refuse(request, pk):
    """不批."""
    actions.refuse(by=request.actor, inspection=queries.inspection_for(request.actor, pk))
    return redirect("inspections:inspection", pk=pk)


@require_POST
@staff(*INSPECTORS)
def look(request, pk):
    """看: on one page, under the reader's name and the minute; nothing to download."""
    found = queries.inspection_for(request.actor, pk)
    said = actions.look(by=request.actor, inspection=found)
    found.refresh_from_db()
    mark = f"{request.actor.name} {clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} 特别查阅"
    return render(request, "inspections/look.html", {"inspection": found, "said": said, "mark": mark})


@require_safe
@staff(Role.ADVISER)
def mine(request):
    """What was read of an adviser's own matters."""
    return render(request, "inspections/mine.html", {"inspections": queries.of_mine(request.actor)[:A_PAGE]})
