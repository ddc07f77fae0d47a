"""对账单: what an institution or an adviser gets of a batch, line by line, on a page and on paper; and why a line is so."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core.actors import Role
from menkou.subsidies import paper, policies, queries
from menkou.subsidies.models import Line
from menkou.subsidies.rules.explaining import explain, yuan
from menkou.subsidies.stating import queries as stating
from menkou.subsidies.views.forms import ObjectionForm

A_PAGE, LINES = 30, 500
EVERYBODY = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR, Role.ADVISER)
OWN = (Role.INSTITUTION_DIRECTOR, Role.ADVISER)


@require_safe
@staff(*OWN)
def mine(request):
    """What was checked, and what of it is one's own or one's institution's."""
    by = request.actor
    page = Paginator(queries.batches_for(by), A_PAGE).get_page(request.GET.get("page"))
    own = stating.statements_of(by, page)
    rows = [{"batch": one, "of": _whose(own[one.pk])} for one in page]
    return render(request, "subsidies/mine.html", {"page": page, "rows": rows, "shell": shell_of(by)})


def _whose(own: list[tuple[str, UUID, str, int]]) -> list[dict[str, Any]]:
    """The statements of a batch that are theirs."""
    return [{"whose": whose, "of": of, "name": name, "yuan": yuan(fen)} for whose, of, name, fen in own]


@require_safe
@staff(*EVERYBODY)
def statement(request, pk, whose: str, of: UUID):
    """对账单, to read and to print."""
    found = stating.statement_for(request.actor, pk, whose, of)
    lines, sums = list(found.lines[:LINES]), queries.sums_of(found.lines)
    people = [(one, yuan(one.fen)) for one in stating.by_person(found.lines)] if whose == "houses" else []
    facts = {
        "batch": found.batch,
        "title": found.title,
        "whose": whose,
        "of": of,
        "people": people,
        "lines": lines,
        "most": LINES if sums.lines > LINES else 0,
        "total": yuan(sums.fen),
        "shell": shell_of(request.actor),
        "sees_all": queries.sees_all(request.actor),
    }
    return render(request, "subsidies/statement.html", facts)


@require_safe
@staff(*EVERYBODY)
def statement_pdf(request, pk, whose: str, of: UUID):
    """对账单 as PDF."""
    found = stating.statement_for(request.actor, pk, whose, of)
    try:
        made = paper.pdf(found, is_demo=request.district.is_demo)
    except paper.NotSet:
        messages.error(request, "PDF 没有做成，请直接打印这一页；也请系统运维看一下服务器上有没有中文字体。")
        return redirect("subsidies:statement", pk=pk, whose=whose, of=of)
    return FileResponse(BytesIO(made), as_attachment=True, filename=f"补贴对账单-{found.title}-{found.batch}.pdf")


@require_safe
@staff(*EVERYBODY)
def line(request, pk):
    """为什么是这个数."""
    return show_line(request, queries.line_for(request.actor, pk))


def show_line(request, found: Line, form: ObjectionForm | None = None, status: int = 200):
    """One line with every number on the way to it, what came of it, and objecting."""
    may_object = policies.object_to.allows(request.actor, found) and found.batch.stage == found.batch.Stage.CHECKED
    facts = {
        "line": found,
        "why": explain(found.facts),
        "followed": queries.followed_by(request.actor, found),
        "objections": queries.objections_for(request.actor).filter(line=found),
        "form": (form or ObjectionForm()) if may_object else None,
        "shell": shell_of(request.actor),
        "sees_all": queries.sees_all(request.actor),
    }
    return render(request, "subsidies/line.html", facts, status=status)
