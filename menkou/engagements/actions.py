from collections.abc import Iterable
from datetime import date

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.engagements import policies, queries
from menkou.engagements.models import Contract
from menkou.engagements.news import ContractEnded
from menkou.places.models import District


@action(policies.engage, audit="engagements.engaged")
def engage(*, by: Actor, district: District, contracts: Iterable[Contract]) -> None:
    """登记聘用合同; the database refuses a second contract of a village at the same time."""
    Contract.objects.bulk_create(contracts, batch_size=500)


@action(policies.renew, audit="engagements.renewed")
def renew(*, by: Actor, district: District, contracts: Iterable[Contract], until: date) -> int:
    """续签: each contract is followed by one with the same institution, from the day it ends until the day given.

    All or none. Returns how many. Raises Conflict, naming the village, where one cannot be followed.
    """
    chosen = [contract.pk for contract in contracts]
    held = list(Contract.objects.select_for_update(of=("self",)).filter(pk__in=chosen).select_related("village"))
    followed = set(queries.followed(held).values_list("village_id", flat=True))
    for contract in held:
        if contract.ended_at:
            raise Conflict(f"{contract.village}的合同已经提前终止，不能续签，请另签一份。")
        if contract.village_id in followed:
            raise Conflict(f"{contract.village}已经有下一份合同，不用再续。")
        if until <= contract.valid_until:
            raise Conflict(f"{contract.village}的合同本来就到 {contract.last_day}，请把续签的日子选晚些。")
    Contract.objects.bulk_create(
        [
            Contract(
                village=one.village, institution_id=one.institution_id, valid_from=one.valid_until, valid_until=until
            )
            for one in held
        ],
        batch_size=500,
    )
    return len(held)


@action(policies.give_notice, audit="engagements.notice_given", when=bool)
def give_notice(*, by: Actor, district: District) -> int:
    """到期提醒: each institution is told of the contracts that end on one day, once at each of the three notices.

    Returns how many notices went out.
    """
    due = {f"contracts-end:{one.institution_id}:{one.valid_until}:{one.notice_days}": one for one in queries.ending()}
    new = due.keys() - outbox.known(due)
    for key in new:
        one = due[key]
        words = f"贵机构有 {one.contracts} 份聘用合同 {clock.in_words(one.last_day)}到期，还没有续签，请登录查看。"
        outbox.send(to=f"institution:{one.institution_id}", words=words, key=key)
    return len(new)


@action(policies.end, audit="engagements.withdrawn")
def withdraw(*, by: Actor, contract: Contract) -> None:
    """撤回: a contract that has served no day yet is struck out, as after a renewal by mistake. Raises Conflict."""
    if not Contract.objects.filter(pk=contract.pk, valid_from__gte=clock.today()).delete()[0]:
        raise Conflict("这份合同已经开始履行，不能撤回，只能提前终止。")


@action(policies.end, audit="engagements.ended")
def end(*, by: Actor, contract: Contract, reason: str) -> Contract:
    """终止: from today; the posts under it end with it. Raises Conflict where it has ended."""
    today = clock.today()
    running = Contract.objects.filter(pk=contract.pk, ended_at=None, valid_until__gt=today, valid_from__lt=today)
    if contract.valid_from >= today:
        raise Conflict("这份合同今天或今天以后才开始，请撤回，不用终止。")
    if not running.update(valid_until=today, end_reason=reason, ended_at=clock.now(), ended_by=by.user_id):
        raise Conflict("这份合同已经终止了。")
    contract.refresh_from_db()
    announce(ContractEnded(by, contract))
    return contract
