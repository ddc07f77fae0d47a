"""What a village's group may read: numbers, each answered or not."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.groups import queries
from menkou.places import queries as places


@require_safe
def group(request, code):
    """群里的问题: 已接到 or 已回复, and nothing else of any of them."""
    found = places.village_with(code)
    shown = [(one.number, queries.is_answered(one.consultation)) for one in queries.shown_in(found)]
    return render(request, "groups/group.html", {"village": found, "shown": shown})
