"""What can be seen of interests: whether one is declared, whether to look twice, and what waits for somebody."""

from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.consultations import content
from menkou.consultations.interests.barring import barred_from, holder_is_kept_out
from menkou.consultations.models import Consultation, Declaration
from menkou.core.actors import Actor, Role
from menkou.core.literals import Literal
from menkou.places import queries as places
from menkou.postings import queries as postings

State = Consultation.State


def denial_of(consultation: Consultation) -> Declaration | None:
    """没有利害关系, as whoever has it now has declared."""
    return Declaration.objects.filter(consultation=consultation, registration=consultation.holder_id, kind="").first()


def is_to_be_declared(consultation: Consultation) -> bool:
    """Whether the holder has to declare before answering."""
    return bool(places.rules()["interest_is_declared"]) and denial_of(consultation) is None


def is_to_be_checked(consultation: Consultation) -> bool:
    """双方: whether a side of it is a side of another open matter of the same institution; which one is not told."""
    institution = Registration.objects.filter(pk=consultation.holder_id).values("institution")
    others = Consultation.objects.filter(holder__institution__in=institution).exclude(state=State.CLOSED)
    return content.has_namesakes(consultation, others)


def unheld() -> QuerySet[Consultation]:
    """Open, and of whoever has it an interest keeps it: nobody sees it until somebody is found."""
    is_open = Q(state=Literal(State.WAITING)) | Q(state=Literal(State.ANSWERED))  # each has an index of its own
    return Consultation.objects.filter(is_open, holder_is_kept_out()).order_by("asked_at")


def unheld_for(by: Actor) -> QuerySet[Consultation]:
    """待指定: the bureau sees that they wait, by reference; what was said it never sees."""
    return unheld() if by.has_role(Role.JUSTICE_BUREAU) else Consultation.objects.none()


def unheld_one(by: Actor, pk: UUID) -> Consultation:
    """How the bureau's page gets hold of one: what you may not see does not exist."""
    return unheld_for(by).select_related("village__township").get(pk=pk)


def may_be_assigned(consultation: Consultation) -> QuerySet[Registration]:
    """Who in the district may take it: on the roster, here, with a post somewhere, and kept out by nothing."""
    barred = barred_from(consultation)
    serving = postings.running().values("registration")
    people = roster().filter(pk__in=serving).exclude(institution__in=barred.institutions)
    return people.exclude(adviser__in=barred.advisers).exclude(postings.is_away("pk"))
