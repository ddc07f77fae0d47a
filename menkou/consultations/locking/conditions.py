"""Which matters are a resident's, and which of those are open to them now: conditions over consultations."""

from django.db.models import Exists, OuterRef, Q

from menkou.consultations.models import Asking
from menkou.core.actors import Actor


def is_theirs(by: Actor) -> Q:
    """What this device asked and what this browser opened with a 取件码; never what this account asked for others."""
    theirs = Q(pk__in=by.receipts)
    if by.device is not None:
        theirs |= Q(device_digest=by.device)
    if by.user_id is None:
        return theirs
    for_others = Asking.objects.filter(consultation=OuterRef("pk"), district=OuterRef("district"), helper=by.user_id)
    return theirs & ~Q(Exists(for_others))


def is_unlocked(by: Actor) -> Q:
    """Without a 暗号, or with the one that this browser has said."""
    return Q(lock=None) | Q(lock__in=by.unlocked)


def asked_for_others(by: Actor, consultation_id) -> bool:
    """Whether this account asked it for somebody else."""
    return by.user_id is not None and Asking.objects.filter(consultation=consultation_id, helper=by.user_id).exists()
