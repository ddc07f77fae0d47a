"""What papers of the bureau have in common: in whose name they are, how a day is written, where the seal goes."""

from datetime import date, datetime
from typing import Any

from menkou.core import clock
from menkou.papers.official.paper import DEMO, NUMBER, Imprint, Signature, Sourced
from menkou.papers.official.telling import in_digits
from menkou.places.models import District

SHEETS, CYCLE, SCHEME = "考核：考核表", "考核：这一期", "考核办法"
REVIEWS, SURVEYS, SAMPLES = "考核：复核", "考核：测评", "抽查"
CASES, ADVISERS = "结果运用", "法律顾问"
UNTOLD = "太少，不列"


def frame(district: District, *, is_letter: bool = False, copies_to: tuple[str, ...] = ()) -> dict[str, Any]:
    """Head, place of the number, the dashed place and the imprint of a paper of the bureau; the day is for the pen."""
    bureau = bureau_of(district)
    return {
        "head": bureau if is_letter else f"{bureau}文件",
        "number": NUMBER,
        "signatures": (Signature(bureau, seal=f"加盖{bureau}公章"),),
        "imprint": None if is_letter else Imprint(copies_to, bureau),
        "note": DEMO if district.is_demo else "",
    }


def bureau_of(district: District) -> str:
    return f"{district.name}司法局"


def day(found: date | datetime | None, page: str, key: str) -> Sourced:
    """A day as papers write it; of a moment its day in Shanghai."""
    if isinstance(found, datetime):
        found = found.astimezone(clock.SHANGHAI).date()
    return Sourced(in_digits(found), page, key)
