"""减负: what is typed, what comes by itself, whom the software asks, and what people say of it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.oversight.burden import queries
from menkou.worklogs.rules.periods import Period, offered

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.OPERATOR)
A_PAGE = 50


@require_safe
@staff(*READERS)
def burden(request):
    """Of a span: this month where none is said."""
    period = Period.called(request.GET.get("period", "")) or Period.of(clock.today(), "month")
    origins = queries.origins(period)
    count, typed = sum(one.count for one in origins), sum(one.count for one in origins if one.is_typed)
    twice = queries.typed_twice(period).count()
    rows = request.GET.get("rows", queries.TWICE)
    title = "填了两遍的" if rows not in queries.ORIGINS else queries.ORIGINS[rows][0]
    found = queries.rows_of(period, rows if rows in queries.ORIGINS else queries.TWICE)
    facts = {
        "period": period,
        "periods": offered(clock.today()),
        "origins": origins,
        "consultations": queries.consultations(period),
        "count": count,
        "typed": typed,
        "itself": f"{100 * (count - typed) // count}%" if count else "—",
        "letters": sum(one.letters for one in origins),
        "twice": twice,
        "rows": rows,
        "title": title,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({"period": period.key, "rows": rows}) + "&",
        "asked": queries.asked_of(period),
        "said": queries.said_of_it(period),
    }
    return render(request, "oversight/burden.html", facts)
