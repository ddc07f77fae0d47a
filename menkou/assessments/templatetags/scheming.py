"""Points, coefficients and what a grade opens, as people read them."""

from collections.abc import Iterable

from django import template

from menkou.assessments.models import Consequence
from menkou.assessments.rules.items import written
from menkou.assessments.views.scheme_forms import decimal_of

register = template.Library()


@register.filter
def points(hundredths: int) -> str:
    """7.5, of 750."""
    return written(hundredths)


@register.filter
def thousandths(count: int) -> str:
    """0.9, of 900."""
    return decimal_of(count)


@register.filter
def consequences(kinds: Iterable[str]) -> str:
    """What a grade opens, in words."""
    return "、".join(Consequence.Kind(one).label for one in kinds if one in Consequence.Kind.values)
