"""Voice and pages: what waits to be sent, and what was sent."""

from django.db.models import Model

from menkou.consultations.models import Draft
from menkou.core.actors import Actor
from menkou.core.clock import now
from menkou.core.keys import digest
from menkou.places.models import Village


def drafts(asker: Actor, village: Village, asked) -> dict[str, Model]:
    """What waits to be sent: by the phone that keeps cookies and one that does not, and within a matter."""

    def draft(form: str, **facts) -> Draft:
        return Draft.objects.create(form_digest=digest("once", form * 32), started_at=now(), **facts)

    return {
        "draft": draft("4", village=village, device_digest=asker.device),
        "nameless_draft": draft("5", village=village),
        "draft_of_follow_up": draft("6", consultation=asked),
        "draft_of_answer": draft("7", consultation=asked, author=asked.holder),
    }
