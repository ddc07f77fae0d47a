"""/screen/…: a page for a hall, opened with a link; it asks for a new frame by itself (screen.js)."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import NOT_FOUND, Absent
from menkou.oversight.screen.frame import frame
from menkou.screens import actions, queries


@require_safe
def screen(request, word):
    """Whoever has the link; a link that is over or was revoked opens nothing, like one that never was."""
    link = queries.link_of(word)
    if link is None:
        raise Absent(NOT_FOUND)
    actions.note(by=CLOCK, link=link)
    return render(request, "oversight/screen.html", {**frame(), "now": clock.now()})
