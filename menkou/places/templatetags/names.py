"""How places read on pages about the past."""

from datetime import date, datetime

from django import template

from menkou.core.clock import SHANGHAI
from menkou.places import queries
from menkou.places.models import Village

register = template.Library()


@register.filter
def called_on(village: Village, moment: date | datetime) -> str:
    """The name that a village had on a day, or at a moment: records of that time keep it."""
    day = moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment
    return queries.called_on(village, day)
