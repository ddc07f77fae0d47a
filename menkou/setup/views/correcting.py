"""更正: one phone or address of an adviser or an institution is another from now on; the boards that show it are stale."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import staff
from menkou.advisers import actions
from menkou.advisers import queries as advisers
from menkou.advisers.models import Institution, Registration
from menkou.core.actors import Role
from menkou.core.errors import Invalid
from menkou.postings import queries as postings
from menkou.setup.forms import HouseForm, PersonForm


@require_safe
@staff(Role.JUSTICE_BUREAU)
def institutions(request):
    """All institutions that work here, with what stands on boards of them."""
    return render(request, "setup/institutions.html", {"institutions": advisers.institutions()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def institution(request, pk):
    """An institution's phone and address."""
    held = advisers.institutions().get(pk=pk)
    form = HouseForm(request.POST or None, initial={"phone": held.phone, "address": held.address})
    return _corrected(request, held, form, {"title": held.name, "back": "setup:institutions"})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Role.JUSTICE_BUREAU)
def adviser(request, pk):
    """An adviser's phone."""
    held = postings.person_for(request.actor, pk)
    form = PersonForm(request.POST or None, initial={"phone": held.phone})
    return _corrected(request, held, form, {"title": held.adviser.name, "person": held, "back": "oversight:advisers"})


def _corrected(request, held: Institution | Registration, form, facts: dict) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.amend(by=request.actor, district=request.district, row=held, facts=form.cleaned_data)
            except Invalid as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "改好了。印着旧内容的公示牌，列在要印的里面。")
                return redirect(facts["back"])
    return render(request, "setup/correct.html", facts | {"form": form}, status=status)
