"""What the rows of a file put on record, in bulk, by the same actions as one by one; and a ledger of all that changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from menkou.core import memory
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.news import announce
from menkou.imports import policies
from menkou.imports.ledger import Ledger
from menkou.imports.models import Change, Import
from menkou.imports.rules.comparing import CHANGED, NEW, Line
from menkou.imports.rules.sheets import ALL
from menkou.imports.writing import of_groups, of_people, of_places, of_posts
from menkou.places.models import District
from menkou.places.news import PublicFactsChanged

SHOWN_TO_ALL = ("townships", "villages", "institutions", "advisers")
WRITERS = {
    "townships": of_places.townships,
    "villages": of_places.villages,
    "institutions": of_people.institutions,
    "advisers": of_people.roster,
    "demands": of_places.demands,
    "contracts": of_people.contracts,
    "postings": of_posts.postings,
    "people": of_people.people,
    "groups": of_groups.groups,
    "calendar": of_places.calendar,
}


@action(policies.decide, audit="imports.written")
def write(*, by: Actor, dropped: Import, lines: Sequence[Line]) -> int:
    """All new and changed rows, those that others speak of first. Returns how many rows of tables were touched.

    Raises Conflict or Invalid as the actions do, and IntegrityError where the database says no.
    """
    ledger = Ledger(by, District.objects.get(pk=dropped.district_id), dropped.name, _change, _put)
    for kind in ALL:
        chosen = [one for one in lines if one.kind == kind.key and one.status in (NEW, CHANGED)]
        if chosen:
            WRITERS[kind.key](ledger, chosen)
    memory.forget()
    if any(one.status == CHANGED and one.kind in SHOWN_TO_ALL for one in lines):
        announce(PublicFactsChanged("从表格导入了新的名称、电话或地址"))
    rows = ledger.closed(dropped)
    Change.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _change(ledger: Ledger, model: type[Any], wanted: Sequence[tuple[Any, Mapping[str, Any], str]]) -> None:
    """Rows, read and locked, that are to have other values."""
    rows: list[Any] = []
    names: set[str] = set()
    for row, values, title in wanted:
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing:
            ledger.hold(row, title)
            for name, value in differing.items():
                setattr(row, name, value)
            rows.append(row)
            names |= differing.keys()
    if rows:
        model.objects.bulk_update(rows, sorted(names), batch_size=200)


def _put(rows: Sequence[Any]) -> None:
    """Rows of one table, for which no app has an action of its own."""
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
