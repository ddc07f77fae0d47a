"""交接清单 as PDF."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from menkou.core import clock
from menkou.papers.apart import NotSet, set_apart

__all__ = ["NotSet", "pdf"]
TEMPLATE = Path(__file__).with_name("pack.typ")
LONGEST_S = 30
TICKS = (
    "约好的上门、讲座、调解：时间、地点、联系人（系统里没有登记，请当面说清）",
    "口头答应过村里和村民的事，答应的日子",
    "每个村的微信群、工作群：新顾问进群，原顾问退群",
    "借用的章、钥匙、资料，村里的合同和台账",
    "和村干部见面，介绍新顾问",
)


def pdf(pack: Any, *, is_demo: bool) -> bytes:
    """The pack on paper. Raises NotSet where no Chinese font is installed, or setting fails."""
    return set_apart(TEMPLATE, "pack", json.dumps(told(pack, is_demo=is_demo), ensure_ascii=False), longest_s=LONGEST_S)


def told(pack: Any, *, is_demo: bool) -> dict[str, Any]:
    """What the template reads: words only, and of the matters nothing but their numbers."""
    departure, today = pack.departure, clock.today()
    person = departure.registration
    whole = "" if pack.is_whole else "只列接手人服务的村（社区）。"
    return {
        "is_demo": is_demo,
        "lead": [
            f"{person.adviser.name}（{person.institution}，电话 {person.phone}），{departure.get_why_display()}，"
            f"从 {_day(departure.valid_from)}起不再任职。{whole}{_day(today)}打印。"
        ],
        "places": [_place(one) for one in pack.places],
        "matters": [_matter(one) for one in pack.matters],
        "boards": "、".join(str(one.village) for one in pack.boards) or "现在没有。",
        "groups": "、".join(one.name for one in pack.groups) or "没有。",
        "ticks": list(TICKS),
    }


def _place(one: Any) -> list[str]:
    cadres = "、".join(f"{cadre.user.name} {cadre.user.phone}" for cadre in one.cadres)
    return [
        f"{one.village}（{one.village.township}）",
        one.post_words,
        _who(one.new) or "还没有派",
        _who(one.colleague) or "没有",
        cadres or "没有登记",
        one.office.phone if one.office else "—",
    ]


def _who(posting: Any) -> str:
    return f"{posting.registration.adviser.name} {posting.registration.phone}" if posting else ""


def _matter(one: Any) -> list[str]:
    due = clock.to_the_minute(one.due_at) if one.state == "waiting" else "已答复，等办结"
    return [one.reference, one.get_state_display(), due, one.holder.adviser.name]


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
