"""What can be seen of orders. Nobody sees one about themselves or their own institution."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Least

from menkou.accounts import queries as accounts
from menkou.advisers import queries as advisers
from menkou.advisers.models import Registration
from menkou.complaints.queries import seated_in
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.hotline.models import Move, Order
from menkou.places import queries as places
from menkou.places.models import Township

State, Handler, Subject = Order.State, Order.Handler, Order.Subject
BUREAU, SUPERVISORS = (Role.JUSTICE_BUREAU,), (Role.JUSTICE_BUREAU, Role.AUDITOR)
OF_THE_BUREAU = (State.RECEIVED, State.ACCEPTED, State.HANDLED)  # open, and the bureau is to do something
A_YEAR = timedelta(days=365)
SHOWN = {"open": "在办的", "overdue": "超时的", **dict(State.choices), "all": "全部"}  # what the list may show
OF_ITSELF = "反映区司法局、司法所的，只能由区司法局自己办"
OF_THAT_HOUSE = "反映的是这家机构，或者它的人"
IN_THAT_OFFICE = "被反映的人也在这个司法所"
WITH_NAMES = ("about__adviser", "institution", "village", "to_township", "to_institution")


def visible_to(by: Actor) -> QuerySet[Order]:
    """The bureau and audit all, an office and an institution what was assigned to them."""
    seen = Q() if by.has_role(*SUPERVISORS) else _assigned_to(by)
    return _of_others(by, Order.objects.filter(seen))


def managed_by(by: Actor) -> QuerySet[Order]:
    """What somebody of the bureau accepts, assigns, answers and closes."""
    return visible_to(by) if by.has_role(*BUREAU) else Order.objects.none()


def handled_by(by: Actor) -> QuerySet[Order]:
    """What somebody is to deal with: the office, the institution or the bureau that it was assigned to."""
    with_bureau = Q(handler=Handler.BUREAU) if by.has_role(*BUREAU) else Q(pk=None)
    return _of_others(by, Order.objects.filter(_assigned_to(by) | with_bureau))


def _assigned_to(by: Actor) -> Q:
    houses = by.held(Role.INSTITUTION_DIRECTOR)
    return Q(to_township__in=by.held(Role.JUDICIAL_OFFICE)) | Q(to_institution__in=houses)


def _of_others(by: Actor, found: QuerySet[Order]) -> QuerySet[Order]:
    own, houses = by.held(Role.ADVISER), by.held(Role.INSTITUTION_DIRECTOR)
    found = found.filter(~accounts.ever_was(by.user_id, "about__adviser"))  # also before this office
    found = found.exclude(institution__in=houses) if houses else found
    if own:
        found = found.exclude(institution__in=Registration.objects.filter(pk__in=own).values("institution"))
    return found


def asked(said: Mapping[str, str]) -> tuple[str, str]:
    """What an address or a form of the list shows: which orders, and about what."""
    chosen, kind = said.get("state", "open"), said.get("kind", "")
    return chosen if chosen in SHOWN else "open", kind if kind in Order.Kind else ""


def listed(by: Actor, chosen: str = "all", kind: str = "") -> QuerySet[Any]:
    """The list: what is over its time first, then by deadline, then the newest of what has none."""
    found = with_due(visible_to(by))
    if chosen == "open":
        found = found.filter(state__in=Order.OPEN)
    elif chosen == "overdue":
        found = found.filter(due__lt=clock.now())
    elif chosen != "all":
        found = found.filter(state=chosen)
    found = found.filter(kind=kind) if kind else found
    return found.select_related(*WITH_NAMES).order_by(F("due").asc(nulls_last=True), "-received_at")


def counts(by: Actor) -> dict[str, int]:
    """How many there are under each word of the list's filter."""
    found = with_due(visible_to(by))
    states = {state.value: Count("pk", Q(state=state)) for state in State}
    is_open, is_over = Q(state__in=Order.OPEN), Q(due__lt=clock.now())
    return found.aggregate(open=Count("pk", is_open), overdue=Count("pk", is_over), all=Count("pk"), **states)


def to_whom(one: Order) -> str:
    """派给谁."""
    if one.to_township is not None:
        return f"{one.to_township}司法所"
    return one.to_institution.name if one.to_institution is not None else one.get_handler_display()


def to_finish(by: Actor) -> QuerySet[Order]:
    """Answered, and not closed. No deadline runs, so that nothing else would remind of them."""
    return managed_by(by).filter(state__in=(State.ANSWERED, State.VISITED, State.RATED))


def waiting_for(by: Actor) -> QuerySet[Any]:
    """What waits for this person's office, institution or bureau, each with its `due`; the first first."""
    own = Q(pk__in=handled_by(by).order_by().values("pk"), state=State.ASSIGNED)
    bureaus = Q(state__in=OF_THE_BUREAU) if by.has_role(*BUREAU) else Q(pk=None)
    return with_due(visible_to(by).filter(own | bureaus)).order_by("due", "received_at")


def with_due(found: QuerySet[Order]) -> QuerySet[Any]:
    return found.annotate(
        due=Case(
            When(state=State.RECEIVED, then=Least("accept_due_at", "answer_due_at")),
            When(state=State.ASSIGNED, then=Least("handle_due_at", "answer_due_at")),
            When(state__in=Order.OPEN, then=F("answer_due_at")),
            default=Value(None),
            output_field=DateTimeField(),
        )
    )


def order_for(by: Actor, pk: UUID) -> Order:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible_to(by).select_related(*WITH_NAMES).get(pk=pk)


def moves_of(order: Order) -> QuerySet[Move]:
    return Move.objects.filter(order=order).select_related("made_by")


def once(form: str) -> Order | None:
    """What this form has entered already."""
    return Order.objects.filter(once_digest=digest("once", form)).first()


def is_entered(number: str) -> bool:
    return Order.objects.filter(number=number).exclude(state=State.VOID).exists()


def last_move(order: Order, what: str) -> Move | None:
    """The latest of a kind."""
    return Move.objects.filter(order=order, what=what).order_by("-made_at", "-id").first()


def handlers() -> dict[str, tuple[str, Any]]:
    """To whom orders may be assigned. By the form's word, its name and the row behind it."""
    found: dict[str, tuple[str, Any]] = {Handler.BUREAU.value: ("区司法局自己办", None)}
    for office in places.offices_of(places.townships().values_list("pk", flat=True)).select_related("township"):
        found[f"office:{office.township_id}"] = (office.name, office.township)
    for house in advisers.institutions():
        found[f"institution:{house.pk}"] = (house.name, house)
    return found


def handlers_for(order: Order) -> dict[str, tuple[str, Any]]:
    """The same for one order: never to whom it is about."""
    if order.subject == Subject.BUREAU:
        return {Handler.BUREAU.value: ("区司法局自己办", None)}
    return {word: one for word, one in handlers().items() if word != f"institution:{order.institution_id}"}


def is_barred(order: Order, handler: str, to: Any) -> bool:
    """Whether whom it would be assigned to is whom it is about."""
    return bool(bar(handler, to)(order))


def bar(handler: str, to: Any) -> Callable[[Order], str]:
    """Why an order is not assigned there; empty where it may be. Asked once for any number of orders."""
    if handler == Handler.BUREAU:
        return lambda order: ""
    rows = seated_in(to.pk).values_list("registration__adviser", flat=True) if isinstance(to, Township) else ()
    seated = set(rows)

    def barred(order: Order) -> str:
        if order.subject == Subject.BUREAU:
            return OF_ITSELF
        if to is not None and to.pk == order.institution_id:
            return OF_THAT_HOUSE
        return IN_THAT_OFFICE if order.about is not None and order.about.adviser_id in seated else ""

    return barred


def to_forget() -> QuerySet[Order]:
    """Whose words were kept for as long as the district keeps what was said, since the end or since the answer."""
    limit = clock.now() - places.rules()["years_of_content"] * A_YEAR
    ended = (
        Q(closed_at__lt=limit) | Q(closed_at=None, answered_at__lt=limit) | Q(state=State.VOID, entered_at__lt=limit)
    )
    return Order.objects.filter(ended, sealed__isnull=False)
