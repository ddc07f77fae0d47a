"""What residents are told, read aloud: for the whole district, and heard; for one township, and not heard yet."""

from typing import Any

from django.db.models import Model

from menkou.accounts.models import User
from menkou.consultations.models import Reading
from menkou.consultations.readings import queries
from menkou.core.clock import now
from menkou.core.keys import digest
from menkou.places.models import Township
from tests.permissions.spoken import Clip


def read_aloud(township: Township, reader: User) -> dict[str, Model]:
    """By the names that the matrix uses."""
    notice, sound, moment = queries.told()["lawyer"], Clip().read(), now()
    words = {"text": "lawyer", "text_version": notice.version, "text_digest": queries.digest_of(notice)}
    facts = {"speech": "红花话", "mime": Clip.content_type, "size": len(sound), "sound": sound, **words}

    def recorded(form: str, **more: Any) -> Reading:
        said = {"form_digest": digest("reading", form * 16), "recorded_at": moment, "recorded_by": reader}
        return Reading.objects.create(**facts, **said, **more)

    return {
        "reading": recorded("3a", put_up_at=moment, put_up_by=reader),
        "unheard_reading": recorded("3b", township=township),
    }
