"""What can be seen of 会诊. Whether a colleague may still read is asked anew at every request."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from menkou.consultations import queries as consultations
from menkou.consultations.interests import barring
from menkou.consultations.models import Consultation, Opinion
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.postings import queries as postings

State = Opinion.State
STANDING = (State.ASKED, State.OPEN)
MOST_SHOWN = 50


def _may_go_on(on: date | None = None) -> QuerySet[Opinion]:
    """Of an open matter that its holder has still, and may; of a colleague who serves somewhere and is not kept out."""
    on = on or clock.today()
    kept: dict[str, Any] = {"matter": OuterRef("consultation_id"), "village": OuterRef("consultation__village_id")}
    had = consultations.served(on).exclude(state=Consultation.State.CLOSED).filter(erased_at=None)
    same = Opinion.objects.filter(consultation__holder=F("holder"), consultation__in=had.order_by().values("pk"))
    same = same.exclude(barring.is_kept_from("colleague__institution_id", "colleague__adviser_id", **kept, on=on))
    here = {"registration_id": OuterRef("colleague_id"), "district_id": OuterRef("district_id")}
    return same.filter(Exists(postings.running(on).filter(**here)))


def open_now() -> QuerySet[Opinion]:
    """正在会诊: agreed to, and its days are not over."""
    return _may_go_on().filter(state=Literal(State.OPEN), until_at__gt=clock.now())


def over() -> QuerySet[Opinion]:
    """Not marked as ended yet, and nobody can go on with them: their days are over, or one of those they need is gone."""
    goes_on = _may_go_on().filter(Q(state=State.ASKED) | Q(until_at__gt=clock.now()))
    standing = Opinion.objects.filter(state__in=STANDING).exclude(pk__in=goes_on.values("pk"))
    return standing.select_related("consultation")


def is_open(opinion: Opinion) -> bool:
    """Whether the colleague may read at this moment."""
    return open_now().filter(pk=opinion.pk).exists()


def asked_of(by: Actor) -> QuerySet[Opinion]:
    """请您会诊的: what a colleague may read."""
    mine = open_now().filter(colleague__in=by.held(Role.ADVISER))
    return mine.select_related("consultation__village", "holder__adviser", "colleague__adviser").order_by("until_at")


def opinion_to_give(by: Actor, pk: UUID) -> Opinion:
    """How a colleague's page gets hold of one: what you may not see does not exist."""
    return asked_of(by).get(pk=pk)


def standing_of(consultation: Consultation) -> list[Opinion]:
    """Those that wait for the asker's word or are open, on both sides' pages."""
    running = Q(state=State.ASKED) | Q(state=State.OPEN, until_at__gt=clock.now())
    found = _may_go_on().filter(running, consultation=consultation)
    return list(found.select_related("colleague__adviser", "colleague__institution"))


def agreed_between(start: datetime, end: datetime) -> QuerySet[Opinion]:
    """会诊 that their askers agreed to between two instants; to be counted."""
    return Opinion.objects.filter(agreed_at__gte=start, agreed_at__lt=end)


def opinion_of(by: Actor, matter: UUID, pk: UUID) -> Opinion:
    """How the holder's page gets hold of one."""
    return _of(consultations.consultation_for(by, matter), pk)


def opinion_asked_for(by: Actor, matter: UUID, pk: UUID) -> Opinion:
    """How the asker's page gets hold of one of their matter."""
    return _of(consultations.asked_for(by, matter), pk)


def _of(consultation: Consultation, pk: UUID) -> Opinion:
    found = Opinion.objects.select_related("consultation__village", "colleague__adviser")
    return found.get(pk=pk, consultation=consultation)
