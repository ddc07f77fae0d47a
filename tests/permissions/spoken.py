"""Voice and pages: what waits to be sent, and what was sent."""

from typing import Any

from django.db.models import Model

from menkou.consultations import enclosed
from menkou.consultations.enclosing import sending
from menkou.consultations.models import Draft, Enclosure, Message
from menkou.consultations.rules.packing import Packed
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


class Clip:
    """The first piece of a clip, as a file that can be sent again and again."""

    name, content_type = "said", "audio/webm"

    def read(self) -> bytes:
        return b"\x1a\x45\xdf\xa3 said"


def spoken(asked) -> dict[str, Any]:
    """The first message of a matter has a clip as well: its name, and the sound that doors are sent."""
    draft = Draft(consultation=asked, form_digest=digest("once", "8" * 32), started_at=now())
    enclosed.begin(draft)
    limits, first = sending.limits(), Message.objects.filter(consultation=asked).order_by("id")[0]
    enclosed.put_piece(draft, (1, 0), Clip.content_type, Clip().read(), limits)
    enclosed.bind(draft, first, [Packed(1, 1, 3)], limits)
    here = str(asked.village.township_id)  # for whose people a notice is read aloud
    return {"clip": Clip(), "here": here, "enclosure": str(Enclosure.objects.get(message=first).pk)}
