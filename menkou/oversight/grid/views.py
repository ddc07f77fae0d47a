"""村格图 and the twelve months, for those who oversee; the measure stands in the address."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.oversight import policies
from menkou.oversight.grid.links import link_to
from menkou.oversight.grid.measures import MEASURES, cells
from menkou.oversight.grid.rules import FOOT, HIGH, WIDTH
from menkou.oversight.grid.trends import Trend, months, quarters, trends
from menkou.worklogs.rules.periods import Period


def _overseer(request):
    if not policies.oversee.allows(request.actor, request.district):
        raise Refused(policies.oversee.refusal)
    return request.actor


@require_safe
@staff(*Role)
def grid(request):
    """One measure: a cell for each village, and the table that says the same."""
    by, key = _overseer(request), request.GET.get("measure", "served")
    key = key if key in MEASURES else "served"
    measure, towns, rows = MEASURES[key], dict[str, list[dict]](), []
    page = link_to("oversight:dossier")
    for village, mark in cells(by, measure):
        url, town = page(village), str(village.township)
        cell = {"label": f"{village.short_name}：{mark.word}", "state": mark.state, "url": url}
        towns.setdefault(town, []).append(cell)
        rows.append(
            {
                "url": url,
                "cells": [{"text": village.short_name}, {"text": town}, {"text": mark.word, "state": mark.state}],
            }
        )
    facts = {
        "key": key,
        "measure": measure,
        "measures": [(name, one.title) for name, one in MEASURES.items()],
        "townships": [{"name": name, "count": len(some), "cells": some} for name, some in towns.items()],
        "legend": [mark._asdict() for mark in measure.legend],
        "columns": [{"title": "村（社区）"}, {"title": "镇街"}, {"title": measure.title}],
        "rows": rows,
    }
    return render(request, "oversight/grid.html", facts)


@require_safe
@staff(*Role)
def year(request):
    """十二个月, drawn, in a sentence each, and as tables: counts by months, shares by quarters."""
    found = trends(_overseer(request))
    asked, timely, work, happy = found
    facts = {
        "trends": found,
        "width": WIDTH,
        "height": HIGH + 2 * FOOT,
        "foot": HIGH + 2 * FOOT - 4,
        "tables": [
            _table("by-month", "每个月", months(), [asked, work]),
            _table("by-quarter", "过完的季度", quarters(), [timely, happy]),
        ],
    }
    return render(request, "oversight/year.html", facts)


def _table(key: str, title: str, spans: Sequence[Period], found: Sequence[Trend]) -> dict[str, Any]:
    rows = [
        {"cells": [{"text": str(span)}, *({"text": one.bars[at].value, "number": True} for one in found)]}
        for at, span in enumerate(spans)
    ]
    columns = [{"title": title}, *({"title": one.title, "number": True} for one in found)]
    return {"id": key, "caption": f"{title}，按提问、评价、服务那天算", "columns": columns, "rows": rows}
