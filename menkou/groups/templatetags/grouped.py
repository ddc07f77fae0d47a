"""群里几号, on the holder's page of a matter: the way back to the words for the group."""

from django import template

from menkou.groups import queries

register = template.Library()


@register.inclusion_tag("groups/_of_matter.html")
def stub_of(consultation) -> dict:
    """The number under which a matter was asked in its village's group, if it was."""
    return {"stub": queries.stub_of(consultation)}
