"""How moments read on a page."""

from datetime import date, datetime

from django import template

from menkou.core import clock
from menkou.core.lunar import lunar

register = template.Library()
DAY_S, HOUR_S, MINUTE_S = 86400, 3600, 60


@register.filter
def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= clock.now()


@register.filter
def left(moment: datetime) -> str:
    """还有 3 小时, 超 1 天: how long until a moment, or since."""
    seconds = (moment - clock.now()).total_seconds()
    span = abs(seconds)
    if span >= DAY_S:
        words = f"{int(span // DAY_S)} 天"
    elif span >= HOUR_S:
        words = f"{int(span // HOUR_S)} 小时"
    else:
        words = f"{max(1, int(span // MINUTE_S))} 分钟"
    return f"还有 {words}" if seconds >= 0 else f"超 {words}"


@register.filter
def urgency(moment: datetime) -> str:
    """overdue, due (within four hours) or planned."""
    seconds = (moment - clock.now()).total_seconds()
    return "overdue" if seconds < 0 else "due" if seconds < 4 * HOUR_S else "planned"


@register.filter
def at(held: dict, key: object) -> object:
    """What a dictionary holds at a key; None where it holds nothing."""
    return held.get(key)


@register.filter
def day(moment: datetime | date | None) -> str:
    """11月23日, and with the year where it is not this one."""
    if moment is None:
        return "—"
    return clock.in_words(moment.astimezone(clock.SHANGHAI).date() if isinstance(moment, datetime) else moment)


@register.filter
def minute(moment: datetime) -> str:
    """11月23日 16:05, and with the year where it is not this one."""
    return clock.to_the_minute(moment)


@register.filter
def with_lunar(moment: datetime | date) -> str:
    """12月3日 周四（农历十月廿五）: as a day is agreed on in a village."""
    day = moment.astimezone(clock.SHANGHAI).date() if isinstance(moment, datetime) else moment
    said = lunar(day)
    return f"{clock.in_words(day)} 周{clock.WEEKDAYS[day.weekday()]}" + (f"（农历{said}）" if said else "")


@register.filter
def hour(moment: datetime) -> str:
    """上午9:00, 下午2:30."""
    here = moment.astimezone(clock.SHANGHAI)
    part = "上午" if here.hour < 12 else "下午" if here.hour < 18 else "晚上"
    return f"{part}{here.hour if here.hour <= 12 else here.hour - 12}:{here:%M}"
