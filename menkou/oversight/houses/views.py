"""执业机构: the list with one sentence each, and the page of one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.oversight.houses import queries


@require_safe
@staff(*queries.READERS)
def institutions(request):
    """All that one may see."""
    found = queries.houses(queries.institutions_for(request.actor))
    return render(request, "oversight/institutions.html", {"houses": found})


@require_safe
@staff(*queries.READERS)
def institution(request, pk):
    """One: what is asked of it, each number with its rows; and of its people."""
    found = queries.institutions_for(request.actor).get(pk=pk)
    facts = {"house": queries.houses([found])[0], "people": queries.people_of(found)}
    return render(request, "oversight/institution.html", facts)
