"""What an asker said beside the words, put on record in one place; actions call it."""

from django.db.models import Model

from menkou.consultations.calling import sealing
from menkou.consultations.models import Asking, Consultation, Secret
from menkou.consultations.rules.circumstances import Circumstances
from menkou.core.actors import Actor, Role

Through = Asking.Through


def rows(consultation: Consultation, said: Circumstances, by: Actor) -> list[Model]:
    """What goes on record with the question: nothing, where nothing was said.

    Whoever is signed in for the village's committee is its helper, whatever they chose among helpers.
    """
    through, helper_id = said.through, None
    if said.is_by_helper:
        helper_id = by.user_id
        is_of_committee = by.holds(Role.VILLAGE_CADRE, consultation.village_id)
        through = Through.COMMITTEE if is_of_committee else through
    if not (through or said.topic):
        return []
    return [Asking(consultation=consultation, through=through, helper_id=helper_id, topic=said.topic)]


def wish(consultation: Consultation, said: Circumstances) -> None:
    """请回电话, once the matter and its key are on record."""
    if said.call:
        sealing.add(consultation, said.call)


def lift(found: Consultation) -> bool:
    """不要暗号了, of a matter that is locked against changes; whether there was one."""
    found.lock = None
    found.save(update_fields=["lock"])
    return bool(Secret.objects.filter(consultation=found).delete()[0])


def forget(consultation: Consultation) -> None:
    """With what was said goes what stood beside it."""
    Asking.objects.filter(consultation=consultation).delete()
    sealing.destroy(consultation)
    lift(consultation)
