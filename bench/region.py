"""A region of many counties, planned one after the other as the product plans them; stopped and resumed at will."""

import statistics
import sys
from collections.abc import Callable
from typing import Any

from bench.contest import percent
from bench.counties import County, counties
from bench.journal import Found, Journal
from bench.measuring import GRACE, Measured, measured

HEADS = (
    *("county", "townships", "villages", "advisers", "value", "bound", "gap", "bound covers"),
    *("cost a village", "seconds", "ms a village", "memory MB"),
)
Draw = Callable[[str, float], Measured]


def about(seconds: float) -> Found:
    """What a journal of this run begins with: with other settings its figures could not be compared."""
    return {"bench": "counties", "seconds": seconds}


def drawn(where: str, seconds: float) -> Measured:
    """One plan, by a program of its own."""
    return measured([sys.executable, "-m", "bench.drawing", where, f"{seconds:g}"], 3 * seconds + GRACE)


def planned(count: int, seconds: float, journal: Journal, tell: Callable[[str], None], draw: Draw = drawn) -> None:
    """Plan those of the first `count` counties that the journal does not know yet."""
    known = {one["county"] for one in journal.found}
    for number, one in enumerate(counties()[:count], 1):
        if one.code not in known:
            tell(f"county {number} of {count}: {one.villages} villages")
            done = draw(one.code, seconds)
            if done.said:  # else it was ended from outside, or took too long: it is tried again when the run is resumed
                journal.add(figures(one, done))


def figures(one: County, done: Measured) -> Found:
    """What the journal keeps of a county."""
    used = {"seconds": round(done.seconds, 2), "cpu_s": round(done.cpu_s, 2), "memory_mb": round(done.memory_mb)}
    size = {"county": one.code, "townships": len(one.townships), "villages": one.villages}
    return size | done.said | used


def gap(found: Found) -> float | None:
    """How far from the best the plan can be."""
    if found.get("broken", 1):
        return None
    return (found["value"] - found["bound"]) / found["value"] if found["value"] else 0.0


def rows(all_found: list[Found], asked: int) -> list[tuple[str, ...]]:
    """A row for each county, and one for all of them."""
    return [*map(row, all_found), *([_together(all_found, asked)] if all_found else [])]


def row(found: Found) -> tuple[str, ...]:
    """One county's words in the table."""
    size = (found["county"], str(found["townships"]), str(found["villages"]), str(found.get("advisers", "")))
    quality: tuple[str, ...] = (f"none: {found.get('why', 'it said nothing')}", "", "", "", "")
    if "value" in found:
        broken = f" ({found['broken']} rules broken)" * bool(found["broken"])
        value, bound = f"{found['value']:,.0f}{broken}", f"{found['bound']:,.0f}"
        quality = (value, bound, percent(gap(found)), found["covers"], f"{found['value'] / found['villages']:.1f}")
    return *size, *quality, *_took(found["seconds"], found["villages"]), str(found["memory_mb"])


def _together(all_found: list[Found], asked: int) -> tuple[str, ...]:
    good = [one for one in all_found if gap(one) is not None]

    def total(key: str, some: list[Found] = all_found) -> Any:
        return sum(one.get(key, 0) for one in some)

    gaps = [gap(one) or 0.0 for one in good]
    spread = f"{percent(statistics.median(gaps))} in the middle, {percent(max(gaps))} at most" if gaps else ""
    cost = f"{total('value', good) / total('villages', good):.1f}" if good else ""
    return (
        *(f"{len(good)} of {asked} planned", str(total("townships")), f"{total('villages'):,}"),
        *(f"{total('advisers'):,}", f"{total('value', good):,.0f}", f"{total('bound', good):,.0f}", spread, "", cost),
        *_took(total("seconds"), total("villages")),
        f"{max(one['memory_mb'] for one in all_found)} at most",
    )


def _took(seconds: float, villages: int) -> tuple[str, str]:
    return f"{seconds:.1f}", f"{1000 * seconds / villages:.1f}"


def all_good(all_found: list[Found], asked: int) -> bool:
    """Whether every county has a plan that keeps the rules."""
    return sum(gap(one) is not None for one in all_found) == asked
