"""考核 on the first page of whoever is assessed, scores or leads it: what waits for them."""

from django import template
from django.urls import reverse

from menkou.assessments import progress

register = template.Library()


@register.inclusion_tag("assessments/_lines.html", takes_context=True)
def assessments_waiting(context) -> dict:
    """A row for each thing that waits; nothing where nothing does."""
    found = progress.lines(context["request"].actor)
    return {"lines": [(one, reverse(one.page, args=[one.of] if one.of else [])) for one in found]}
