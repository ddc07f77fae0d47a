"""What can be seen of typical cases: by the bureau all, but words before masking by their author only."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from menkou.broadcasts.models import CaseMask, Delivery, Notice, TypicalCase
from menkou.broadcasts.rules.casing import Placed
from menkou.consultations import consents
from menkou.consultations.models import Consultation
from menkou.consultations.rules.meant import People
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.core.finding import holding as holding_words
from menkou.places import queries as places
from menkou.places.models import Demand, Village

State = TypicalCase.State


def visible_to(by: Actor) -> QuerySet[TypicalCase]:
    """The bureau's; what is in the making as a fact only."""
    found = TypicalCase.objects.select_related("made_by", "checked_by", "approved_by", "withdrawn_by").defer("sealed")
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.none()


def listed(by: Actor, words: tuple[str, ...] = ()) -> QuerySet[TypicalCase]:
    """All, the newest first; those whose words hold what is looked for. One in the making has none but sealed ones."""
    return holding_words(visible_to(by), words, "title", "text")


def case_for(by: Actor, pk: UUID) -> TypicalCase:
    """How a page gets hold of one, with what is sealed: what you may not see does not exist."""
    return visible_to(by).defer(None).get(pk=pk)


def to_agree_to(by: Actor) -> QuerySet[TypicalCase]:
    """等您批的: handed in by somebody else."""
    return visible_to(by).filter(state=State.WAITING).exclude(made_by=by.user_id)


def notices_of(case: TypicalCase) -> QuerySet[Notice]:
    """推送 that bring it, the latest day first."""
    return Notice.objects.filter(case=case.pk).select_related("made_by")


def masks_of(case: TypicalCase) -> list[CaseMask]:
    """遮盖, in the order of the text."""
    return list(CaseMask.objects.filter(case=case).select_related("checked_by"))


def is_still(case: TypicalCase) -> bool:
    """Whether it stands where it stood when it was fetched: its words are changed, or end, in another state or edition."""
    return TypicalCase.objects.filter(pk=case.pk, state=case.state, edition=case.edition).exists()


def placed(masks: Iterable[CaseMask]) -> list[Placed]:
    """The same, as rules have them."""
    return [
        Placed(one.start, one.end, one.kind, one.sure, one.instead, one.said, one.is_added, one.checked_by_id)
        for one in masks
    ]


def fewest() -> int:
    """How many people it has to fit, by the district's rule."""
    return places.rules()["fewest_who_could_be_meant"]


def people_of(village: Village) -> People:
    """How many live in a village, its township and the district, as far as it is on record: 0 where it is not."""
    living = holding(Demand.objects.all()).order_by()
    here = living.filter(village=village).aggregate(Sum("population"))["population__sum"]
    town = living.filter(village__township=village.township_id).aggregate(Sum("population"))["population__sum"]
    return People(here or 0, town or 0, living.aggregate(Sum("population"))["population__sum"] or 0)


def groups_that_had(case: TypicalCase) -> QuerySet[Delivery]:
    """有过这个案例的群: where it was brought, and stays though it is withdrawn."""
    found = Delivery.objects.filter(notice__case=case.pk, state__in=Delivery.THERE).defer("proof")
    found = found.select_related("group__village__township", "group__township", "notice")
    return found.order_by("group__level", "group__name", "pk")


def numbers_of_masks(case: TypicalCase) -> dict[str, int]:
    """How many were kept, changed and refused, without their words."""
    return dict(CaseMask.objects.filter(case=case).order_by().values_list("said").annotate(Count("pk")))


def of_matter(consultation: Consultation) -> QuerySet[TypicalCase]:
    """Cases that were made by a yes of this matter's asker, and are not over."""
    given = list(consents.to_publishing(consultation).values_list("pk", flat=True))
    return TypicalCase.objects.filter(consent__in=given, state__in=[*TypicalCase.MAKING, State.APPROVED])


def is_over(case: TypicalCase) -> bool:
    """Whether it may be read no longer, though the clock has not come by yet."""
    return case.state in TypicalCase.MAKING and case.until_at is not None and case.until_at <= clock.now()


def over(at: datetime | None = None) -> QuerySet[TypicalCase]:
    """In the making for longer than their copy may be kept."""
    return TypicalCase.objects.filter(state__in=TypicalCase.MAKING, until_at__lte=at or clock.now())
