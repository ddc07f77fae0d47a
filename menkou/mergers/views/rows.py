"""The table of one township: where each of its villages that end goes on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Absent, Problem
from menkou.mergers import actions, queries
from menkou.mergers.models import Change
from menkou.mergers.views.forms import Line, differs, said

KINDS = {"": "全部", "left": "没核定的", "unsure": "拿不准的"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def table(request, pk, town):
    """核对 a township, all its rows or those of one kind."""
    change = queries.change_for(request.actor, pk)
    only = request.GET.get("only", "")
    only = only if only in KINDS else ""
    if request.method == "POST":
        return _save(request, change, town, only)
    return _table(request, change, town, only)


def _save(request, change: Change, code: str, only: str) -> HttpResponse:
    rows = list(queries.rows_of(change, code))
    typed = said(request.POST, rows, confirm_all=request.POST.get("do") == "all")
    new = [typed[row.code] for row in rows if row.code in typed and differs(typed[row.code], row)]
    try:
        confirmed = actions.settle(by=request.actor, change=change, choices=new) if new else 0
    except Problem as problem:
        return _table(request, change, code, only, typed=typed, problem=problem)
    messages.success(request, f"存好了，核定了 {confirmed} 行。" if confirmed else "存好了。")
    return redirect(reverse("mergers:town", args=[change.pk, code]) + (f"?only={only}" if only else ""))


def _table(request, change: Change, code: str, only: str, *, typed=None, problem=None) -> HttpResponse:
    towns = queries.towns(change)
    here = next((number for number, one in enumerate(towns) if one.code == code), None)
    if here is None:
        raise Absent("这次调整没有动这个镇街。")
    found, new = queries.choices(change, code), frozenset(one.code for one in queries.begins(change))
    lines = []
    for row in queries.rows_of(change, code, "" if typed else only):
        if typed is not None and row.code not in typed:
            continue
        choice = (typed or {}).get(row.code)
        lines.append(
            Line(
                row=row,
                choices=queries.choices_for(row, found, new),
                successor=choice.successor if choice else row.successor,
                reason=choice.reason if choice else row.reason,
                ticked=choice.confirmed if choice else row.is_confirmed,
                is_new=new,
            )
        )
    facts = {
        "change": change,
        "town": towns[here],
        "following": next((one for one in (*towns[here + 1 :], *towns[:here]) if one.left), None),
        "lines": lines,
        "begins": [one for one in found if one.code in new],
        "only": only,
        "kinds": KINDS.items(),
        "problem": problem,
    }
    return render(request, "mergers/town.html", facts, status=problem.status if problem else 200)
