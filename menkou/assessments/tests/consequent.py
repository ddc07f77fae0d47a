"""Short ways to a case in each of its states."""

from datetime import timedelta

from menkou.assessments.following import actions
from menkou.assessments.following.actions import Finding, Proposal
from menkou.assessments.models import Consequence
from menkou.core import clock

PROPOSALS = {
    "replace": Proposal("责令更换"),
    "deduct": Proposal("扣减补贴 500 元", 50_000),
    "notice": Proposal("通报批评", scope="own"),
    "rectify": Proposal("限期整改"),
}


def found(by, district, institution, registration=None, kind="rectify", key="hand:1") -> Consequence:
    finding = Finding(key, "other", "三次到村核查都没有人", institution, registration)
    made = actions.open_one(by=by, district=district, finding=finding, kind=kind)
    assert made is not None
    return made


def told(one: Consequence, by, proposal: Proposal | None = None) -> Consequence:
    return actions.tell(by=by, consequence=one, proposal=proposal or PROPOSALS[one.kind])


def decided(one: Consequence, by, second, proposal: Proposal | None = None) -> Consequence:
    """Told, and decided by another person once its days are over."""
    told(one, by, proposal)
    Consequence.objects.filter(pk=one.pk).update(answer_until=clock.now() - timedelta(hours=1))
    one.refresh_from_db()
    return actions.decide(by=second, consequence=one, is_upheld=True, note="属实")
