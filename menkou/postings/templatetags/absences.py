"""How the two ends of an absence read on a page."""

from datetime import datetime, timedelta

from django import template

from menkou.core import clock

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """The day; with the hour where it does not begin with the day."""
    here = at.astimezone(clock.SHANGHAI)
    return clock.in_words(here.date()) + ("" if at == clock.start_of(here.date()) else f" {here:%H:%M}")


@register.filter
def last_moment(at: datetime) -> str:
    """The last day of what ends at a midnight; else the moment itself."""
    here = at.astimezone(clock.SHANGHAI)
    return (
        clock.in_words((at - timedelta(seconds=1)).astimezone(clock.SHANGHAI).date())
        if at == clock.start_of(here.date())
        else moment(at)
    )
