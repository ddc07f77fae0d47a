"""The one page of all lists, its Excel, and what somebody keeps of it under a name."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from menkou.accounts import actions, queries
from menkou.accounts.doors import attached, staff
from menkou.accounts.models import SavedView
from menkou.core import clock, sheets
from menkou.core.actors import Actor, Role
from menkou.core.errors import Absent, Conflict, Refused
from menkou.oversight import policies
from menkou.oversight.lists.listing import Column, Found, Listing, Row, Words, in_order, totals
from menkou.oversight.lists.of_matters import CONSULTATIONS
from menkou.oversight.lists.of_people import ADVISERS, INSTITUTIONS
from menkou.oversight.lists.of_places import CONTRACTS, VILLAGES
from menkou.oversight.lists.rules import Chosen, Offer, chosen_from, said_of, turned

LISTS = {one.name: one for one in (CONSULTATIONS, VILLAGES, ADVISERS, INSTITUTIONS, CONTRACTS)}
OWN_PAGES = {"villages": "oversight:villages", "advisers": "oversight:advisers"}
KEPT_ELSEWHERE = {"ledger": "oversight:ledger"}  # pages with views of their own
A_PAGE, MOST_TAKEN = 50, 5000
LONGEST_VIEW = 2000  # a sign of Chinese is nine in an address
TOO_MANY = f"一次最多取 {MOST_TAKEN} 行。请用条件选小一些，再取。"
TOO_LONG = "条件太长了，存不下。请少选几个条件，再存。"
UNNAMED = "请给常用视图起个名称，20 个字以内。"


def address_of(name: str) -> str:
    """Where a list, or another page with saved views, stands."""
    if known := (OWN_PAGES | KEPT_ELSEWHERE).get(name):
        return reverse(known)
    return reverse("oversight:list", args=[name])


@require_safe
@staff(*Role)
def shown(request, name):
    """What the address says."""
    by, listing = request.actor, _listing(request, name)
    words, offer, chosen = _asked(by, listing, request.GET)
    found = in_order(listing, listing.find(by, chosen), chosen)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    said = said_of(chosen, offer)
    columns, rows = [listing.column(key) for key in chosen.columns], listing.rows(by, list(page))
    facts = {
        "listing": listing,
        "page": page,
        "columns": [_head(one, chosen, offer) for one in columns],
        "rows": [([(one, row.cells[one.key]) for one in columns], row.links) for row in rows],
        "has_links": any(row.links for row in rows),
        "totals": _totals(listing, found, chosen, columns) if page.paginator.count else [],
        "filters": [(one, words.get(one.key), chosen.get(one.key)) for one in listing.filters],
        "every_column": [(one, one.key in chosen.columns) for one in listing.columns],
        "sort": chosen.sort,
        "said": said,
        "query": f"{urlencode(said)}&" if said else "",
        "clear_url": address_of(name),
        "nothing": listing.nothing(by, chosen) if not rows else (),
        "more": listing.more(by),
        **views_of(by, name, said),
    }
    return render(request, "oversight/list.html", facts)


@require_POST
@staff(*Role)
def take(request, name):
    """取成 Excel: exactly the rows, columns and order that the address says, on all pages; the audit log has a line."""
    by, listing = request.actor, _listing(request, name)
    words, offer, chosen = _asked(by, listing, request.POST)
    found = in_order(listing, listing.find(by, chosen), chosen)
    rows = listing.rows(by, list(found[: MOST_TAKEN + 1]))
    if len(rows) > MOST_TAKEN:
        messages.error(request, TOO_MANY)
        return redirect(f"{address_of(name)}?{urlencode(said_of(chosen, offer))}")
    made = _workbook(by, listing, chosen, words, rows)
    actions.take_list(by=by, district=request.district, rows=len(rows))
    return attached(made, f"{listing.title}-{clock.today():%Y%m%d}.xlsx")


@require_POST
@staff(*Role)
def save_view(request):
    """存为常用."""
    page, name = request.POST.get("page", ""), request.POST.get("name", "").replace("\x00", "").strip()
    if page not in LISTS and page not in KEPT_ELSEWHERE:
        raise Absent
    query = request.POST.get("query", "").replace("\x00", "")
    if len(query) > LONGEST_VIEW:
        messages.error(request, TOO_LONG)
        return redirect(address_of(page))
    if not name or len(name) > 20:
        messages.error(request, UNNAMED)
    else:
        view = SavedView(user_id=request.actor.user_id, page=page, name=name, query=query)
        try:
            actions.save_view(by=request.actor, view=view)
            messages.success(request, f"存好了：{name}。把这一页的网址发给同事，他也能打开，看到的是他自己范围里的。")
        except Conflict as problem:
            messages.error(request, str(problem))
    return redirect(f"{address_of(page)}?{query}")


@require_POST
@staff(*Role)
def drop_view(request, pk):
    """删掉一个常用视图."""
    view = queries.saved_view_for(request.actor, pk)
    actions.drop_view(by=request.actor, view=view)
    messages.success(request, f"删掉了：{view.name}。")
    return redirect(address_of(view.page))


def views_of(by: Actor, name: str, said: Mapping[str, str]) -> dict[str, Any]:
    """常用视图 as the bar of a page takes it."""
    query = urlencode(said)
    views = [(one, one.query == query) for one in queries.saved_views(by, name)]
    return {"views": views, "view_page": name, "view_query": query, "view_address": address_of(name)}


def _listing(request, name: str) -> Listing:
    if not policies.oversee.allows(request.actor, request.district):
        raise Refused(policies.oversee.refusal)
    listing = LISTS.get(name)
    if listing is None or not request.actor.has_role(*listing.roles):
        raise Absent
    return listing


def _asked(by: Actor, listing: Listing, said) -> tuple[dict[str, Words], Offer, Chosen]:
    words = {one.key: one.words(by) for one in listing.filters if one.words}
    offer = listing.offer(words)
    return words, offer, chosen_from({key: ",".join(said.getlist(key)) for key in said}, offer)


def _head(column: Column, chosen: Chosen, offer: Offer) -> dict[str, Any]:
    """A column's head, with the address that sorts by it."""
    now = "" if chosen.sorted_by != column.key else "descending" if chosen.is_down else "ascending"
    if column.order is None:
        return {"column": column, "url": "", "now": now}
    turned_to = Chosen(chosen.filters, chosen.columns, turned(chosen, column.key))
    return {"column": column, "url": f"?{urlencode(said_of(turned_to, offer))}", "now": now}


def _totals(listing: Listing, found: Found, chosen: Chosen, columns: list[Column]) -> list[Any]:
    """What stands in the last row under each column; empty where no column is added up."""
    added = totals(listing, found, chosen)
    return [added.get(one.key, "") for one in columns] if added else []


def _workbook(by: Actor, listing: Listing, chosen: Chosen, words: dict[str, Words], rows: list[Row]) -> bytes:
    columns = [listing.column(key) for key in chosen.columns]
    cells = [[row.cells[one.key].value for one in columns] for row in rows]
    filters = [
        (one.title, dict(words.get(one.key, ())).get(value, value))
        for one in listing.filters
        if (value := chosen.get(one.key))
    ]
    about: list[tuple[str, Any]] = [("列表", listing.title), *filters, ("行数", len(rows)), ("取出的人", by.name)]
    about += [("取出", clock.to_the_minute(clock.now()))] + [("说明", listing.note)] * bool(listing.note)

    def fill(book: sheets.Book) -> None:
        book.sheet(listing.title, [one.title for one in columns], cells)
        book.sheet("说明", ("项目", "内容"), about)

    return sheets.workbook(fill)
