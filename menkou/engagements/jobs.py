from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.engagements import actions, queries, scans
from menkou.places.models import District


@sweep
def give_notice() -> None:
    """到期提醒: whoever is told, is told once; asked again at every sweep, so that a missed day is made up for."""
    actions.give_notice(by=CLOCK, district=District.objects.get(pk=district_being_written()))


@sweep
def forget_lost_scans() -> None:
    """A file whose row was taken back, or deleted, is deleted too."""
    scans.STORE.sweep(queries.files_in_use)
