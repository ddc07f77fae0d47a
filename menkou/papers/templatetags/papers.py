"""The buttons that take what is listed, for pages of lists."""

from django import template

from menkou.papers import policies
from menkou.papers.models import Batch

register = template.Library()


@register.inclusion_tag("papers/_take.html", takes_context=True)
def take_contracts(context, filters: dict[str, str], count: int) -> dict:
    """取 Word、取 PDF for the contracts of a filtered list; nothing for those who may not."""
    may = policies.ask.allows(context["actor"], context["district"])
    return {"may": may and count, "filters": filters, "kinds": Batch.OF_CONTRACTS, "csrf_token": context["csrf_token"]}
