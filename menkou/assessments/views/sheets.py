"""考核表: what each number came from; scored by the office, answered by whoever is assessed, printed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.assessments import policies, progress, queries
from menkou.assessments import rows as behind
from menkou.assessments.answering import actions as answering
from menkou.assessments.cycling import actions
from menkou.assessments.models import Cycle, Score, Sheet
from menkou.assessments.queries import READERS
from menkou.assessments.rules.items import written
from menkou.assessments.views.forms import ReplyForm, ScoreForm
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.forms import new_form_id
from menkou.core.keys import digest

A_PAGE = 50
MOST_SLIM = 5  # columns: more are pushed to and fro on a phone
State = Cycle.State


@require_safe
@staff(*READERS)
def sheet(request, pk):
    """One, with all that its reader may do now."""
    return _show(request, queries.sheet_for(request.actor, pk))


@require_safe
@staff(*READERS)
def paper(request, pk):
    """The same on an A4."""
    found = queries.sheet_for(request.actor, pk)
    facts = {"lines": [_line(one) for one in queries.scores_of(found)], "replies": list(queries.replies_of(found))}
    return render(request, "assessments/paper.html", {**_facts(request, found), **facts})


@require_POST
@staff(*READERS)
def score(request, pk):
    """评分, every item and the comment in one go; then the next that waits."""
    by, found = request.actor, queries.sheet_for(request.actor, pk)
    if not policies.score.allows(by, found):
        raise Refused(policies.score.refusal)
    form = ScoreForm(request.POST, scores=_judged(queries.scores_of(found)), comment=found.comment)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        for one in form.changed():
            actions.score(by=by, sheet=found, **one._asdict())
        if words := form.comment():
            actions.comment(by=by, sheet=found, text=words)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.sheet_for(by, pk), form, status=problem.status)
    following = progress.own_to_score(by, found.cycle).next_waiting(found.pk)
    messages.success(request, f"{found.name}的评分存好了。" + ("接着评下一张。" if following else "都评完了。"))
    return redirect("assessments:sheet", pk=following) if following else redirect("assessments:cycle", found.cycle_id)


@require_POST
@staff(*READERS)
def confirm(request, pk):
    """确认."""
    found = queries.sheet_for(request.actor, pk)
    try:
        answering.confirm(by=request.actor, sheet=found)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "确认好了。")
    return redirect("assessments:sheet", pk=pk)


@require_POST
@staff(*READERS)
def reply(request, pk):
    """说明、申请复核."""
    found = queries.sheet_for(request.actor, pk)
    if not policies.answer.allows(request.actor, found):
        raise Refused(policies.answer.refusal)
    form = ReplyForm(request.POST, items=[one.item for one in queries.scores_of(found)])
    if not form.is_valid():
        return _show(request, found, form, status=422)
    said = dict(form.cleaned_data)
    said |= {"form": digest("assessment-reply", said["form"]), "item": said["item"] or None}
    try:
        answering.reply(by=request.actor, sheet=found, **said)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.sheet_for(request.actor, pk), form, status=problem.status)
    messages.success(request, "交上去了，有结果会告诉您。" if said["wants_review"] else "说明存好了，考核的人看得到。")
    return redirect("assessments:sheet", pk=pk)


@require_safe
@staff(*READERS)
def rows(request, pk):
    """数从哪来: every row that was counted."""
    found = queries.score_for(request.actor, pk)
    known = behind.behind(request.actor, found)
    page = Paginator(known.readable if known else [], A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "score": found,
        "line": _line(found),
        "page": page,
        **listed(known, list(page)),
        "shell": shell_of(request.actor),
    }
    return render(request, "assessments/rows.html", facts)


def listed(known: behind.Rows | None, found: list[behind.Row]) -> dict[str, Any]:
    """Some rows as the table takes them; a row opens what it is of."""
    if known is None:
        return {"rows": None, "listed": []}
    columns = [{"title": one} for one in known.columns]
    cells = [
        {"url": reverse(one.page, args=[one.of]) if one.page else "", "cells": [{"text": cell} for cell in one.cells]}
        for one in found
    ]
    return {"rows": known, "listed": cells, "columns": columns, "is_slim": len(columns) < MOST_SLIM}


def _show(request, found: Sheet, form: Any = None, *, status: int = 200) -> HttpResponse:
    """The page; a form that could not be used is shown again in its place, with what was typed."""
    by, scores = request.actor, queries.scores_of(found)
    facts = {
        **_facts(request, found),
        "lines": [_line(one) for one in scores],
        "replies": list(queries.replies_of(found)),
        **_answering(by, found, scores, form),
    }
    if policies.score.allows(by, found) and (judged := _judged(scores)):
        facts |= _scoring(by, found, judged, form)
    return render(request, "assessments/sheet.html", facts, status=status)


def _facts(request, found: Sheet) -> dict[str, Any]:
    by = request.actor
    return {
        "sheet": found,
        "cycle": found.cycle,
        "is_shown": found.cycle.state in queries.SHOWN,
        "total": written(found.points),
        "shell": shell_of(by),
    }


def _scoring(by, found: Sheet, judged: list[Score], form: Any) -> dict[str, Any]:
    """What an office needs to score: the form while it is time, how far it is, the sheets beside."""
    own = progress.own_to_score(by, found.cycle)
    before, after = own.beside(found.pk)
    facts: dict[str, Any] = {"mine": own, "before": before, "after": after}
    if found.cycle.state == State.SCORING:
        facts["scoring"] = form if isinstance(form, ScoreForm) else ScoreForm(scores=judged, comment=found.comment)
    elif isinstance(form, ScoreForm):
        facts["left_over"] = form
    return facts


def _answering(by, found: Sheet, scores: list[Score], form: Any) -> dict[str, Any]:
    """What whoever is assessed can do now."""
    is_own, cycle = policies.answer.allows(by, found), found.cycle
    is_open = cycle.state == State.ANSWERING and cycle.answer_until is not None and clock.now() <= cycle.answer_until
    facts: dict[str, Any] = {"is_own": is_own, "is_open": is_open}
    facts["confirms"] = is_own and cycle.state in (State.ANSWERING, State.PUBLICITY) and not found.confirmed_at
    if is_own and is_open:
        fresh = ReplyForm(items=[one.item for one in scores], initial={"form": new_form_id()})
        facts["replying"] = form if isinstance(form, ReplyForm) else fresh
    elif isinstance(form, ReplyForm):
        facts["left_over"] = form
    return facts


def _judged(scores: list[Score]) -> list[Score]:
    return [one for one in scores if one.item.kind == "judged"]


def _line(one: Score) -> dict[str, Any]:
    """An item as the page shows it: points, most, the sentence, and how many rows stand behind it."""
    return {
        "score": one,
        "item": one.item,
        "points": written(one.points),
        "most": written(one.item.most),
        "rows": len(queries.rows_in(one)),
        "is_waiting": one.item.kind == "judged" and not one.is_counted,
    }
