"""对系统的意见: said by anybody of the staff, answered by another, seen to the end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from menkou.accounts.doors import shell_of, staff
from menkou.core.actors import Role
from menkou.core.errors import Conflict
from menkou.core.forms import new_form_id
from menkou.feedback import actions, policies, queries
from menkou.feedback.forms import AnswerForm, SuggestionForm

A_PAGE, LONGEST_PAGE = 50, 60
EVERYBODY = staff(*Role)


@require_http_methods(["GET", "HEAD", "POST"])
@EVERYBODY
def suggestions(request):
    """Those that I see, and saying one."""
    at = request.GET.get("at", "").replace("\x00", "")[:LONGEST_PAGE]
    form, status = SuggestionForm(initial={"form": new_form_id(), "page": at}), 200
    if request.method == "POST":
        form, status = SuggestionForm(request.POST), 422
        if form.is_valid():
            actions.suggest(by=request.actor, district=request.district, **form.cleaned_data)
            messages.success(request, "记下了。区司法局会答复，答复写在这一页。")
            return redirect("feedback:suggestions")
    page = Paginator(queries.visible_to(request.actor), A_PAGE).get_page(request.GET.get("page"))
    facts = {"shell": shell_of(request.actor), "page": page, "form": form, "sees_all": _sees_all(request.actor)}
    return render(request, "feedback/suggestions.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@EVERYBODY
def suggestion(request, pk):
    """One, and answering it."""
    found = queries.suggestion_for(request.actor, pk)
    form, status = AnswerForm(initial={"words": found.answer, "seen": found.mark}), 200
    if request.method == "POST":
        form, status = AnswerForm(request.POST), 422
        if form.is_valid():
            try:
                actions.answer(by=request.actor, suggestion=found, **form.cleaned_data)
            except Conflict as problem:
                found = queries.suggestion_for(request.actor, pk)
                form = AnswerForm({**form.cleaned_data, "seen": found.mark})
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, "答复了，提意见的人看得到。")
                return redirect("feedback:suggestion", pk=pk)
    by = request.actor
    facts = {
        "shell": shell_of(by),
        "suggestion": found,
        "form": form,
        "may_answer": found.state != found.State.WITHDRAWN and policies.answer.allows(by, found),
        "may_withdraw": found.state == found.State.SAID and policies.withdraw.allows(by, found),
    }
    return render(request, "feedback/suggestion.html", facts, status=status)


@require_POST
@EVERYBODY
def withdraw(request, pk):
    """收回."""
    actions.withdraw(by=request.actor, suggestion=queries.suggestion_for(request.actor, pk))
    messages.success(request, "收回了。")
    return redirect("feedback:suggestions")


def _sees_all(by) -> bool:
    return by.has_role(*queries.READERS)
