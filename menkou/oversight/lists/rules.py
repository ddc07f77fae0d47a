"""What an address says of a list, and back again: filters, columns, order. Pure; what a list does not offer is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST = 30  # of what is typed into a filter
DOWN = "-"


@dataclass(frozen=True)
class Offer:
    """What a list offers: its columns in their order, those that stand there unasked, those it sorts by, its filters.

    A filter's words are those that may be chosen; None where anything may be typed. The first column always stands.
    """

    columns: Sequence[str]
    usual: Sequence[str]
    sorts: Sequence[str]
    filters: Mapping[str, Sequence[str] | None]


@dataclass(frozen=True)
class Chosen:
    """What is shown: by which filters, in which columns, in which order."""

    filters: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    sort: str = ""

    def get(self, name: str) -> str:
        """What a filter is set to; empty where it is not."""
        return dict(self.filters).get(name, "")

    @property
    def sorted_by(self) -> str:
        return self.sort.removeprefix(DOWN)

    @property
    def is_down(self) -> bool:
        return self.sort.startswith(DOWN)


def chosen_from(said: Mapping[str, str], offer: Offer) -> Chosen:
    """As far as the list offers it; columns stand in the list's own order, the first in any case."""
    filters = []
    for name, words in offer.filters.items():
        value = said.get(name, "").replace("\x00", "").strip()[:LONGEST].strip()
        if value and (words is None or value in words):
            filters.append((name, value))
    asked = set(said.get("columns", "").split(","))
    columns = tuple(one for one in offer.columns if one in asked)
    if not columns:
        columns = tuple(offer.usual)
    elif columns[0] != offer.columns[0]:
        columns = (offer.columns[0], *columns)
    sort = said.get("sort", "")
    return Chosen(tuple(filters), columns, sort if sort.removeprefix(DOWN) in offer.sorts else "")


def said_of(chosen: Chosen, offer: Offer) -> dict[str, str]:
    """The same as an address says it; what is usual is not said."""
    said = dict(chosen.filters)
    if chosen.columns != tuple(offer.usual):
        said["columns"] = ",".join(chosen.columns)
    if chosen.sort:
        said["sort"] = chosen.sort
    return said


def turned(chosen: Chosen, column: str) -> str:
    """What pressing a column's head asks for: up, then down, then as before."""
    if chosen.sorted_by != column:
        return column
    return "" if chosen.is_down else f"{DOWN}{column}"
