"""D5 结对板: one version by township, by institution and by person; and one village of it, with why these two."""

from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.plans import queries, reading
from menkou.plans.reading import Load, Reading, Row

A_PAGE = 50
TABS = {"township": "按镇街", "institution": "按机构", "adviser": "按顾问"}
COLOURS = {"load": "按负荷", "change": "按变动"}
SHOWN = {
    "": "全部",
    "changed": "要换人的",
    "vacant": "有空缺的",
    "locked": "锁定的",
    "unmet": "意愿没满足的",
}
KEPT = {
    "changed": lambda row: row.is_changed,
    "vacant": lambda row: row.is_vacant,
    "locked": lambda row: row.is_locked,
    "unmet": lambda row: bool(row.unmet),
}
LOADS = {
    "planned": "两人都有余力",
    "done": "适中",
    "due": "有人超过应担的份额",
    "overdue": "有岗位空缺",
}
CHANGES = {
    "none": "不变",
    "planned": "只换B岗",
    "due": "只换A岗",
    "done": "两岗都换",
    "overdue": "有岗位空缺",
}
LEGENDS = {"load": LOADS, "change": CHANGES}


@require_safe
@staff(*queries.READ_ALL)
def board(request, number):
    """The whole of a version; tab, colour and filters stand in the address."""
    version = queries.version_for(request.actor, number)
    read, chosen = reading.of(version), _chosen(request.GET)
    facts = {
        "version": version,
        "figures": _figures(read),
        "grid": _grid(read, version.number, chosen["colour"]),
        "legend": [{"state": state, "word": word} for state, word in LEGENDS[chosen["colour"]].items()],
        "chosen": chosen,
        "tabs": [{"word": word, "query": _query(chosen, by=by), "by": by} for by, word in TABS.items()],
        "colours": [{"word": word, "query": _query(chosen, colour=c), "colour": c} for c, word in COLOURS.items()],
        "shown": SHOWN,
        "townships": [(code, read.district.label(code)) for code in read.district.townships],
        "query": f"{_query(chosen)}&",
    }
    lists = {"township": _villages, "institution": _institutions, "adviser": _advisers}
    page = Paginator(lists[chosen["by"]](read, chosen), A_PAGE).get_page(request.GET.get("page"))
    facts["page"] = page
    if chosen["by"] == "township":
        why = read.why(row.village.key for row in page)
        towns = groupby(page, key=lambda row: row.township)
        facts["towns"] = [{"name": n, "rows": [(r, why.get(r.village.key, "")) for r in rows]} for n, rows in towns]
    return render(request, "plans/board.html", facts)


def _chosen(asked) -> dict[str, str]:
    by, colour, shown = asked.get("by", ""), asked.get("colour", ""), asked.get("shown", "")
    return {
        "by": by if by in TABS else "township",
        "colour": colour if colour in COLOURS else "load",
        "shown": shown if shown in SHOWN else "",
        "q": asked.get("q", "").strip()[:20],
        "township": asked.get("township", "")[:9],
    }


def _query(chosen: dict[str, str], **other: str) -> str:
    return urlencode({name: value for name, value in (chosen | other).items() if value})


def _figures(read: Reading) -> list[dict]:
    rows, loads = read.rows, read.loads.values()
    vacant, unmet = sum(row.is_vacant for row in rows), sum(len(row.unmet) for row in rows)
    over = sum(load.part > 1 for load in loads)
    return [
        {"label": "村（社区）", "value": len(rows)},
        {
            "label": "要换人的村",
            "value": sum(row.is_changed for row in rows),
            "url": "?shown=changed&colour=change#list",
        },
        {
            "label": "有空缺的村",
            "value": vacant,
            "state": "overdue" if vacant else "",
            "url": "?shown=vacant#list",
        },
        {"label": "没满足的意愿", "value": unmet, "url": "?shown=unmet#list"},
        {"label": "锁定的岗位", "value": len(read.locks), "url": "?shown=locked#list"},
        {"label": "超过份额的顾问", "value": over, "url": "?by=adviser#list"},
    ]


def _grid(read: Reading, number: int, colour: str) -> list[dict]:
    """村格图 of a version: each village as loaded, or as changed."""
    of = _load_of if colour == "load" else _change_of
    towns: dict[str, list[dict]] = {code: [] for code in read.district.townships}
    for row in read.rows:
        state, word = of(read, row)
        cell = {"label": f"{row.village.name}：{word}", "state": state}
        cell["url"] = reverse("plans:village", args=[number, row.village.key])
        towns[row.village.township].append(cell)
    return [
        {
            "name": read.district.label(code),
            "count": len(cells),
            "cells": cells,
            "url": f"?{urlencode({'township': code, 'colour': colour})}#list",
        }
        for code, cells in towns.items()
    ]


def _load_of(read: Reading, row: Row) -> tuple[str, str]:
    heavy = read.weight_of(row)
    state = "overdue" if row.is_vacant or heavy is None else heavy.state
    return state, LOADS[state]


def _change_of(read: Reading, row: Row) -> tuple[str, str]:
    changed = row.a.is_changed, row.b.is_changed
    state = {(False, False): "none", (False, True): "planned", (True, False): "due", (True, True): "done"}[changed]
    state = "overdue" if row.is_vacant else state
    return state, CHANGES[state]


def _villages(read: Reading, chosen: dict[str, str]) -> list[Row]:
    keep = KEPT.get(chosen["shown"], lambda row: True)
    found = [row for row in read.rows if keep(row) and _says(row, chosen["q"])]
    return [row for row in found if chosen["township"] in ("", row.village.township)]


def _says(row: Row, wanted: str) -> bool:
    words = [row.village.name, row.village.key]
    for stand in row.stands:
        words += [stand.holder.name, stand.institution.name] if stand.holder and stand.institution else []
    return any(wanted in word for word in words)


def _institutions(read: Reading, chosen: dict[str, str]) -> list:
    town = read.district.label(chosen["township"])
    found = [one for one in read.houses if chosen["q"] in one.institution.name]
    return [one for one in found if not chosen["township"] or town in dict(one.townships)]


def _advisers(read: Reading, chosen: dict[str, str]) -> list[Load]:
    """The most burdened first."""
    there = {
        stand.holder.key
        for row in read.rows
        for stand in row.stands
        if stand.holder and row.village.township == chosen["township"]
    }
    found = [one for one in read.loads.values() if chosen["q"] in one.adviser.name + one.institution.name]
    found = [one for one in found if not chosen["township"] or one.adviser.key in there]
    return sorted(found, key=lambda one: (-one.part, one.institution.name, one.adviser.name))
