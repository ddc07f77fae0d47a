"""What an assessment decided, with two persons on record, counts here by the same two: nobody types it again."""

from typing import Any

from menkou.assessments.models import Consequence, Cycle, Sheet, Subject
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.keys import digest
from menkou.subsidies import policies
from menkou.subsidies.models import Adjustment, Decision, Factor


@action(policies.follow_grades, audit="subsidies.factors_followed", count=int)
def follow_grades(*, by: Actor, cycle: Cycle) -> int:
    """系数 of a locked half-year, of each adviser; how many. Made by whoever published it, agreed to by whoever locked it."""
    sheets = Sheet.objects.filter(cycle=cycle, subject=Subject.ADVISER).select_related("registration").order_by("id")
    two: dict[str, Any] = {"made_at": cycle.publicity_at, "made_by_id": cycle.publicity_by_id}
    two |= {"decision": Decision.AGREED, "decided_at": cycle.locked_at, "decided_by_id": cycle.locked_by_id}
    rows = [
        Factor(
            registration=one.registration,
            half=cycle.period,
            permille=one.coefficient,
            source=f"{cycle}，等次“{one.grade}”，已锁定",
            once_digest=digest("subsidy", f"sheet:{one.pk}"),
            **two,
        )
        for one in sheets
    ]
    return len(Factor.objects.bulk_create(rows, ignore_conflicts=True))


@action(policies.follow_decision, audit="subsidies.deduction_followed")
def follow_decision(*, by: Actor, consequence: Consequence) -> Adjustment:
    """扣减 that was decided on: by whoever told it, agreed to by whoever decided; of the person where there is one."""
    facts: dict[str, Any] = {"kind": Adjustment.Kind.DEDUCTION, "fen": consequence.fen}
    facts |= (
        {"registration": consequence.registration}
        if consequence.registration
        else {"institution": consequence.institution}
    )
    facts |= {"made_at": consequence.told_at, "made_by_id": consequence.told_by_id}
    facts |= {"decided_at": consequence.decided_at, "decided_by_id": consequence.decided_by_id}
    row = Adjustment(
        reason=consequence.proposed[:200],
        source=f"结果运用：{consequence.decision_note}"[:200],
        decision=Decision.AGREED,
        once_digest=digest("subsidy", f"consequence:{consequence.pk}"),
        **facts,
    )
    Adjustment.objects.bulk_create([row], ignore_conflicts=True)
    return row
