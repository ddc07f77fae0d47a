"""村居档案（一村一档）: one page, and the same on paper."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.oversight import policies
from menkou.oversight.dossier import paper, queries
from menkou.oversight.dossier.sections import Section, sections

SLIM = 3  # columns that fit on a phone


@require_safe
@staff(*Role)
def dossier(request, code):
    """Everything on record of a village that the reader may see."""
    village = queries.village_for(request.actor, code)
    found = sections(queries.dossier_of(request.actor, village))
    is_officer = policies.oversee.allows(request.actor, request.district)
    facts = {
        "village": village,
        "sections": [_told(one) for one in found],
        "shell": "adviser.html" if request.actor.has_role(Role.ADVISER) and not is_officer else "desk.html",
        "lists": is_officer,
    }
    return render(request, "oversight/dossier.html", facts)


def _told(one: Section) -> tuple:
    """A section as the component takes it, whether it has few columns, and how many rows."""
    columns, rows = [{"title": title} for title in one.columns], [[{"text": text} for text in row] for row in one.rows]
    return one, columns, [{"cells": cells} for cells in rows], len(columns) <= SLIM, f"{one.title}，共 {len(rows)} 行"


@require_safe
@staff(*Role)
def dossier_pdf(request, code):
    """The same as PDF."""
    village = queries.village_for(request.actor, code)
    found = sections(queries.dossier_of(request.actor, village))
    title = f"{village.short_name}档案"
    try:
        made = paper.pdf(title, found, reader=request.actor.name, is_demo=request.district.is_demo)
    except paper.NotSet:
        messages.error(request, "PDF 没有做成，请直接打印这一页；也请系统运维看一下服务器上有没有中文字体。")
        return redirect("oversight:dossier", code=code)
    return FileResponse(BytesIO(made), as_attachment=True, filename=f"村居档案-{village}-{clock.today():%Y%m%d}.pdf")
