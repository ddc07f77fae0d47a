"""待安排: the judicial office, or the bureau where an interest is known, finds somebody of another institution."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.arranging import actions, queries
from menkou.consultations.views.forms import AssignForm
from menkou.core.actors import Role
from menkou.core.errors import Conflict

A_PAGE = 20


@require_safe
@staff(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
def arrangements(request):
    """What waits: reference, reason, who has it; never what was said."""
    page = Paginator(queries.waiting_for(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/arrangements.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU)
def arrange(request, pk):
    """安排一位."""
    one = queries.arrangement_for(request.actor, pk)
    form, status = AssignForm(request.POST or None, people=queries.may_take(one)), 200
    if form.is_valid():
        try:
            actions.settle(by=request.actor, arrangement=one, taker=form.cleaned_data["taker"])
        except Conflict as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, f"已安排{form.cleaned_data['taker']}。提问的人会看到新顾问的名字。")
            return redirect("concerns:arrangements")
    elif form.is_bound:
        status = 422
    return render(request, "consultations/arrange.html", {"one": one, "form": form}, status=status)
