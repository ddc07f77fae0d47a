"""提醒的后台: who carries words to staff, and what is not kept."""

from menkou.channels.carrying import carries, goes_on
from menkou.core import outbox
from menkou.core.actors import CLOCK
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.places.models import District
from menkou.reminders import actions, carrying, queries


@carries(outbox.STAFF)
def pass_on(row: Outgoing) -> Ended:
    """To the people behind an address."""
    return carrying.pass_on(row)


@carries(queries.PERSON)
def remind(row: Outgoing) -> Ended:
    """To one of them."""
    return carrying.remind(row)


@goes_on(queries.PERSON)
def text_lost(row: Outgoing, way: str, code: str) -> bool:
    """A text to one of them did not arrive."""
    return carrying.go_on(row, way, code)


@carries(queries.GROUP)
def tell_group(row: Outgoing) -> Ended:
    """Into a group."""
    return carrying.tell_group(row)


@carries(queries.TRIAL)
def try_out(row: Outgoing) -> Ended:
    """What somebody tries."""
    return carrying.try_out(row)


@sweep
def forget() -> None:
    """Ways that were removed, and of those who have left."""
    if queries.forgotten().exists():
        actions.forget(by=CLOCK, district=District.objects.get(pk=district_being_written()))
