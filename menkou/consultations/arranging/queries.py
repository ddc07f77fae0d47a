"""What waits for a judicial office, or for the bureau where an interest is known, to find somebody elsewhere."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.consultations.interests import barring
from menkou.consultations.interests import queries as interests
from menkou.consultations.models import Arrangement, Consultation
from menkou.core.actors import Actor, Role


def waiting() -> QuerySet[Arrangement]:
    """Asked for by whoever holds the matter still, and not settled."""
    found = Arrangement.objects.filter(settled_at=None, consultation__holder=F("holder"))
    found = found.exclude(consultation__state=Consultation.State.CLOSED)
    return found.select_related("consultation__village__township", "holder__adviser", "holder__institution")


def waiting_for(by: Actor) -> QuerySet[Arrangement]:
    """待安排 of one's own township; of the bureau those about which an interest is known (security.md R10)."""
    is_plain = barring.is_without_interests("consultation")
    own = is_plain & Q(consultation__village__township__in=by.held(Role.JUDICIAL_OFFICE))
    own &= ~Q(holder__in=by.held(Role.ADVISER))
    theirs = own | ~is_plain if by.has_role(Role.JUSTICE_BUREAU) else own
    return waiting().filter(theirs)


def arrangement_for(by: Actor, pk: UUID) -> Arrangement:
    """How an officer's page gets hold of one: what you may not see does not exist."""
    return waiting_for(by).get(pk=pk)


def asked_about(consultation: Consultation) -> Arrangement | None:
    """What its holder has asked for."""
    return waiting().filter(consultation=consultation).first()


def may_take(arrangement: Arrangement) -> QuerySet[Registration]:
    """Who of another institution may be given it: never whom an interest keeps out, nor who is away."""
    houses = Registration.objects.filter(pk=arrangement.holder_id).values("institution")
    return interests.may_be_assigned(arrangement.consultation).exclude(institution__in=houses)
