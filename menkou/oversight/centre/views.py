"""D7 文书中心: choose a paper, read what it will say, have it made as Word, PDF or Excel; and what was made."""

from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict
from menkou.oversight.centre import kinds, making, offering
from menkou.papers import actions
from menkou.papers import queries as papers
from menkou.papers.models import Draft
from menkou.papers.official.paper import Sourced, sourced_in
from menkou.papers.official.telling import told

A_PAGE = 20
PAGES = {  # where what a paper says is found; a page that takes an id is found from its list
    "考核：考核表": "assessments:cycles",
    "考核：这一期": "assessments:cycles",
    "考核：复核": "assessments:reviews",
    "结果运用": "consequences:consequences",
    "台账": "oversight:ledger",
    "工作台": "oversight:desk",
    "推送": "broadcasts:notices",
    "抽查": "worklogs:samples",
    "群登记": "register:groups",
    "法律顾问": "oversight:advisers",
    "村居档案": "oversight:villages",
    "村里的事": "occasions:occasions",
}
FIRST = "请点“取 Word”“取 PDF”或者“取成 Excel”。"


@require_safe
@staff(*kinds.READERS)
def documents(request):
    """What can be made now, and what was."""
    by = request.actor
    drafts = papers.drafts_for(by, kinds.KINDS)
    page = Paginator(drafts, A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "choices": offering.offered(by, clock.today()),
        "rows": [_row(by, one) for one in page],
        "page": page,
        "is_all": by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR),
    }
    return render(request, "oversight/documents.html", facts)


@require_safe
@staff(*kinds.READERS)
def document(request, maker):
    """What a paper will say, from which pages, and the buttons that have it made."""
    by, said = request.actor, kinds.said_of(request.GET)
    found = kinds.kind_for(by, maker)
    try:
        paper = found.write(by, said, request.district)
    except Conflict as problem:
        return _back(request, problem)
    facts = {
        "paper": told(paper),
        "maker": maker,
        "title": found.title,
        "said": said,
        "sources": _sources(sourced_in(paper)),
        "may": by.has_role(*found.makers),
    }
    return render(request, "oversight/document.html", facts)


@require_POST
@staff(*kinds.READERS)
def take(request, maker):
    """取 Word, 取 PDF, 取成 Excel: the worker makes it; the page of the batch says how far it is."""
    by, said, form = request.actor, kinds.said_of(request.POST), request.POST.get("form")
    found = kinds.kind_for(by, maker)
    if not by.has_role(*found.makers):
        raise Absent(NOT_FOUND)
    if form not in making.FORMS:
        messages.error(request, FIRST)
        return redirect(f"{reverse('oversight:document', args=[maker])}?{urlencode(said)}")
    chosen = [uuid5(NAMESPACE_URL, f"{maker}?{urlencode(said)}")]
    facts: dict[str, Any] = {"maker": maker, "chosen": chosen, "kind": form, "about": said}
    try:
        found.write(by, said, request.district)
        made = actions.ask_of(by=by, district=request.district, **facts)
    except Conflict as problem:
        return _back(request, problem)
    return redirect("papers:batch", pk=made.pk)


def _back(request, problem: Conflict):
    messages.error(request, str(problem))
    return redirect("oversight:documents")


def _row(by, one: Draft) -> dict[str, Any]:
    """A draft, its digest in letters, and where the same is made again."""
    kind = kinds.KINDS[one.maker]
    again = f"{reverse('oversight:document', args=[one.maker])}?{urlencode(one.about)}"
    return {"draft": one, "digest": bytes(one.digest).hex(), "url": again if kind.is_read_by(by) else ""}


def _sources(found: list[Sourced]) -> list[dict[str, Any]]:
    """Each page, how much a paper has from it, and its address where a list leads there."""
    counted: dict[str, int] = {}
    for one in found:
        counted[one.page] = counted.get(one.page, 0) + 1
    return [{"page": page, "count": count, "url": _url(page)} for page, count in counted.items()]


def _url(page: str) -> str:
    try:
        return reverse(PAGES[page]) if page in PAGES else ""
    except NoReverseMatch:
        return ""
