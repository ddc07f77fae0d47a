"""标准、系数、扣减和奖励: put down by one person, and agreed to, or not, by another."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import QuerySet

from menkou.advisers.models import Institution, Registration
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.places.models import District
from menkou.subsidies import policies
from menkou.subsidies.models import Adjustment, Decision, Factor, Proposed, Tariff

P = TypeVar("P", bound=Proposed)
DECIDED = "这一条已经定过了。"
ONE_OF = "请选一位顾问，或者一家机构，只选一个。"


@action(policies.arrange, audit="subsidies.tariff_proposed")
def set_tariff(
    *,
    by: Actor,
    district: District,
    yearly: int,
    share_a: int,
    valid_from: date,
    source: str,
    form: str,
    grade: str = "",
    needs_contract: bool = True,
) -> Tariff:
    """登记补贴标准, from a day on; a form sent twice puts down one."""
    facts = {"yearly": yearly, "share_a": share_a, "grade": grade, "needs_contract": needs_contract}
    return _put_down(Tariff(valid_from=valid_from, source=source, **facts), by, form)


@action(policies.arrange, audit="subsidies.factor_proposed")
def set_factor(
    *, by: Actor, district: District, registration: Registration, half: str, permille: int, source: str, form: str
) -> Factor:
    """登记系数 of somebody's half-year. Of days that were put down already, the next batch puts right what differs."""
    return _put_down(Factor(registration=registration, half=half, permille=permille, source=source), by, form)


@action(policies.arrange, audit="subsidies.adjustment_proposed")
def adjust(
    *,
    by: Actor,
    district: District,
    kind: str,
    fen: int,
    reason: str,
    source: str,
    form: str,
    registration: Registration | None = None,
    institution: Institution | None = None,
) -> Adjustment:
    """登记扣减或者奖励, of a person or of an institution. Raises Invalid where it is both or neither."""
    if (registration is None) == (institution is None):
        raise Invalid(ONE_OF)
    facts: dict[str, Any] = {"registration": registration, "institution": institution, "kind": kind, "fen": fen}
    return _put_down(Adjustment(reason=reason, source=source, **facts), by, form)


@action(policies.decide, audit="subsidies.proposal_agreed")
def agree(*, by: Actor, proposed: Proposed) -> None:
    """同意: from now on it counts, and is never changed. Raises Conflict where it was decided on."""
    _decided(proposed, by, Decision.AGREED)


@action(policies.decide, audit="subsidies.proposal_refused")
def refuse(*, by: Actor, proposed: Proposed) -> None:
    """不同意: it stays on record, and counts for nothing."""
    _decided(proposed, by, Decision.REFUSED)


def _put_down(row: P, by: Actor, form: str) -> P:
    row.made_at, row.made_by_id, row.once_digest = clock.now(), by.user_id, digest("subsidy", form)  # type: ignore[assignment]
    rows: QuerySet[Any] = type(row)._default_manager.all()
    rows.bulk_create([row], ignore_conflicts=True)
    return rows.get(once_digest=row.once_digest)


def _decided(proposed: Proposed, by: Actor, decision: str) -> None:
    open_ = type(proposed)._default_manager.filter(pk=proposed.pk, decision="")
    if not open_.update(decision=decision, decided_at=clock.now(), decided_by=by.user_id):
        raise Conflict(DECIDED)
    proposed.refresh_from_db()
