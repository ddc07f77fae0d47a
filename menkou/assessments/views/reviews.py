"""复核: what waits, with the evidence beside it; decided by a person who took no part before."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import shell_of, staff
from menkou.assessments import policies, queries
from menkou.assessments import rows as behind
from menkou.assessments.answering import actions, righting
from menkou.assessments.answering.outcome import outcome_of
from menkou.assessments.models import Reply
from menkou.assessments.queries import OVERSEERS
from menkou.assessments.rules.items import written
from menkou.assessments.views.forms import DecideForm
from menkou.assessments.views.sheets import listed
from menkou.core.errors import Conflict, Invalid, Refused

A_PAGE = 30
MOST_ROWS = 30


@require_safe
@staff(*OVERSEERS)
def reviews(request):
    """Those that wait, the oldest first."""
    page = Paginator(queries.waiting_reviews(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/reviews.html", {"page": page, "shell": shell_of(request.actor)})


@require_safe
@staff(*OVERSEERS)
def review(request, pk):
    """One."""
    return _show(request, queries.reply_for(request.actor, pk))


@require_POST
@staff(*OVERSEERS)
def decide(request, pk):
    """复核决定; 改分 first shows what the points would become."""
    by, found = request.actor, queries.reply_for(request.actor, pk)
    if not policies.decide.allows(by, found):
        raise Refused(policies.decide.refusal)
    if found.item is None or (score := righting.counting(found)) is None:
        raise Conflict("这一条是说明，没有申请复核。")
    form = DecideForm(request.POST, score=score)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    said = form.facts()
    try:
        if said["decision"] == Reply.Decision.CHANGED and "sure" not in request.POST:
            right = righting.set_right(found, said["done"], said["asked"])
            facts = {
                "reply": found,
                "before": written(right.last.points),
                "now": right.now,
                "points": written(right.now.points),
            }
            return render(request, "assessments/sure.html", {**facts, "form": form, "shell": shell_of(by)})
        actions.decide(by=by, reply=found, **said)
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _show(request, queries.reply_for(by, pk), form, status=problem.status)
    messages.success(request, "复核定了，已经告诉申请的人。")
    return redirect("assessments:reviews")


def _came_to(found: Reply) -> dict[str, Any]:
    """What a decision came to, as its paper says it."""
    if not found.decision:
        return {}
    one = outcome_of(found)
    points = {"before": written(one.before), "after": written(one.after), "total": written(one.total)}
    return {"came_to": points | {"grade": one.grade}}


def _show(request, found: Reply, form: Any = None, *, status: int = 200) -> HttpResponse:
    by, score = request.actor, righting.counting(found)
    known = behind.behind(by, score) if score else None
    is_waiting = found.wants_review and not found.decision
    may = is_waiting and policies.decide.allows(by, found)
    facts = {
        "reply": found,
        "sheet": found.sheet,
        "score": score,
        "points": written(score.points) if score else "",
        "most": written(found.item.most) if found.item else "",
        **listed(known, known.readable[:MOST_ROWS] if known else []),
        "is_waiting": is_waiting,
        **_came_to(found),
        "form": (form or DecideForm(score=score)) if may and score else None,
        "left_over": form if not may else None,
        "refusal": policies.decide.refusal,
        "shell": shell_of(by),
    }
    return render(request, "assessments/review.html", facts, status=status)
