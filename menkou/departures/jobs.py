from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written
from menkou.departures import actions, queries
from menkou.places.models import District


@sweep
def check_boards() -> None:
    """Nobody presses a button when a contract runs out or a plan's day comes; the boards are wrong all the same."""
    district = District.objects.get(pk=district_being_written())
    actions.check_boards(by=CLOCK, district=district, why="到了约定的日子")


@sweep
def end_with_licences() -> None:
    """执业证到期: prepared some days before, and undone where a new licence is on record in time."""
    for person, day in queries.licences_ending():
        try:
            actions.end_with_licence(by=CLOCK, registration=person, on=day)
        except Conflict:
            continue  # off the roster by then, or somebody was quicker
    for departure in queries.licence_departures_to_undo():
        try:
            actions.undo(by=CLOCK, departure=departure)
        except Conflict:
            continue  # others have been posted meanwhile; the bureau decides
