from collections.abc import Iterable

from django.db import IntegrityError, transaction

from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.engagements import actions as engagements
from menkou.engagements import policies as engaging
from menkou.engagements.models import Contract
from menkou.places import actions as places
from menkou.places import policies as placing
from menkou.places.models import District, JudicialOffice, Township, Village
from menkou.setup import policies


@action(policies.found, audit="setup.founded")
def found(*, by: Actor, district: District) -> None:
    """开区县: the district itself is the first row of all; this is the first line that is on record in it."""


@action(placing.arrange, audit="setup.entered")
def enter(
    *,
    by: Actor,
    district: District,
    townships: Iterable[Township] = (),
    offices: Iterable[JudicialOffice] = (),
    villages: Iterable[Village] = (),
) -> None:
    """手工登记 places, all or none. Raises Conflict where somebody has just put the same code on record."""
    try:
        with transaction.atomic():
            places.set_up(by=by, district=district, townships=townships, offices=offices, villages=villages)
    except IntegrityError as error:
        raise Conflict("刚刚有别人登记了同样的代码，这次什么也没有登记。请看看现在的名单。") from error


@action(engaging.engage, audit="setup.engaged", when=bool)
def engage(*, by: Actor, district: District, contracts: Iterable[Contract]) -> int:
    """成批拟合同, all or none; returns how many. Raises Conflict, naming the villages, where one has another."""
    made = list(contracts)
    if made:
        engagements.engage(by=by, district=district, contracts=made)
    return len(made)
