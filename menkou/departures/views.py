"""离任: what would happen first, recording it, undoing it; the hand-over pack; posts ahead without anybody."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.advisers import queries as advisers
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.departures import actions, handing, paper, policies, queries
from menkou.departures.forms import CloseForm, DepartForm
from menkou.places import queries as places
from menkou.postings.models import Departure

A_PAGE = 100
READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR)
RECORDERS = (Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR)
OF_PLACES = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE)
Why = Departure.Why


@require_safe
@staff(*READERS)
def departures(request):
    """Who has gone lately, and who is to go."""
    by = request.actor
    page = Paginator(queries.departures_for(by), A_PAGE).get_page(request.GET.get("page"))
    houses = advisers.institutions() if by.has_role(Role.JUSTICE_BUREAU) else ()
    return render(request, "departures/departures.html", {"page": page, "today": clock.today(), "houses": houses})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*RECORDERS)
def person(request, pk):
    """登记离任 of one person: what happens first is on the page."""
    by, found = request.actor, queries.person_for(request.actor, pk)
    is_bureau = by.has_role(Role.JUSTICE_BUREAU)
    form, status = DepartForm(request.POST if request.method == "POST" else None, is_bureau=is_bureau), 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            departure = _record(by, found, form.cleaned_data)
        except Conflict as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "登记好了。请看下面的交接清单，尽快补派顾问。")
            return redirect("departures:departure", pk=departure.pk)
    left = queries.would_leave([found])
    facts = {"person": found, "form": form, "left": left, "open": sum(one.open for one in left)}
    return render(request, "departures/person.html", facts, status=status)


def _record(by, found, said) -> Departure:
    facts = {"by": by, "registration": found, "on": said["on"], "reason": said["reason"]}
    if said["why"] == Why.SUSPENDED:
        until = said["last"] + timedelta(days=1) if said["last"] else None
        return actions.suspend(until=until, **facts)
    return (actions.order_replacement if said["why"] == Why.REPLACED else actions.leave)(**facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def institution(request, pk):
    """登记机构退出: all its people at once."""
    found = queries.institution_for(request.actor, pk)
    form, status = CloseForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        said = form.cleaned_data
        try:
            gone = actions.close(by=request.actor, institution=found, on=said["on"], reason=said["reason"])
        except Conflict as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, f"登记好了，{len(gone)} 位顾问一起离任。请尽快补派。")
            return redirect("departures:departures")
    people = list(queries.people_of(found, clock.today() + timedelta(days=1)))
    left = queries.would_leave(people)
    facts = {"institution": found, "form": form, "people": people, "left": left, "open": sum(one.open for one in left)}
    return render(request, "departures/institution.html", facts, status=status)


@require_safe
@staff(*READERS)
def departure(request, pk):
    """One departure: which villages it leaves, and what can still be done about it."""
    by, found = request.actor, queries.departure_for(request.actor, pk)
    today = clock.today()
    is_over = bool(found.valid_until and found.valid_until <= today)
    facts = {
        "departure": found,
        "villages": handing.villages_left(found),
        "undoes": found.valid_from > today and policies.undo.allows(by, found),
        "lifts": found.valid_from <= today
        and not is_over
        and found.why not in Departure.FOR_GOOD
        and policies.lift.allows(by, found),
        "reads_pack": by.has_role(*RECORDERS),
        "is_over": is_over,
        "today": today,
    }
    return render(request, "departures/departure.html", facts)


@require_POST
@staff(*RECORDERS)
def undo(request, pk):
    """撤销 before its day."""
    found = queries.departure_for(request.actor, pk)
    try:
        actions.undo(by=request.actor, departure=found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("departures:departure", pk=pk)
    messages.success(request, f"{found.registration}的离任撤销了，岗位照旧。")
    return redirect("departures:departures")


@require_POST
@staff(*READERS)
def lift(request, pk):
    """恢复任职."""
    found = queries.departure_for(request.actor, pk)
    try:
        actions.lift(by=request.actor, departure=found)
    except Conflict as problem:
        messages.error(request, str(problem))
        return redirect("departures:departure", pk=pk)
    messages.success(request, f"{found.registration}从今天起可以再派岗位了。")
    return redirect("departures:departures")


@require_safe
@staff(Role.ADVISER)
def mine(request):
    """What colleagues who have gone hand on to an adviser."""
    return render(request, "departures/mine.html", {"departures": handing.packs_for(request.actor)})


@require_safe
@staff(*RECORDERS, Role.ADVISER)
def pack(request, pk):
    """交接清单, to read and to print."""
    shell = "desk.html" if request.actor.has_role(*RECORDERS) else "adviser.html"
    facts = {"pack": handing.pack_for(request.actor, pk), "shell": shell, "today": clock.today(), "ticks": paper.TICKS}
    return render(request, "departures/pack.html", facts)


@require_safe
@staff(*RECORDERS, Role.ADVISER)
def pack_pdf(request, pk):
    """交接清单 as PDF."""
    found = handing.pack_for(request.actor, pk)
    try:
        made = paper.pdf(found, is_demo=request.district.is_demo)
    except paper.NotSet:
        messages.error(request, "PDF 没有做成，请直接打印这一页；也请系统运维看一下服务器上有没有中文字体。")
        return redirect("departures:pack", pk=pk)
    name = f"交接清单-{found.departure.registration}-{found.departure.valid_from:%Y%m%d}.pdf"
    return FileResponse(BytesIO(made), as_attachment=True, filename=name)


@require_safe
@staff(*OF_PLACES)
def gaps(request):
    """Posts that nobody will hold on some day soon."""
    township = request.GET.get("township", "")[:9]
    found = queries.gaps_ahead(request.actor, township=township)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "days": places.rules()["gaps_ahead_days"], "today": clock.today()}
    facts["may_mend"] = request.actor.has_role(Role.JUSTICE_BUREAU)
    return render(request, "departures/gaps.html", facts | _filters(township))


def _filters(township: str) -> dict:
    query = f"{urlencode({'township': township})}&" if township else ""
    return {"township": township, "query": query, "townships": places.townships()}
