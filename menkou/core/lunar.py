"""农历: the day as farmers say it."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=400)
def lunar(day: date) -> str:
    """十月廿五 for a day of 1900 to 2099; empty beyond. The library is loaded with the first question."""
    if not 1900 <= day.year <= 2099:
        return ""
    from lunar_python import Solar

    found = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{found.getMonthInChinese()}月{found.getDayInChinese()}"
