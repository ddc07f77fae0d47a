"""核实: the judicial office's inbox."""

from uuid import UUID

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.worklogs import actions, queries
from menkou.worklogs.views import READERS
from menkou.worklogs.views.forms import NoteForm

A_PAGE = 30


@require_safe
@staff(Role.JUDICIAL_OFFICE)
def inbox(request):
    """待核实."""
    waiting, anchor = queries.awaiting_review(request.actor), anchor_of(request.GET.get("after", ""))
    following = queries.after(waiting, anchor) if anchor else waiting
    entries = list(following[: A_PAGE + 1])
    has_more = len(entries) > A_PAGE
    count = waiting.count() if anchor or has_more else len(entries)  # a first page that holds all has counted them
    facts = {"entries": entries[:A_PAGE], "count": count, "has_more": has_more, "anchor": anchor}
    return render(request, "worklogs/inbox.html", {**facts, "form": None})


def anchor_of(said: str) -> UUID | None:
    """The entry that a page goes on from; None for the first page, and for what is no entry."""
    try:
        return UUID(said)
    except ValueError:
        return None


@require_POST
@staff(*READERS)
def verify(request, pk):
    """核实."""
    entry = queries.entry_for(request.actor, pk)
    return _row(request, actions.verify(by=request.actor, entry=entry))


@require_POST
@staff(*READERS)
def send_back(request, pk):
    """退回."""
    entry, form = queries.entry_for(request.actor, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _row(request, entry, form)
    return _row(request, actions.send_back(by=request.actor, entry=entry, **form.cleaned_data))


def _row(request, entry, form=None):
    """The row itself for htmx, so that the list and the swapped row never differ; else the page."""
    if form:
        page = "worklogs/_entry.html" if request.htmx else "worklogs/send_back.html"
        return render(request, page, {"entry": entry, "form": form}, status=422)
    if request.htmx:
        waiting = queries.awaiting_review(request.actor).count()
        return render(request, "worklogs/_reviewed.html", {"entry": entry, "waiting": waiting})
    return redirect("worklogs:inbox")
