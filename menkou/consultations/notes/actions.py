"""备注 of a matter, 常用语 of an adviser."""

from uuid import UUID

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.consultations import holding, policies
from menkou.consultations.models import Consultation
from menkou.consultations.models.notes import Phrase
from menkou.consultations.notes import sealing
from menkou.core.actions import action
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.places.rules.sounds import sounds_of

SOUNDING, LONGEST_SOUND = 40, 600  # characters of a phrase that it is found by, and letters of their sound


@action(policies.answer, audit="note.written")
def note(*, by: Actor, consultation: Consultation, text: str, is_for_hand_over: bool, form: str) -> UUID:
    """备注: never seen by the asker. A form sent twice notes once."""
    consultation, once = holding.still_held(consultation), digest("note", form)
    return sealing.add(consultation, text, by_id=by.user_id, is_for_hand_over=is_for_hand_over, once=once)


@action(policies.answer, audit="note.removed")
def remove_note(*, by: Actor, consultation: Consultation, note_id: UUID) -> None:
    """删掉自己的备注. Raises Conflict where it is somebody else's or gone."""
    if not sealing.remove(consultation, note_id, by.held(Role.ADVISER)):
        raise Conflict("这条备注已经没有了，或者不是您写的。")


@action(policies.keep_phrases, audit="phrase.kept")
def keep_phrase(*, by: Actor, owner: Registration, text: str) -> Phrase:
    """存一条常用语; the same words twice are one."""
    try:
        with transaction.atomic():
            return Phrase.objects.create(owner=owner, text=text, sound=sounds_of(text[:SOUNDING])[:LONGEST_SOUND])
    except IntegrityError:
        return Phrase.objects.get(owner=owner, text=text)


@action(policies.keep_phrases, audit="phrase.dropped")
def drop_phrase(*, by: Actor, owner: Registration, phrase: Phrase) -> None:
    """删掉一条常用语."""
    Phrase.objects.filter(owner=owner, pk=phrase.pk).delete()
