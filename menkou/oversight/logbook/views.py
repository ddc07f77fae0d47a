"""打印《工作日志》: one adviser's at once, everybody's by the worker."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.oversight.ledger.choosing import chosen_from, said_of
from menkou.oversight.ledger.views import READERS
from menkou.oversight.logbook import making, paper, queries
from menkou.papers import actions as papers
from menkou.papers.models import Batch
from menkou.worklogs import actions
from menkou.worklogs.ledger import Chosen

CHOOSE = "请先选一位顾问，再打印工作日志。"
NOTHING = "这段时间没有日志，没有可打印的。"
NOT_SET = "PDF 没有做成，请再试一次；也请系统运维看一下服务器上有没有中文字体。"


@require_POST
@staff(*READERS)
def take(request):
    """The log of the adviser that is chosen, or one's own; else those of all that one may see."""
    by, chosen = request.actor, chosen_from(request.POST)
    seen = queries.writers(by, chosen.period)
    own = by.held(Role.ADVISER) & set(seen)
    wanted = [one for one in seen if one == chosen.adviser] if chosen.adviser else [one for one in seen if one in own]
    if not seen or (chosen.adviser and not wanted):
        return _back(request, chosen, NOTHING)
    if wanted:
        return _one(request, chosen, wanted)
    return _all(request, chosen, seen)


def _one(request, chosen: Chosen, people: list[UUID]) -> HttpResponseBase:
    books = queries.books(request.actor, people, chosen.period)
    try:
        made = paper.pdf(paper.told(books, reader=request.actor.name, is_demo=request.district.is_demo))
    except paper.NotSet:
        return _back(request, chosen, NOT_SET)
    rows = sum(one.entries for one in books)
    actions.take_out(by=request.actor, district=request.district, rows=rows)
    name = f"工作日志-{books[0].name}-{chosen.period.key}.pdf"
    return FileResponse(BytesIO(made), as_attachment=True, filename=name)


def _all(request, chosen: Chosen, people: list[UUID]) -> HttpResponse:
    about = said_of(Chosen(chosen.period))
    facts: dict[str, Any] = {"maker": making.MAKER, "chosen": people, "kind": Batch.Kind.PDF, "about": about}
    try:
        made = papers.ask_of(by=request.actor, district=request.district, **facts)
    except Refused:
        return _back(request, chosen, CHOOSE)
    except Conflict as problem:
        return _back(request, chosen, str(problem))
    return redirect("papers:batch", pk=made.pk)


def _back(request, chosen: Chosen, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect(f"{reverse('oversight:ledger')}?{urlencode(said_of(chosen))}")
