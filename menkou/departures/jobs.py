from menkou.core.actors import CLOCK
from menkou.core.errors import Conflict
from menkou.core.reconciler import sweep
from menkou.departures import actions, queries


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
