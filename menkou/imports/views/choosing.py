"""选列和回答: what a sheet is and which column is what; what is meant where two things fit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Problem
from menkou.imports import actions, queries
from menkou.imports.rules.matching import letters
from menkou.imports.rules.sheets import ALL, KINDS

MOST_ANSWERS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def columns(request, pk, place):
    """One sheet: its kind, then what each column is."""
    dropped = queries.import_for(request.actor, pk)
    if place >= len(dropped.sheets):
        raise Http404
    sheet, asked = dropped.sheets[place], request.POST or request.GET
    kind = asked.get("kind", sheet["kind"])
    kind = kind if kind in KINDS else ""
    chosen = dict(sheet["columns"]) if kind == sheet["kind"] else {}
    problem, status = "", 200
    if request.method == "POST":
        chosen = {str(number): asked.get(f"column-{number}", "")[:20] for number in range(len(sheet["titles"]))}
        header = asked.get("header", "")
        told = {"sheet": sheet["name"], "kind": kind, "header": int(header) if header.isdecimal() else sheet["header"]}
        picked = {int(number): key for number, key in chosen.items() if key} if kind else {}
        try:
            actions.choose(by=request.actor, dropped=dropped, columns=picked, **told)
        except Problem as error:
            problem, status = str(error), error.status
        else:
            messages.success(request, "记住了，下次表头一样的表就这样读。正在重新比对。")
            return redirect("imports:import", pk=pk)
    facts = {
        "one": dropped,
        "sheet": sheet,
        "kind": kind,
        "kinds": ALL,
        "columns": _columns(sheet, kind, chosen),
        "problem": problem,
    }
    return render(request, "imports/columns.html", facts, status=status)


def _columns(sheet: dict, kind: str, chosen: dict[str, str]) -> list[dict]:
    fields = (
        [(one.key, f"{one.title}（要有）" if one.needed else one.title) for one in KINDS[kind].fields] if kind else []
    )
    return [
        {
            "number": number,
            "letters": letters(number),
            "title": title,
            "sample": sheet["samples"][number],
            "fields": fields,
            "chosen": chosen.get(str(number), ""),
        }
        for number, title in enumerate(sheet["titles"])
    ]


@require_POST
@staff(Role.JUSTICE_BUREAU)
def answers(request, pk):
    """回答完了, compare again."""
    dropped = queries.import_for(request.actor, pk)
    said = {
        key.removeprefix("answer-"): value[:100] for key, value in request.POST.items() if key.startswith("answer-")
    }
    said = {key: value for key, value in list(said.items())[:MOST_ANSWERS] if value}
    try:
        if said:
            actions.answer(by=request.actor, dropped=dropped, answers=said)
            messages.success(request, f"记下了 {len(said)} 个回答，正在重新比对。")
        else:
            messages.error(request, "还没有选答案。")
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("imports:import", pk=pk)
