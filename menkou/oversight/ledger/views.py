"""台账: numbers that open exactly their rows, and the same as Excel; an adviser's own, and what an officer oversees."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from menkou.core.forms import LongSelect
from menkou.oversight import queries as oversight
from menkou.oversight.ledger import making, numbers
from menkou.oversight.ledger.choosing import chosen_from, said_of, title_of
from menkou.oversight.lists.views import views_of
from menkou.oversight.numbers import villages_of
from menkou.papers import actions as papers
from menkou.papers.models import Batch
from menkou.places import queries as places
from menkou.places.models import as_said
from menkou.worklogs import actions, ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import offered

A_PAGE = 50
MOST_AT_ONCE = 3000  # rows that a page may wait for
READERS = (Role.ADVISER, *numbers.OFFICERS)
TOO_LONG = "这段时间的日志太多，一次取不了。请选短一些的时间，再取。"


class LedgerForm(forms.Form):
    """The filters, which stand in the address."""

    period = forms.ChoiceField(label="时间", widget=LongSelect)
    township = forms.ChoiceField(label="镇街", widget=LongSelect)
    village = forms.ChoiceField(label="村（社区）", widget=LongSelect)
    adviser = forms.ChoiceField(label="顾问", widget=LongSelect)
    kind = forms.ChoiceField(label="事项", widget=LongSelect, choices=[("", "全部"), *Entry.Kind.choices])

    def __init__(self, by, chosen: Chosen) -> None:
        super().__init__(initial=said_of(chosen))
        fields: dict = self.fields
        fields["period"].choices = [(one.key, str(one)) for one in _periods(chosen)]
        if chosen.institution:  # as the page of an institution opens it
            fields["institution"] = forms.CharField(widget=forms.HiddenInput)
        if not by.has_role(*numbers.OFFICERS):
            for name in ("township", "village", "adviser"):
                del fields[name]
            return
        fields["township"].choices = [("", "全部"), *((one.code, str(one)) for one in places.townships())]
        if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
            del fields["township"]
        villages = villages_of(by)
        if chosen.township:
            villages = villages.filter(township__code=chosen.township)
        rows = villages.select_related(None).values_list("code", "name", "kind")
        known = [(code, as_said(name, kind)) for code, name, kind in rows]
        fields["village"].choices = [("", "全部"), *known]
        people = oversight.overseen(by).values_list("pk", "adviser__name")
        fields["adviser"].choices = [("", "全部"), *((str(pk), name) for pk, name in people)]


def _periods(chosen: Chosen):
    found = offered(clock.today())
    return found if chosen.period in found else [chosen.period, *found]


@require_safe
@staff(*READERS)
def shown(request):
    """The ledger that the address says."""
    by, chosen = request.actor, chosen_from(request.GET)
    is_officer = by.has_role(*numbers.OFFICERS)
    found = numbers.numbers_of(by, chosen)
    facts = {
        "title": title_of(chosen),
        "shell": "desk.html" if is_officer else "adviser.html",
        "is_officer": is_officer,
        "form": LedgerForm(by, chosen),
        "eight": [_told(figure, chosen) for figure in found.eight],
        "report": [_told(figure, chosen) for figure in found.report],
        "hours": found.hours,
        "said": said_of(chosen),
        "number": chosen.number,
        "query": f"{urlencode(said_of(chosen))}&",
        "all_url": f"?{urlencode(said_of(_all(chosen)))}",
        **views_of(by, "ledger", said_of(chosen)),
    }
    if is_officer and chosen.number and chosen.number.counts_consultations:
        months = numbers.months_asked(by, chosen)
        page = Paginator(months, A_PAGE).get_page(request.GET.get("page"))
        return render(request, "oversight/ledger_months.html", {**facts, "page": page})
    return render(request, "oversight/ledger.html", {**facts, **_rows(request, chosen, found)})


def _rows(request, chosen: Chosen, found: numbers.Numbers) -> dict:
    """A page of rows, how many there are in all, and what they come to where a number is chosen."""
    rows, anchor = ledger.listed(request.actor, chosen), _anchor(request.GET.get("after", ""))
    some = list(ledger.after(rows, anchor)[: A_PAGE + 1])
    tallies = _tallies(request.actor, chosen, found) or ledger.tallied(rows)
    return {
        "rows": some[:A_PAGE],
        "count": sum(one.entries for one in tallies.values()),
        "sum": chosen.number.of(tallies) if chosen.number else None,
        "has_more": len(some) > A_PAGE,
        "anchor": anchor,
    }


def _tallies(by, chosen: Chosen, found: numbers.Numbers) -> dict[str, ledger.Tally] | None:
    """Those of the rows out of those that the numbers are counted from, where that says all; None where it does not."""
    if by.has_role(Role.ADVISER) or (chosen.number and chosen.number.only_told):
        return None
    shown = set(found.tallies) - {Entry.Kind.CONSULTATION}
    shown &= {chosen.kind} if chosen.kind else shown
    shown &= set(chosen.number.kinds) if chosen.number else shown
    return {kind: found.tallies[kind] for kind in shown}


@require_POST
@staff(*READERS)
def take(request):
    """取成 Excel: a short one at once, a long one by the worker, with a page that says how far it is."""
    by, chosen = request.actor, chosen_from(request.POST)
    rows = ledger.listed(by, chosen)
    if rows[MOST_AT_ONCE : MOST_AT_ONCE + 1].exists():
        return _ask(request, chosen, rows)
    made, count = making.at_once(by, chosen)
    actions.take_out(by=by, district=request.district, rows=count)
    return attached(made, f"台账-{chosen.period.key}-{clock.today():%Y%m%d}.xlsx")


def _ask(request, chosen: Chosen, rows) -> HttpResponse:
    villages = list(rows.order_by("village__code").values_list("village", flat=True).distinct())
    facts: dict[str, Any] = {
        "maker": making.MAKER,
        "chosen": villages,
        "kind": Batch.Kind.EXCEL,
        "about": said_of(chosen),
    }
    try:
        made = papers.ask_of(by=request.actor, district=request.district, **facts)
    except Refused:
        messages.error(request, TOO_LONG)
    except Conflict as problem:
        messages.error(request, str(problem))
    else:
        return redirect("papers:batch", pk=made.pk)
    return redirect(f"{reverse('oversight:ledger')}?{urlencode(said_of(chosen))}")


def _told(figure: numbers.Figure, chosen: Chosen) -> dict:
    """A figure as the component takes it; its number opens its rows."""
    said = said_of(_all(chosen)) | {"counter": figure.counter.key}
    value = f"{figure.value} {figure.counter.unit}" if isinstance(figure.value, int) else figure.value
    url = f"?{urlencode(said)}#rows" if figure.opens else ""
    return {"label": figure.counter.title, "value": value, "url": url}


def _all(chosen: Chosen) -> Chosen:
    """The same ledger with every kind."""
    return replace(chosen, kind="", counter="")


def _anchor(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
