"""What everybody may read of a district: its townships, their villages, and what the bureau says of the service."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from menkou.boards import queries as boards
from menkou.boards.models import Disclosure, VillageHours
from menkou.consultations.rules.services import SERVICES
from menkou.core.dated import holding
from menkou.core.memory import remembered
from menkou.places import queries as places
from menkou.places.models import FormerName, Township


@dataclass(frozen=True)
class Said:
    """The district's own words for a village's page; ours, or none, where the bureau has adopted none."""

    content: tuple[str, ...] = SERVICES
    visiting: str = ""  # when the adviser comes
    licence_mask: str = Disclosure.Mask.FULL
    bureau_phone: str = ""


class Town(NamedTuple):
    """A township, and how many villages it has today."""

    township: Township
    villages: int


@remembered
def said_of(village_id: UUID) -> Said:
    """What holds today; two statements, once in some seconds."""
    hours = holding(VillageHours.objects.filter(village=village_id)).values_list("words", flat=True).first()
    said = boards.disclosure()
    if said is None:
        return Said(visiting=hours or "")
    return Said(tuple(said.content), hours or said.visiting, said.licence_mask, said.bureau_phone)


def towns() -> list[Town]:
    """The townships that have villages today, in the order of their codes."""
    counted = places.villages().order_by().values_list("township").annotate(Count("pk"))
    counts = dict(counted.values_list("township", "pk__count"))
    return [Town(one, counts[one.pk]) for one in places.townships() if one.pk in counts]


def township_with(code: str) -> Township:
    """The township of a code, also of one that it had before. Raises Township.DoesNotExist."""
    if found := places.townships().filter(code=code).first():
        return found
    former = FormerName.objects.exclude(township=None).filter(code=code)
    return places.townships().get(pk=former.values("township")[:1])
