"""The page of 找, which needs no script; the palette of Ctrl+K asks for the same as a part of a page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.core.actors import Role
from menkou.oversight.menu import menu_for
from menkou.oversight.search import queries

LONGEST = 30


@require_safe
@staff(*Role)
def search(request):
    """Whatever was found, by kind; as a part of a page where that is asked for."""
    by, typed = request.actor, request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    groups = queries.found(by, typed, menu_for(by, request.path)) if typed else []
    facts = {"typed": typed, "groups": groups, "shell": shell_of(by)}
    is_part = request.GET.get("part") == "1"
    return render(request, "oversight/_found.html" if is_part else "oversight/search.html", facts)
