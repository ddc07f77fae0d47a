"""结果运用 on an adviser's page of today: one line for each case that may still be answered."""

from django import template

from menkou.assessments.following import queries
from menkou.core.actors import Actor

register = template.Library()
MOST = 5


@register.inclusion_tag("consequences/_today.html")
def consequences_to_answer(actor: Actor) -> dict:
    """What was told and may still be answered; one question where there is none."""
    return {"told": list(queries.to_answer(actor)[:MOST]) if queries.told_to(actor) else []}
