"""怎么问的, as the asker and the holder read it: in the question that fetches the matter itself."""

from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from menkou.consultations.calling import sealing
from menkou.consultations.models import Asking, Consultation, Secret


class Asked(NamedTuple):
    """Through whom, with the name of a helper who was signed in, and of which topic."""

    through: str
    topic: str
    helper: str | None

    @property
    def words(self) -> str:
        """Through whom, as the adviser reads it."""
        return Asking.Through(self.through).label if self.through else ""


def beside_words() -> dict[str, Any]:
    """What stands beside a question, as annotations: a page asks nothing more for it."""
    here: dict[str, Any] = {"consultation_id": OuterRef("pk"), "district_id": OuterRef("district_id")}
    row = JSONObject(through="through", topic="topic", helper="helper__name")
    return {
        "asking_row": Subquery(Asking.objects.filter(**here).values(row=row)[:1]),
        "wrong_tries": Subquery(Secret.objects.filter(**here).values("wrong_tries")[:1]),
        "call_row": sealing.row(),
    }


def asking_of(consultation: Consultation) -> Asked | None:
    """How a matter was asked that was fetched with what stands beside it; None where nothing was said of it."""
    row: dict[str, Any] | None = consultation.asking_row  # type: ignore[attr-defined]  # beside_words
    return Asked(**row) if row else None
