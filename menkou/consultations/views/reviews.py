"""评查: the adviser draws up a copy, the bureau reads what was released and says what it thinks. Words by a button only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations import actions as reading
from menkou.consultations import queries as consultations
from menkou.consultations.reviewing import actions, queries, sealing
from menkou.consultations.views.reviewing_forms import JudgeForm, ProposeForm
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.ADVISER)
def propose(request, pk):
    """请居民同意评查: the words to begin with are those of the thread, without names and numbers that are known."""
    found = consultations.consultation_for(request.actor, pk)
    if request.method != "POST":
        if not queries.may_be_copied(found):
            messages.info(request, actions.NO_ANSWER)
            return redirect("consultations:consultation", pk=pk)
        reading.read(
            by=request.actor, consultation=found
        )  # the page shows what was said: that it was opened is on record
        return _proposing(request, found, ProposeForm(initial={"text": queries.words_to_copy(found)}))
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _proposing(request, found, form, status=422)
    try:
        actions.propose(by=request.actor, consultation=found, **form.cleaned_data)
    except Conflict as problem:
        form.add_error(None, str(problem))
        form.renew()
        return _proposing(request, found, form, status=problem.status)
    messages.success(request, "居民打开这件事就能看到，同意了司法局才能看。")
    return redirect("consultations:consultation", pk=pk)


def _proposing(request, found, form, *, status: int = 200):
    facts = {"consultation": found, "form": form, "standing": queries.standing_of(found)}
    return render(request, "consultations/propose_review.html", facts, status=status)


@require_safe
@staff(Role.JUSTICE_BUREAU)
def reviews(request):
    """What residents released: facts, how long still, and how many there ever were."""
    page = Paginator(queries.readable_by(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/reviews.html", {"page": page, "counted": queries.counted()})


@require_safe
@staff(Role.JUSTICE_BUREAU)
def review(request, pk):
    """One copy: facts. Its words are opened by a button, and that is on record."""
    return _show(request, queries.readable_one(request.actor, pk))


def _show(request, found, *, words: str = "", form=None, status: int = 200):
    facts = {
        "copy": found,
        "words": words,
        "opinion": sealing.opinion_of(found) if words and found.verdict else "",
        "form": form or JudgeForm(),
        "mark": f"{request.actor.name} {clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} 评查",
    }
    return render(request, "consultations/reviewed.html", facts, status=status)


@require_POST
@staff(Role.JUSTICE_BUREAU)
def read(request, pk):
    """看: under the reader's name and the minute; the resident sees that it was opened."""
    found = queries.readable_one(request.actor, pk)
    return _show(request, found, words=actions.read(by=request.actor, copy=found))


@require_POST
@staff(Role.JUSTICE_BUREAU)
def judge(request, pk):
    """评查意见. Where it cannot be taken, the words stand beside it again, and that was another reading."""
    found, form = queries.readable_one(request.actor, pk), JudgeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.judge(by=request.actor, copy=found, **form.cleaned_data)
        except Conflict as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "评查意见交给顾问了。")
            return redirect("reviews:review", pk=pk)
    return _show(request, found, words=actions.read(by=request.actor, copy=found), form=form, status=status)
