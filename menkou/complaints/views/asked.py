"""情况说明, and what came of complaints: for the adviser and the institution, who never see a complaint's words."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.complaints import actions, queries
from menkou.complaints.forms import StatementForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict

ASKED = (Role.ADVISER, Role.INSTITUTION_DIRECTOR)
MOST = 50


@require_safe
@staff(*ASKED)
def mine(request):
    """What is asked of one, and the outcomes of what is over."""
    by = request.actor
    facts = {"statements": queries.asked_of(by)[:MOST], "ended": queries.ended_about(by)[:MOST]}
    return render(request, "complaints/mine.html", {**facts, "shell": _shell(by)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*ASKED)
def statement(request, pk):
    """One: the summary that the handler wrote, and a box for the statement."""
    found, form, status = queries.statement_for(request.actor, pk), StatementForm(), 200
    if request.method == "POST":
        form, status = StatementForm(request.POST), 422
        if form.is_valid():
            try:
                actions.give_statement(by=request.actor, statement=found, **form.cleaned_data)
            except Conflict as problem:
                form.add_error(None, str(problem))
                status = problem.status
            else:
                messages.success(request, "情况说明交上去了。")
                return redirect("complaints:statement", pk=pk)
    matter = found.complaint.consultation
    facts = {
        "statement": found,
        "summary": queries.opened(matter, found, "summary"),
        "words": queries.opened(matter, found, "words"),
        "may_give": found.given_at is None and found.complaint.is_open,
        "form": form,
        "shell": _shell(request.actor),
    }
    return render(request, "complaints/statement.html", facts, status=status)


def _shell(by) -> str:
    return "adviser.html" if by.has_role(Role.ADVISER) else "desk.html"
