"""What is to be put down, so that the ledger says of every day what the record says now; no line is ever changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from menkou.subsidies.rules.pricing import WHOLE, worth
from menkou.subsidies.rules.serving import Days
from menkou.subsidies.rules.standing import GONE, NOBODY, Span

BASE, FACTOR, UNPAID, BACK, AGAIN = "base", "factor", "unpaid", "back", "again"
DEDUCTION, BONUS, CARRIED_OUT, CARRIED_IN = "deduction", "bonus", "carried_out", "carried_in"
HOLDING: Final = (BASE, UNPAID, AGAIN)  # lines that say how days stand


@dataclass(frozen=True)
class Drawn:
    """A line to be put down: days of a post, as `span` says they stand, or as `was` says that they stood."""

    kind: str
    post: str
    span: Span
    fen: int
    was: Span | None = None

    @property
    def turn(self) -> int | None:
        """How many times these days have been put down before; of lines that say how days stand."""
        return (self.was.turn + 1 if self.was else 0) if self.kind in HOLDING else None


def price(span: Span) -> int:
    """What a span is worth."""
    return worth(span.stand.yearly, span.stand.permille, span.first, span.until) if span.stand.who else 0


def laid(post: str, record: Sequence[Span], now: Sequence[Span], period: Days) -> list[Drawn]:
    """New lines about one post of one village: the days of the period, and what is not as it was put down before."""
    return [line for was, span in changes(record, now, period) for line in _lines(post, was, span)]


def changes(record: Sequence[Span], now: Sequence[Span], period: Days) -> list[tuple[Span | None, Span]]:
    """How days stood on record (None: not at all) and how they stand now, where the two differ."""
    ends = {day for span in (*record, *now) for day in (span.first, span.until)} | set(period)
    found: list[tuple[Span | None, Span]] = []
    for here, over in pairwise(sorted(ends)):
        was, told = _on(record, here), _on(now, here)
        if was is None and (told is None or not period[0] <= here < period[1]):
            continue
        stands = told or Span(here, over, NOBODY, GONE)
        if was is None or was.stand != stands.stand:
            _add(found, was, replace(stands, first=here, until=over), stands)
    return found


def _on(spans: Iterable[Span], day: date) -> Span | None:
    return next((one for one in spans if one.first <= day < one.until), None)


def _add(found: list[tuple[Span | None, Span]], was: Span | None, span: Span, whole: Span) -> None:
    """One more change; next to one of the same two spans it makes that one longer."""
    last = found[-1] if found else None
    if (
        last
        and last[0] == was
        and last[1].until == span.first
        and replace(last[1], until=whole.until) == replace(whole, first=last[1].first)
    ):
        found[-1] = was, replace(last[1], until=span.until)
    else:
        found.append((was, span))


def _lines(post: str, was: Span | None, span: Span) -> Iterator[Drawn]:
    if was is None:
        if not span.stand.who:
            yield Drawn(UNPAID, post, span, 0)
            return
        base = worth(span.stand.yearly, WHOLE, span.first, span.until)
        yield Drawn(BASE, post, span, base)
        if span.stand.permille != WHOLE:
            yield Drawn(FACTOR, post, span, price(span) - base)
        return
    days = replace(was, first=span.first, until=span.until)
    yield Drawn(BACK, post, days, -price(days), was)
    yield Drawn(AGAIN if span.stand.who else UNPAID, post, span, price(span), was)
