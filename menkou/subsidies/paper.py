"""对账单 as PDF."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from menkou.core import clock
from menkou.papers.apart import NotSet, set_apart
from menkou.subsidies.models import Line
from menkou.subsidies.rules.explaining import yuan
from menkou.subsidies.stating.queries import Statement

__all__ = ["NotSet", "pdf"]
TEMPLATE = Path(__file__).with_name("statement.typ")
LONGEST_S = 30


def pdf(found: Statement, *, is_demo: bool) -> bytes:
    """The statement on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    told = json.dumps(told_of(found, is_demo=is_demo), ensure_ascii=False)
    return set_apart(TEMPLATE, "statement", told, longest_s=LONGEST_S)


def told_of(found: Statement, *, is_demo: bool) -> dict[str, Any]:
    """What the template reads: words only."""
    batch, lines = found.batch, list(found.lines)
    checked = batch.checked_at.astimezone(clock.SHANGHAI) if batch.checked_at else None
    return {
        "is_demo": is_demo,
        "title": f"{batch}村（社区）法律顾问补贴对账单",
        "lead": f"{found.title}。" + (f"{checked:%Y年%-m月%-d日}复核。" if checked else "还没有复核。"),
        "rows": [_row(one) for one in lines],
        "total": yuan(sum(one.fen for one in lines)),
    }


def _row(one: Line) -> list[str]:
    days = ""
    if one.first_day and one.until_day:
        days = f"{one.first_day:%Y-%m-%d}\n{one.until_day - timedelta(days=1):%Y-%m-%d}"
    who = one.registration.adviser.name if one.registration else "—"
    where = f"{one.facts.get('village', '')} {one.get_post_display() if one.post else ''}".strip() or "—"
    return [str(one.number), who, where, one.get_kind_display(), days, str(one.days or ""), one.yuan]
