"""投诉 on the thread: one line that says how it stands, or where to write one."""

from django import template

from menkou.complaints import queries

register = template.Library()


@register.inclusion_tag("complaints/_on_thread.html")
def complaint_of(consultation) -> dict:
    """The last complaint of a matter, for its asker."""
    return {"consultation": consultation, "complaint": queries.last_of(consultation)}
