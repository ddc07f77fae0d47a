"""苗头 in words: numbers as bands, few as few, and what a warning begins with."""

from typing import Any, Final

from menkou.broadcasts.rules.rising import AFTER, BEFORE, SIDES, Band, Limits

FEW: Final = "太少，不写"
NOT_YET: Final = "还没到，或者还没办结"


def draft(topic: str) -> dict[str, str]:
    """Words to begin with where the library has none; nothing in them that is law."""
    return {
        "title": f"最近问“{topic}”的人多了",
        "text": (
            f"最近，附近几个村问“{topic}”这类事的人比平时多。\n"
            "遇到了，先别急着签字、付钱，也别跟人吵；收据、合同、聊天记录都留好。\n"
            "拿不准的，先问村里的法律顾问，不收钱。"
        ),
    }


def matters(band: Band | None) -> str:
    return f"{band} 件" if band else FEW


def without_past(towns: list[str], limits: Limits) -> str:
    """Which townships cannot be compared with themselves; empty where all can."""
    return f"{'、'.join(towns)}：记录不到 {limits.rising_fewest_past_weeks} 周，多了少了都看不出来。" if towns else ""


def told(one: Any) -> dict[str, str]:
    """One row of the page; `one` is a rising.queries.Rising."""
    weeks = one.limits.rising_weeks
    usual, times = one.usual, one.times
    return {
        "recent": matters(one.recent),
        "usual": f"每 {weeks} 周大约 {_short(usual)} 件" if usual else FEW,
        "times": f"大约是平时的 {_short(times)} 倍" if times else "平时很少有人问",
        "year": matters(one.year_before) if one.has_year else "没有可比的去年",
        "past": f"{one.pair.past_weeks} 周",
    }


def weeks(found: Any) -> list[dict[str, Any]]:
    """A row for each week; `found` is a comparing.queries.Compared."""
    return [
        {
            "first": one.first,
            "last": one.last,
            "part": one.part,
            "cells": [_week(one, side, found.villages[side]) for side in SIDES],
        }
        for one in found.weeks
    ]


def parts(found: Any) -> list[dict[str, Any]]:
    """Before and after, each side."""
    names = {BEFORE: "推送前", AFTER: "推送后"}
    return [
        {
            "name": f"{names[part]} {found.lengths[part]} 周",
            "cells": [_part(found, part, side) for side in SIDES],
        }
        for part in names
    ]


def _part(found: Any, part: str, side: str) -> str:
    if not found.lengths[part]:
        return NOT_YET
    rate = found.rate(part, side)
    return FEW if rate is None else f"{matters(found.totals[part][side])}，每 10 个村一周大约 {_short(rate)} 件"


def _week(one: Any, side: str, villages: int) -> str:
    if not villages:
        return "—"
    if not one.is_settled:
        return NOT_YET
    return matters(one.told[side]) if one.told[side] else "太少"


def _short(number: float) -> str:
    """Two digits: 12, 3.4, 0.56."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"
