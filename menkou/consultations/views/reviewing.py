"""让司法局看看答得好不好: a resident releases a copy, agrees to the adviser's, and takes it back. Without a script."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.consultations import queries as consultations
from menkou.consultations.reviewing import actions, queries
from menkou.consultations.rules.notices import PUBLISH, REVIEW
from menkou.consultations.views.reviewing_forms import AgreeForm, ReleaseForm
from menkou.core.errors import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """First what would be seen, by whom and how long; then two boxes, each for itself."""
    found = consultations.asked_for(request.actor, pk)
    if request.method != "POST":
        goes = queries.may_be_copied(found) and queries.standing_of(found) is None
        return _page(request, found, ReleaseForm()) if goes else redirect("thread", pk=pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = {name: form.cleaned_data[name] for name in ("may_publish", "form")}
    try:
        actions.release(by=request.actor, consultation=found, seen=request.POST.get("seen", ""), **said)
    except Conflict as problem:
        form.add_error(None, str(problem))
        form.renew()
        return _page(request, found, form, status=problem.status)
    messages.success(request, "好的，给司法局看了。谁看过，在“谁看过”里查；什么时候都能收回。")
    return redirect("thread", pk=pk)


def _page(request, found, form, *, status: int = 200):
    if found.erased_at:
        return redirect("thread", pk=found.pk)
    words = queries.words_to_copy(found)
    seen = queries.mark_of(words)
    if form.is_bound and request.POST.get("seen") != seen:
        form.empty_boxes()  # they were ticked under other words
    facts = {
        "consultation": found,
        "form": form,
        "words": words,
        "seen": seen,
        "review_text": REVIEW,
        "publish_text": PUBLISH.short,
        "may_publish": not queries.is_guarded(found),
        "until_at": queries.kept_until(),
    }
    return render(request, "consultations/review.html", facts, status=status)


@require_POST
def agree(request, pk, review):
    """同意 what the adviser drew up; the box for a case is apart."""
    found, form = queries.copy_of(request.actor, pk, review), AgreeForm(request.POST)
    may_publish = form.is_valid() and form.cleaned_data["may_publish"]
    try:
        actions.agree(by=request.actor, copy=found, may_publish=may_publish)
        messages.success(request, "好的，给司法局看了。什么时候都能收回。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("thread", pk=pk)


@require_POST
def take_back(request, pk, review):
    """收回, or 不同意: at once."""
    found = queries.copy_of(request.actor, pk, review)
    actions.take_back(by=request.actor, copy=found)
    messages.success(request, "好的，谁也看不到那一份了。")
    return redirect("thread", pk=pk)


@require_POST
def publish(request, pk, review):
    """同意做成案例, or not any more: one tap each."""
    found, is_allowed = queries.copy_of(request.actor, pk, review), request.POST.get("may_publish") == "on"
    try:
        actions.allow_publishing(by=request.actor, copy=found, is_allowed=is_allowed)
        messages.success(request, "记下了。" if is_allowed else "好的，不做成案例。")
    except Conflict as problem:
        messages.error(request, str(problem))
    return redirect("thread", pk=pk)
