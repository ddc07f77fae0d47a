"""提醒: found by a sweep, so that none is lost and none is sent twice."""

from menkou.consultations.referring import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep


@sweep
def remind_of_referrals() -> None:
    """Every referral of which nobody has said anything for the district's working days."""
    for referral in queries.to_remind():
        actions.remind(by=CLOCK, referral=referral)
