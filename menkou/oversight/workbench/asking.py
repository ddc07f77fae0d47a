"""等我处理: how many of each kind there are, asked all at once, and then the first of those kinds that there are."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from menkou.assessments.following import queries as consequences
from menkou.boards import queries as boards
from menkou.broadcasts import queries as broadcasts
from menkou.broadcasts.cases import queries as cases
from menkou.complaints import queries as complaints
from menkou.complaints.timing import queries as clocks
from menkou.consultations.after import queries as after
from menkou.consultations.arranging import queries as arranging
from menkou.consultations.interests import queries as interests
from menkou.core.actors import Actor, Role
from menkou.core.standing import StandingCounts, standing, standing_column
from menkou.engagements import queries as engagements
from menkou.hotline import queries as hotline
from menkou.hotline.timing import queries as orders
from menkou.inspections import queries as inspections
from menkou.occasions import queries as occasions
from menkou.oversight import numbers
from menkou.plans import queries as plans
from menkou.rotas import queries as rotas
from menkou.worklogs import queries as worklogs

MOST_OF_A_KIND = 20
NUDGERS = (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)
BUREAU, OFFICE, DIRECTOR = (Role.JUSTICE_BUREAU,), (Role.JUDICIAL_OFFICE,), (Role.INSTITUTION_DIRECTOR,)
WITH_AUDIT, OF_PLACES = (Role.JUSTICE_BUREAU, Role.AUDITOR), (Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE)
OVERSEERS = (*NUDGERS, Role.AUDITOR)
OF_VILLAGES, WITH_MONEY = (Role.VILLAGE_CADRE, Role.JUDICIAL_OFFICE), (*BUREAU, *DIRECTOR)


def _of(*roles: Role, ask: Any) -> Callable[[Actor], "QuerySet[Any, Any] | None"]:
    """The question for whoever holds one of these; of others it is not asked."""

    def asked(by: Actor) -> "QuerySet[Any, Any] | None":
        return ask(by) if by.has_role(*roles) else None

    return asked


WAITING = StandingCounts(
    complaints=_of(*OF_PLACES, ask=complaints.waiting_for),
    complaints_late=_of(*BUREAU, ask=clocks.to_nudge),
    orders=_of(*NUDGERS, ask=hotline.waiting_for),
    orders_late=_of(*BUREAU, ask=orders.to_urge),
    orders_to_finish=_of(*BUREAU, ask=hotline.to_finish),
    logs=_of(*OFFICE, ask=worklogs.awaiting_review),
    untold=_of(*OFFICE, ask=rotas.to_tell),
    concerns=_of(*OFFICE, ask=after.concerns_waiting),
    unheld=_of(*BUREAU, ask=interests.unheld_for),
    consequences=_of(*BUREAU, ask=consequences.to_do),
    plans=_of(*BUREAU, ask=plans.to_approve),
    inspections=_of(*WITH_AUDIT, ask=inspections.to_decide),
    arrangements=_of(*OF_PLACES, ask=arranging.waiting_for),
    notices=_of(*OF_PLACES, ask=broadcasts.to_agree_to),
    cases=_of(*OF_PLACES, ask=cases.to_agree_to),
    contracts=_of(*WITH_MONEY, ask=lambda by: engagements.listed(by, state="expiring")),
    told=_of(*DIRECTOR, ask=consequences.to_answer),
    boards=_of(*OF_VILLAGES, ask=boards.due),
    brought=_of(*OF_VILLAGES, ask=broadcasts.mine),
    occasions=_of(Role.VILLAGE_CADRE, ask=lambda by: occasions.listed(by, "open")),
    late=_of(*OVERSEERS, ask=numbers.late_with_somebody),
    overdue=_of(*OVERSEERS, ask=numbers.late),
    unreviewed=_of(*OVERSEERS, ask=numbers.unreviewed),
    unseen=_of(*OVERSEERS, ask=numbers.unseen_concerns),
)


@standing
def first_complaints(by: Actor) -> QuerySet:
    """Of 投诉: id, state, kind and when it is due; one more than are listed, which says by when the rest is due."""
    return complaints.waiting_for(by).values_list("pk", "state", "kind", "due")[: MOST_OF_A_KIND + 1]


@standing
def first_orders(by: Actor) -> QuerySet:
    """Of 12345工单, the same, with its number."""
    return hotline.waiting_for(by).values_list("pk", "number", "state", "kind", "due")[: MOST_OF_A_KIND + 1]


@standing_column
def states_to_finish(by: Actor) -> QuerySet:
    """Of 12345工单 that were answered and are not closed."""
    return hotline.to_finish(by).order_by("state").values_list("state")


@standing_column
def first_log(by: Actor) -> QuerySet:
    """Its day, in a list of one."""
    return worklogs.awaiting_review(by).order_by("done_on").values_list("done_on")[:1]


@standing_column
def first_contract(by: Actor) -> QuerySet:
    """The end of the one that ends first, in a list of one."""
    return engagements.listed(by, state="expiring").order_by("valid_until").values_list("valid_until")[:1]


@standing_column
def first_told(by: Actor) -> QuerySet:
    """Until when the first may be answered, in a list of one."""
    return consequences.to_answer(by).order_by("answer_until").values_list("answer_until")[:1]


@standing_column
def first_push(by: Actor) -> QuerySet:
    """The day on which the first began to go out, in a list of one."""
    return broadcasts.mine(by).order_by("notice__go_on").values_list("notice__go_on")[:1]
