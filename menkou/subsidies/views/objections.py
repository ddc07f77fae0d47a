"""异议: raising one, answering it, and the second person who agrees to a change."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core.errors import Conflict, Invalid
from menkou.subsidies import policies, queries
from menkou.subsidies.objecting import actions
from menkou.subsidies.rules.explaining import explain, yuan
from menkou.subsidies.views.forms import AnswerForm, ObjectionForm
from menkou.subsidies.views.statements import EVERYBODY, show_line

A_PAGE = 30


@require_safe
@staff(*EVERYBODY)
def objections(request):
    """All that one sees; what waits comes first."""
    page = Paginator(queries.objections_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "subsidies/objections.html", {"page": page, "shell": shell_of(request.actor)})


@require_POST
@staff(*EVERYBODY)
def object_to(request, pk):
    """提异议."""
    line, form = queries.line_for(request.actor, pk), ObjectionForm(request.POST)
    if not form.is_valid():
        return show_line(request, line, form, 422)
    try:
        made = actions.raise_objection(by=request.actor, line=line, words=form.cleaned_data["words"])
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return show_line(request, line, form, problem.status)
    messages.success(request, "异议交给区司法局了。这一行不会改，要改的在下一批里补。")
    return redirect("subsidies:objection", pk=made.pk)


@require_safe
@staff(*EVERYBODY)
def objection(request, pk):
    """One, with the line that it is about."""
    return _show(request, pk)


@require_POST
@staff(*EVERYBODY)
def answer(request, pk):
    """答复."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, form, 422)
    try:
        actions.answer(by=request.actor, objection=queries.objection_for(request.actor, pk), **form.cleaned_data)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, pk, form, problem.status)
    messages.success(request, "答复好了。要改的，等另一个人定。")
    return redirect("subsidies:objection", pk=pk)


@require_POST
@staff(*EVERYBODY)
def agree(request, pk):
    """同意改."""
    return _settled(request, pk, actions.agree, "同意了，下一批里补。")


@require_POST
@staff(*EVERYBODY)
def reconsider(request, pk):
    """不同意这样改."""
    return _settled(request, pk, actions.reconsider, "退回重新答复。")


def _settled(request, pk, do, words: str) -> HttpResponse:
    try:
        do(by=request.actor, objection=queries.objection_for(request.actor, pk))
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, words)
    return redirect("subsidies:objection", pk=pk)


def _show(request, pk, form: Any = None, status: int = 200) -> HttpResponse:
    by, found = request.actor, queries.objection_for(request.actor, pk)
    answers = found.state == "open" and policies.answer.allows(by, found)
    facts = {
        "objection": found,
        "why": explain(found.line.facts),
        "fen": yuan(found.fen) if found.fen else "",
        "form": (form or AnswerForm()) if answers else None,
        "settles": found.state == "answered" and policies.settle.allows(by, found),
        "shell": shell_of(by),
    }
    return render(request, "subsidies/objection.html", facts, status=status)
