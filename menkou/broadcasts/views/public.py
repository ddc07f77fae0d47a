"""What the villagers read: the page behind the link. How often it was opened is counted, and by whom is not known."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.broadcasts import queries
from menkou.broadcasts.bringing import actions


@require_safe
def notice(request, pk):
    """One notice, in whole."""
    found = queries.in_public(pk)
    is_out = found.state == found.State.GOING
    if is_out and request.method == "GET":
        actions.read(by=request.actor, notice=found)
    return render(request, "broadcasts/public.html", {"notice": found}, status=200 if is_out else 410)
