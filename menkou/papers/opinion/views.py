"""法律意见书 on the page, and as Word or PDF by the worker."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core.errors import Conflict
from menkou.occasions.views.many import READERS
from menkou.papers import actions
from menkou.papers.official.telling import told
from menkou.papers.opinion import making, queries

FIRST = "请点“取 Word”或者“取 PDF”。"


@require_safe
@staff(*READERS)
def opinion(request, pk):
    """The paper as it would be printed: no invented number, no painted seal."""
    found = queries.readable(request.actor, pk)
    try:
        said = told(queries.paper_of(request.actor, found, request.district))
    except Conflict as problem:
        return _back(request, pk, str(problem))
    facts = {"paper": said, "occasion": found, "shell": shell_of(request.actor)}
    return render(request, "papers/opinion.html", facts)


@require_POST
@staff(*READERS)
def ask(request, pk):
    """取 Word, 取 PDF: the worker makes it; the page of the batch says how far it is."""
    found, kind = queries.readable(request.actor, pk), request.POST.get("kind")
    if kind not in making.KINDS:
        return _back(request, pk, FIRST)
    try:
        queries.paper_of(request.actor, found, request.district)
        facts = {"maker": making.maker_for(found), "chosen": [found.pk], "kind": kind}
        made = actions.ask_of(by=request.actor, district=request.district, **facts)
    except Conflict as problem:
        return _back(request, pk, str(problem))
    return redirect("papers:batch", pk=made.pk)


def _back(request, pk, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect("occasions:occasion", pk=pk)
