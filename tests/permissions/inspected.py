"""特别查阅 in every state that a door tells apart."""

from django.db.models import Model

from menkou.consultations.models import Consultation
from menkou.core.actors import Actor
from menkou.inspections import actions
from menkou.inspections.models import Inspection

WHY = {"cause": "complaint", "reason": "居民投诉说答复有错，要核对原来的问和答。", "basis": "律师法第四条"}


def inspected(matter: Consultation, asker: Actor, decider: Actor, gone: Actor) -> dict[str, Model]:
    """One that waits for a second person, one that may be read, the auditor's own, and one of somebody without a role by now."""
    waits = actions.request(by=asker, consultation=matter, form="1a" * 16, **WHY)
    agreed = actions.request(by=asker, consultation=matter, form="1b" * 16, **WHY)
    reverse = actions.request(by=decider, consultation=matter, form="1c" * 16, **WHY)
    left = actions.request(by=asker, consultation=matter, form="1d" * 16, **WHY)
    Inspection.objects.filter(pk=left.pk).update(asked_by=gone.user_id)
    return {
        "waiting_inspection": waits,
        "inspection": actions.approve(by=decider, inspection=agreed),
        "auditors_inspection": reverse,
        "left_inspection": Inspection.objects.get(pk=left.pk),
    }
