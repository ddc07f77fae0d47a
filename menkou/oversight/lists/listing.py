"""A list as every page of lists takes it: columns, filters, what is found, and what stands in the cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet

from menkou.core.actors import Actor, Role
from menkou.oversight.lists.rules import Chosen, Offer

Words = Sequence[tuple[str, str]]  # of a filter: value and word
Found = QuerySet | list


class Cell(NamedTuple):
    """What stands in a cell; for Excel only its value."""

    value: str | int | float | None
    url: str = ""
    state: str = ""


class Link(NamedTuple):
    """What may be done with a row; named in full for whoever hears the page."""

    word: str
    url: str
    label: str


class Row(NamedTuple):
    cells: Mapping[str, Cell]
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Column:
    """A column; `order` is what a database sorts by (for a list in memory, true says that its value does)."""

    key: str
    title: str
    is_number: bool = False
    order: Any = None
    is_usual: bool = True


@dataclass(frozen=True)
class Filter:
    """A filter: its word, and what may be chosen; None where anything may be typed."""

    key: str
    title: str
    words: Callable[[Actor], Words] | None = None


@dataclass(frozen=True)
class Listing:
    """One list; whoever looks, sees what is theirs."""

    name: str
    title: str
    unit: str
    roles: tuple[Role, ...]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    find: Callable[[Actor, Chosen], Found]
    rows: Callable[[Actor, list], list[Row]]
    sums: Mapping[str, Any] = field(default_factory=dict)  # for a queryset: column to what adds it up
    note: str = ""
    nothing: Callable[[Actor, Chosen], tuple[str, str]] = lambda by, chosen: ("没有符合的", "换个条件再看。")
    more: Callable[[Actor], Sequence[Link]] = lambda by: ()

    def offer(self, words: Mapping[str, Words]) -> Offer:
        """What its address may say."""
        return Offer(
            [one.key for one in self.columns],
            [one.key for one in self.columns if one.is_usual],
            [one.key for one in self.columns if one.order is not None],
            {one.key: [value for value, _ in words[one.key]] if one.words else None for one in self.filters},
        )

    def column(self, key: str) -> Column:
        return next(one for one in self.columns if one.key == key)


def in_order(listing: Listing, found: Found, chosen: Chosen) -> Found:
    """As the address says; as it came where it says nothing."""
    if not chosen.sort:
        return found
    order = listing.column(chosen.sorted_by).order
    if isinstance(found, list):
        return sorted(found, key=lambda row: _key(row[chosen.sorted_by]), reverse=chosen.is_down)
    if isinstance(order, str):
        return found.order_by(f"-{order}" if chosen.is_down else order, "pk")
    return found.order_by(order.desc() if chosen.is_down else order.asc(), "pk")


def totals(listing: Listing, found: Found, chosen: Chosen) -> dict[str, int]:
    """What the columns of numbers that are shown come to, over all pages."""
    if isinstance(found, list):
        keys = [key for key in chosen.columns if listing.column(key).is_number and key in listing.sums]
        return {key: sum(row[key] for row in found) for key in keys}
    asked = {f"sum_{key}": what for key, what in listing.sums.items() if key in chosen.columns}
    added = found.order_by().aggregate(**asked) if asked else {}
    return {key.removeprefix("sum_"): value or 0 for key, value in added.items()}


def _key(value: Any) -> tuple[bool, Any]:
    return (value is None, value)
