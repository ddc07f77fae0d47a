"""推送前后 as a drawing: two bars a week, as high as the number for ten villages that is told."""

from dataclasses import dataclass

from menkou.broadcasts.comparing.queries import Compared
from menkou.broadcasts.rules.rising import DURING, SIDES

STEP, BAR, HIGH, FOOT = 34, 13, 120, 20  # of a week, of a bar; the room above the line and below it


@dataclass(frozen=True)
class Bar:
    side: str
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Chart:
    """All in whole numbers, so that the page needs no style of its own."""

    width: int
    height: int
    foot: int
    bars: list[Bar]
    labels: list[tuple[int, str]]
    week: int  # where that of the notice begins
    step: int = STEP
    bar: int = BAR
    high: int = HIGH


def chart(found: Compared) -> Chart:
    """Where nothing may be told, no bar stands."""
    values = [
        (number, place, side, told.middle / found.villages[side])
        for number, week in enumerate(found.weeks)
        for place, side in enumerate(SIDES)
        if (told := week.told[side]) and found.villages[side]
    ]
    most = max((value for *_, value in values), default=1.0)
    bars = []
    for number, place, side, value in values:
        height = max(1, round(HIGH * value / most))
        bars.append(Bar(side, STEP * number + 3 + place * (BAR + 1), HIGH - height, height))
    labels = [
        (STEP * number + 3, f"{week.first:%-m.%-d}") for number, week in enumerate(found.weeks) if number % 2 == 0
    ]
    week = next(STEP * number for number, one in enumerate(found.weeks) if one.part == DURING)
    return Chart(STEP * len(found.weeks), HIGH + FOOT, HIGH + FOOT - 5, bars, labels, week)
