"""Bands and bars: how a number is told where the number itself could point at somebody, and drawn. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

GOOD, FAIR = 0.95, 0.80  # shares of timely answers
WIDTH, HIGH, BAR, FOOT = 720, 120, 34, 18


class Mark(NamedTuple):
    """What a village's cell shows: its shape, and the word for it."""

    state: str
    word: str


class Bar(NamedTuple):
    """One month's bar and its label."""

    x: int
    y: float
    height: float
    middle: int
    label: str
    value: str


def band(count: int, fewest: int) -> str:
    """few (also none at all: that somebody asked is told as little as how many), some, or many."""
    return "few" if count < fewest else "some" if count < 2 * fewest else "many"


def share_band(part: int, whole: int, fewest: int) -> str:
    """few, where a share would speak of persons; good, fair or poor else."""
    if whole < fewest:
        return "few"
    share = part / whole
    return "good" if share >= GOOD else "fair" if share >= FAIR else "poor"


def bars(values: Sequence[float | None], labels: Sequence[str], words: Sequence[str], most: float = 0) -> list[Bar]:
    """Of months or quarters in their order; what is not told has none. `most` is what the whole height stands for."""
    step = WIDTH // len(values)
    top = most or max((value for value in values if value is not None), default=0) or 1
    found = []
    for place, value in enumerate(values):
        height = 0 if value is None else round(HIGH * min(value / top, 1), 1)
        x = place * step + (step - BAR) // 2
        found.append(
            Bar(x, round(HIGH - height + FOOT, 1), height, place * step + step // 2, labels[place], words[place])
        )
    return found


def summary(title: str, values: Sequence[float | None], labels: Sequence[str], words: Sequence[str]) -> str:
    """What the picture shows, in a sentence: the highest, the lowest, and where it stands."""
    told = [(value, place) for place, value in enumerate(values) if value is not None]
    if not told:
        return f"{title}：这一年都太少，不画。"
    (_, high), (_, low) = max(told), min(told)
    last = told[-1][1]
    return f"{title}：最高 {labels[high]} {words[high]}，最低 {labels[low]} {words[low]}，最近 {labels[last]} {words[last]}。"
