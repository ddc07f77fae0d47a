"""派驻依据: what a plan rests on, by kind; record one, end one, set a rule, take it all as Excel."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from menkou.accounts.doors import attached, staff
from menkou.basis import actions, export, policies, queries
from menkou.basis.forms import FORMS, EndForm, FactForm
from menkou.basis.kinds import KINDS
from menkou.basis.queries import READ_ALL, READERS
from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.postings import planning
from menkou.postings.facts import A_YEAR
from menkou.rulebook import views as rulebook
from menkou.rulebook.wording import AREAS, OF_PLANS

A_PAGE = 50


@require_safe
@staff(*READERS)
def facts(request):
    """派驻依据 at a glance: how many of each kind, and what is doubtful before a plan is asked for."""
    by = request.actor
    figures = [
        {"label": KINDS[key].title, "value": count, "url": reverse("basis:kind", args=[key])}
        for key, count in queries.counts(by).items()
    ]
    sees_all = by.has_role(*READ_ALL)
    if sees_all:
        figures.append(
            {
                "label": "规则和权重",
                "value": sum(len(AREAS[area].rules) for area in OF_PLANS),
                "url": reverse("basis:rules"),
            }
        )
    today = clock.today()
    doubts = planning.doubts(today, today + A_YEAR) if sees_all else []
    return render(request, "basis/facts.html", {"figures": figures, "doubts": doubts, "sees_all": sees_all})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def kind(request, key):
    """The facts of one kind, filters in the address, and a form for another."""
    by, found = request.actor, queries.kind_for(request.actor, key)
    if request.method != "POST":
        return _list(request, found, FORMS[key](by=by, initial={"valid_from": clock.today()}))
    if not queries.may_record(by, found):
        raise Refused(policies.record.refusal)
    form = FORMS[key](request.POST, by=by)
    if not form.is_valid():
        return _list(request, found, form, status=422)
    try:
        actions.record(by=by, fact=form.fact())
    except (Conflict, Invalid) as problem:
        form.add_error(None, str(problem))
        return _list(request, found, form, status=problem.status)
    messages.success(request, "登记好了。下次算方案就按它算；已经发布的方案不变。")
    return redirect("basis:kind", key)


def _list(request, found, form: FactForm, *, status: int = 200) -> HttpResponse:
    by, asked = request.actor, request.GET
    filters = {"q": asked.get("q", "").strip()[:20], "over": "1" if asked.get("over") else ""}
    rows = queries.listed(by, found, wanted=filters["q"], over=bool(filters["over"]))
    page = Paginator(rows, A_PAGE).get_page(asked.get("page"))
    query = urlencode({name: value for name, value in filters.items() if value})
    facts = {
        "kind": found,
        "page": page,
        "rows": [(one, _cells(found.cells(one)), _last(one), queries.ends_soon(one)) for one in page],
        "filters": filters,
        "query": f"{query}&" if query else "",
        "form": form if queries.may_record(by, found) else None,
        "shipped": queries.shipped_duties() if found.key == "obligations" else [],
        "today": clock.today(),
    }
    return render(request, "basis/kind.html", facts, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READERS)
def fact(request, key, pk):
    """One fact, and a form to end it."""
    by, found = request.actor, queries.kind_for(request.actor, key)
    one = queries.fact_for(by, found, pk)
    form, status = EndForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and not policies.record.allows(by, one):
        raise Refused(policies.record.refusal)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=by, fact=one, last=form.cleaned_data["last"])
        except (Conflict, Invalid) as problem:
            form.add_error(None, str(problem))
            status = problem.status
        else:
            messages.success(request, "结束了。下次算方案就不再按它算。")
            return redirect("basis:kind", key)
    elif request.method == "POST":
        status = 422
    is_over = one.valid_until is not None and one.valid_until <= clock.today()
    told = {
        "kind": found,
        "fact": one,
        "cells": list(zip(found.columns, found.cells(one), strict=True)),
        "last": _last(one),
        "form": form,
        "ends": not is_over and policies.record.allows(by, one),
    }
    return render(request, "basis/fact.html", told, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*READ_ALL)
def rules(request):
    """规则和权重 of plans: those areas of 规则 that a plan rests on."""
    done, back = "登记好了。下次算方案就按它算。", reverse("basis:facts")
    page = rulebook.Page(reverse("basis:rules"), "规则和权重", OF_PLANS, back, "回到派驻依据", done)
    return rulebook.shown(request, page)


@require_safe
@staff(*READ_ALL)
def take(request):
    """导出: every kind on a sheet of its own."""
    book, rows = export.workbook_for(request.actor)
    actions.take_out(by=request.actor, district=request.district, rows=rows)
    return attached(book, f"派驻依据-{clock.today():%Y%m%d}.xlsx")


def _cells(cells):
    """Each with whether it is a number."""
    return [(cell, isinstance(cell, int | float)) for cell in cells]


def _last(one):
    return one.valid_until - timedelta(days=1) if one.valid_until else None
