"""报表: any days and any level, as a page that prints and as Excel; what is asked for stands in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.accounts.doors import attached, staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.oversight.ledger.choosing import said_of
from menkou.oversight.reporting import sheets
from menkou.oversight.reporting.figures import figures
from menkou.oversight.reporting.levels import COUNTERS, HEADINGS, LEVELS, READERS, Asked, Cell, Line, lines
from menkou.oversight.reporting.meanings import meanings
from menkou.places import queries as places
from menkou.worklogs.rules.counters import COUNTERS8
from menkou.worklogs.rules.periods import Period, offered


class ReportForm(forms.Form):
    """The filters: a period by its name, or any days."""

    period = forms.ChoiceField(label="时间", required=False)
    first = forms.DateField(label="或者从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    level = forms.ChoiceField(label="分到", choices=[("district", "不分，只要合计"), *list(LEVELS.items())[1:]])
    township = forms.ChoiceField(label="镇街")

    def __init__(self, by, asked: Asked) -> None:
        one = asked.period
        days = {"first": f"{one.first}", "last": f"{one.last}"} if ".." in one.key else {}
        super().__init__(initial={"period": one.key, "level": asked.level, "township": asked.township, **days})
        fields: dict = self.fields
        named = [(one.key, str(one)) for one in offered(clock.today())]
        fields["period"].choices = named if one.key in dict(named) else [(one.key, str(one)), *named]
        fields["township"].choices = [("", "全部"), *((town.code, str(town)) for town in places.townships())]
        if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
            del fields["township"]


def asked_by(said) -> Asked:
    """This month's total where nothing is said; what is no such time, level or place chooses nothing."""
    days = _days(said.get("first", ""), said.get("last", ""))
    period = days or Period.said(said.get("period", "")) or Period.of(clock.today(), "month")
    level, town = said.get("level", ""), said.get("township", "")[:9]
    return Asked(period, level if level in LEVELS else "district", town if town.isdecimal() else "")


@require_safe
@staff(*READERS)
def report(request):
    """The numbers, each with its rows or why it has none, and what they mean."""
    by, asked, as_of = request.actor, asked_by(request.GET), _as_of()
    found, above = lines(by, asked), _above(by, asked)
    said = {"period": asked.period.key, "level": asked.level, "township": asked.township}
    facts = {
        "asked": asked,
        "as_of": as_of,
        "form": ReportForm(by, asked),
        "above": above,
        "whole": list(zip(HEADINGS, map(_told, found[-1].cells), strict=True)),
        "tables": _tables(found) if asked.level != "district" else [],
        "level": LEVELS[asked.level],
        "meanings": meanings(as_of),
        "query": urlencode({name: value for name, value in said.items() if value}),
    }
    return render(request, "oversight/report.html", facts)


@require_safe
@staff(*READERS)
def as_workbook(request):
    """What is on the page, as Excel, with 指标说明."""
    by, asked = request.actor, asked_by(request.GET)
    made = sheets.workbook(asked, lines(by, asked), _above(by, asked), _as_of())
    return attached(made, f"报表-{asked.period.key}-{LEVELS[asked.level]}.xlsx")


def _above(by, asked: Asked) -> list:
    """Of all that they oversee: none of it is told of a township."""
    return [] if asked.township else figures(by, asked.period)


def _as_of() -> str:
    return f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _tables(found: list[Line]) -> list[dict[str, Any]]:
    """The eight, and what weekly and quarterly reports want: two tables that fit on a sheet."""
    eight = len(COUNTERS8)
    parts = [("八项数", slice(0, eight)), ("周报、季报要的数", slice(eight, len(COUNTERS) + 2))]
    return [
        {
            "title": title,
            "heads": HEADINGS[part],
            "rows": [{"name": one.name, "cells": list(map(_told, one.cells[part]))} for one in found],
        }
        for title, part in parts
    ]


def _told(cell: Cell) -> dict[str, Any]:
    """A number with the address of its rows, or with why there is none."""
    url = f"{reverse('oversight:ledger')}?{urlencode(said_of(cell.chosen))}#rows" if cell.chosen else ""
    return {"value": cell.value, "url": url, "why": "" if url else cell.why}


def _days(first: str, last: str) -> Period | None:
    """Any days of this century: whatever else is typed into the address chooses nothing."""
    return Period.said(f"{first}..{last}")
