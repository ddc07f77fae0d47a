"""The judicial office's list of what residents call unsolved: reference, month, adviser; never what was said."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.consultations.after import actions, queries
from menkou.core.actors import Role

A_PAGE = 20


@require_safe
@staff(Role.JUDICIAL_OFFICE)
def concerns(request):
    """跟进事项."""
    page = Paginator(queries.concerns_of(request.actor), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/concerns.html", {"page": page})


@require_POST
@staff(Role.JUDICIAL_OFFICE)
def seen_to(request, pk):
    """已跟进."""
    actions.see_to(by=request.actor, concern=queries.concern_for(request.actor, pk))
    messages.success(request, "记下了。")
    return redirect("concerns:concerns")
