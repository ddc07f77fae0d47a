"""搜日志: entries whose words hold what somebody looks for, of all years, as far as they may see them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.finding import is_enough, words_of
from menkou.worklogs import ledger, queries
from menkou.worklogs.views import READERS
from menkou.worklogs.views.review import anchor_of

A_PAGE = 30


@require_safe
@staff(*READERS)
def found(request):
    """The latest first; how many there are in all is not counted, for a common word is in most."""
    typed, anchor = request.GET.get("q", ""), anchor_of(request.GET.get("after", ""))
    words, by = words_of(typed), request.actor
    rows = []
    if is_enough(words):
        rows = queries.first_of(ledger.after(queries.found(by, words), anchor), A_PAGE + 1)
    is_officer = by.has_role(*(role for role in READERS if role != Role.ADVISER))
    facts = {
        "q": " ".join(words),
        "words": words,
        "is_enough": is_enough(words),
        "rows": rows[:A_PAGE],
        "has_more": len(rows) > A_PAGE,
        "anchor": anchor,
        "is_officer": is_officer,
        "shell": "desk.html" if is_officer else "adviser.html",
    }
    return render(request, "worklogs/found.html", facts)
