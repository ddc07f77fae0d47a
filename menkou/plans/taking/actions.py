"""导出: a plan leaves the house as a file. On record is who took which, and how many rows; never what they say."""

from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.places.models import District
from menkou.plans import policies
from menkou.plans.models import Version


@action(policies.take_out, audit="plans.taken_out", count=int)
def take_out(*, by: Actor, version: Version, rows: int) -> int:
    """导出方案: so many villages."""
    return rows


@action(policies.take_out, audit="plans.comparison_taken_out", count=int)
def take_comparison_out(*, by: Actor, district: District, rows: int) -> int:
    """导出对比: so many villages that would change."""
    return rows
