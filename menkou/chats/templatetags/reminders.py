"""有回复时提醒我 on the thread, for a browser that WeChat knows."""

from django import template

from menkou.chats import queries

register = template.Library()


@register.inclusion_tag("chats/_reminder.html", takes_context=True)
def reminder_of(context, consultation) -> dict:
    """Whom one could remind of an answer to this matter; nobody where it is read on another phone."""
    return {"who": queries.reminded(context["request"].actor, consultation)}
