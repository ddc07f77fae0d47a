"""Copies for review: one that the asker released, and one that waits for their word, on matters of their own."""

from django.db.models import Model

from menkou.consultations import actions as consultations
from menkou.consultations.models import Consultation, Message
from menkou.consultations.reviewing import actions, queries
from menkou.core.actors import Actor
from menkou.places.models import Village
from tests.permissions.asked import ask


def reviewed(asker: Actor, adviser: Actor, village: Village) -> dict[str, Model]:
    """The matters, for the addresses of what hangs on them, and the copies."""
    released, waits = (_answered(asker, adviser, village, letter) for letter in ("6a", "6b"))
    copy = actions.release(by=asker, consultation=released, may_publish=False, form="6c" * 16, **seen(released))
    proposed = actions.propose(by=adviser, consultation=waits, text="某村某人占了地。", form="6d" * 16)
    released.review, waits.review = copy.pk, proposed.pk  # type: ignore[attr-defined]
    return {"released": released, "copy": copy, "proposed": waits, "proposed_copy": proposed}


def seen(matter: Consultation) -> dict[str, str]:
    """What the asker's page sends along with the words on it."""
    return {"seen": queries.mark_of(queries.words_to_copy(matter))}


def _answered(asker: Actor, adviser: Actor, village: Village, letter: str) -> Consultation:
    matter = ask(asker, village, letter)
    consultations.answer(by=adviser, consultation=matter, text="先量一量。", form=f"{letter}f" * 10)
    Message.objects.filter(consultation=matter).update(visible_at=matter.asked_at)
    Consultation.objects.filter(pk=matter.pk).update(first_answered_at=matter.asked_at, answered_at=matter.asked_at)
    matter.refresh_from_db()
    return matter
