"""Taking the log away leaves a line in the log."""

from menkou.audit import policies
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.places.models import District


@action(policies.take, audit="audit.list_taken", count=int)
def take_list(*, by: Actor, district: District, rows: int) -> int:
    """取成 Excel: so many lines left the house."""
    return rows


@action(policies.take, audit="audit.pack_taken", count=int)
def take_pack(*, by: Actor, district: District, rows: int) -> int:
    """取检查包: the whole chain left the house, with what residents did held back."""
    return rows


@action(policies.take, audit="audit.exported", count=int)
def export(*, by: Actor, district: District, rows: int) -> int:
    """导出审计链, whole, by whoever may run commands on the server."""
    return rows
