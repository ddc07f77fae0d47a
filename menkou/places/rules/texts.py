"""Rules of a district that are words and not numbers, and what holds until it says otherwise (系统默认值，各地可改)."""

import re
from typing import Final

TEXTS: Final[dict[str, str]] = {
    # how groups of the three levels are called: Yanzhou's 法律顾问之家, then office and village (domain.md 4.1)
    "group_name_of_district": "{区}法律顾问之家",
    "group_name_of_township": "{镇街}司法所法律顾问群",
    "group_name_of_village": "{镇街}{村}法律顾问群",
    # on which days of a month publications go out: as one county's plan has them (domain.md 4.2)
    "publication_days": "5、15、25",
}
PLACES: Final = {
    "group_name_of_district": "区",
    "group_name_of_township": "区镇街",
    "group_name_of_village": "区镇街村",
}
LONGEST_PATTERN: Final = 40
_BRACED: Final = re.compile(r"\{([^{}]*)\}")
_DAYS: Final = re.compile(r"\d{1,2}(?:[、,，]\d{1,2}){0,9}")


def fault(key: str, value: str) -> str:
    """What is wrong with the words of a rule; empty where they can be used."""
    return _days_fault(value) if key == "publication_days" else _pattern_fault(key, value)


def days_in(value: str) -> tuple[int, ...]:
    """The days of a month that a rule names, in their order."""
    return tuple(sorted({int(one) for one in re.split("[、,，]", value)}))


def _days_fault(value: str) -> str:
    if _DAYS.fullmatch(value) and all(1 <= day <= 28 for day in days_in(value)):
        return ""
    return "请写每月的哪几天，用顿号隔开，比如 5、15、25；每个月都有的日子是 1 到 28 日。"


def _pattern_fault(key: str, value: str) -> str:
    allowed = [f"{{{one}}}" for one in ("区", "镇街", "村") if one in PLACES[key]]
    left = _BRACED.sub(lambda found: "" if found[0] in allowed else found[0], value)
    if "{" in left or "}" in left or not value.strip() or len(value) > LONGEST_PATTERN:
        return f"群名的样子最多 {LONGEST_PATTERN} 字，花括号里只能写{'、'.join(allowed)}。"
    return ""
