from collections.abc import Iterable

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.engagements import policies
from menkou.engagements.models import Contract
from menkou.engagements.news import ContractEnded
from menkou.places.models import District


@action(policies.engage, audit="engagements.engaged")
def engage(*, by: Actor, district: District, contracts: Iterable[Contract]) -> None:
    """登记聘用合同; the database refuses a second contract of a village at the same time."""
    Contract.objects.bulk_create(contracts, batch_size=500)


@action(policies.end, audit="engagements.ended")
def end(*, by: Actor, contract: Contract, reason: str) -> Contract:
    """终止: from today; the posts under it end with it. Raises Conflict where it has ended."""
    today = clock.today()
    running = Contract.objects.filter(pk=contract.pk, ended_at=None, valid_until__gt=today, valid_from__lt=today)
    if contract.valid_from >= today:
        raise Conflict("这份合同今天或今天以后才开始，还不用终止。")
    if not running.update(valid_until=today, end_reason=reason, ended_at=clock.now(), ended_by=by.user_id):
        raise Conflict("这份合同已经终止了。")
    contract.refresh_from_db()
    announce(ContractEnded(by, contract))
    return contract
