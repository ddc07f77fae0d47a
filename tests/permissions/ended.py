"""A matter that ended eight days ago and is not solved, with its revisit; and one that the judicial office is told of."""

from datetime import timedelta

from django.db.models import Model

from menkou.consultations import actions as consultations
from menkou.consultations.models import Concern, Consultation, Message, Revisit
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.places.models import Village

AGO = timedelta(days=8)


def ended(asker: Actor, adviser: Actor, village: Village, posted: Consultation) -> dict[str, Model]:
    """Closed by the adviser on the A post, rated by its asker; the concern is about a matter that was posted."""
    facts = {"text": "地还没还。", "form": "e" * 32, "may_hand_over": False}
    matter = consultations.ask(by=asker, village=village, **facts)
    consultations.answer(by=adviser, consultation=matter, text="先找村里。", form="d" * 32)
    Message.objects.filter(consultation=matter).update(visible_at=matter.asked_at)
    Consultation.objects.filter(pk=matter.pk).update(first_answered_at=matter.asked_at, answered_at=matter.asked_at)
    matter.refresh_from_db()
    consultations.rate(by=asker, consultation=matter, face=2, is_solved=False)
    consultations.close(by=adviser, consultation=matter, minutes=5, category="land")
    at = now() - AGO
    Consultation.objects.filter(pk=matter.pk).update(closed_at=at)
    days = {"due_at": at + timedelta(days=7), "until_at": at + timedelta(days=21)}
    revisit = Revisit.objects.create(consultation=matter, number=1, closed_at=at, **days)
    concern = Concern.objects.create(consultation=posted, raised_at=now())
    return {"ended": matter, "revisit": revisit, "concern": concern, "posted": posted}
