"""保存期限: how long what is kept, what is due and what went; numbers of the whole district."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.consultations.rights import queries
from menkou.core.actors import Role


@require_safe
@staff(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.OPERATOR)
def report(request):
    """The report of the job that erases, and what it would erase next."""
    return render(request, "consultations/keeping.html", {"classes": queries.report()})
