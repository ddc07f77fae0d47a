"""Which entries of the log were left by a visit, and what its village says."""

from collections.abc import Sequence
from uuid import UUID

from django import template

from menkou.visits import queries
from menkou.visits.models import Visit
from menkou.worklogs.models import Entry

register = template.Library()


@register.simple_tag
def visits_of(entries: Sequence[Entry]) -> dict[UUID, Visit]:
    """The visit of each of these entries that was left by one."""
    return queries.visits_of([entry.pk for entry in entries])
