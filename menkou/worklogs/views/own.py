"""The adviser's own log."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Invalid, Refused
from menkou.worklogs import actions, duties, policies, queries
from menkou.worklogs.models import Entry
from menkou.worklogs.sampling import queries as sampling
from menkou.worklogs.views import READERS
from menkou.worklogs.views.forms import AmendForm, EvidenceForm

A_PAGE = 30


@require_safe
@staff(Role.ADVISER)
def mine(request):
    """我的日志."""
    own = sampling.WhatDiffersFirst(request.actor)
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    asked = duties.own(request.actor) if page.number == 1 else None
    return render(request, "worklogs/mine.html", {"page": page, "asked": asked})


@require_safe
@staff(*READERS)
def entry(request, pk):
    """One entry: what became of it, and what was added to it."""
    return show(request, queries.read_for(request.actor, pk))


def show(request, found: Entry, form: EvidenceForm | None = None, *, status: int = 200) -> HttpResponse:
    """The page; a photo that could not be taken is asked for again."""
    by = request.actor
    may_add = policies.attach.allows(by, found) and found.kind != Entry.Kind.CONSULTATION
    is_own = by.holds(Role.ADVISER, found.author_id)
    facts = {
        "entry": found,
        "correction": queries.correction_of(found),
        "evidence": queries.evidence_of(by, found),
        "checks": sampling.of_entry(by, found),
        "form": may_add and (form or EvidenceForm()),
        "is_own": is_own,
        "shell": "adviser.html" if is_own else "desk.html",
    }
    return render(request, "worklogs/entry.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def amend(request, pk):
    """更正 an entry that came back."""
    entry = queries.entry_for(request.actor, pk)
    if not policies.amend.allows(request.actor, entry):
        raise Refused(policies.amend.refusal)
    if request.method != "POST" and not queries.sent_back(request.actor).filter(pk=pk).exists():
        return redirect("worklogs:entry", pk=pk)
    form = AmendForm(request.POST or None, of=entry)
    if request.method == "POST" and form.is_valid():
        said = {"summary": "", **form.cleaned_data}
        try:
            amended = actions.amend(by=request.actor, entry=entry, **said)
        except Invalid as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "更正已报上去，等司法所核实。报上去的是下面这条。")
            return redirect("worklogs:entry", pk=amended.pk)
    status = 422 if form.is_bound else 200
    return render(request, "worklogs/amend.html", {"entry": entry, "form": form}, status=status)
