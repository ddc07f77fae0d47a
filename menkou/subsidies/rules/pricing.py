"""What days are worth: integers of fen from first to last, so that any cut of a year adds up to the year.

The money of a year grows day by day; what a span is worth is how much it has grown from its first day to after its last.
So it does not matter into how many people, runs or batches a year is cut, in which order, or what becomes of the others.
"""

from datetime import date
from typing import Final

WHOLE: Final = 1000  # a coefficient of one, per mille
POSTS: Final = ("A", "B")


def of_post(yearly: int, share_a: int, post: str) -> int:
    """What of a village's year is one post's: A has its percentage, B the rest."""
    own = yearly * share_a // 100
    return own if post == "A" else yearly - own


def days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def grown(yearly: int, permille: int, year: int, days: int) -> int:
    """How much the money of a year has grown to after so many of its days; a part of a fen is left for later days."""
    return yearly * permille * days // (WHOLE * days_of(year))


def worth(yearly: int, permille: int, first: date, until: date) -> int:
    """What the days from a first until a last (not counted) are worth."""
    total = 0
    for year in range(first.year, until.year + 1):
        start, end = max(first, date(year, 1, 1)), min(until, date(year + 1, 1, 1))
        if start < end:
            before, after = ((day - date(year, 1, 1)).days for day in (start, end))
            total += grown(yearly, permille, year, after) - grown(yearly, permille, year, before)
    return total
