"""What can be seen of a group's questions: numbers, and whether they are answered."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from menkou.consultations import queries as consultations
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.groups.models import Stub
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings

MOST_SHOWN = 50


def villages_of(by: Actor) -> list[Village]:
    """Where an adviser holds a post today."""
    found = {posting.village_id: posting.village for posting in postings.held_by(by.held(Role.ADVISER))}
    return list(found.values())


def visible_to(by: Actor) -> QuerySet[Stub]:
    """An adviser sees the stubs of matters that they hold."""
    mine = consultations.mine(by).order_by().values("pk")
    found = Stub.objects.filter(consultation__in=mine)
    return found.select_related("village", "consultation__holder__adviser")


def stub_for(by: Actor, pk: UUID) -> Stub:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def of_form(form: str) -> Stub | None:
    """What a form has taken in already."""
    asked = consultations.once(form)
    return Stub.objects.filter(consultation=asked).select_related("village", "consultation").first() if asked else None


def stub_of(consultation: Consultation) -> Stub | None:
    """Under which number a matter was asked in its village's group; the caller holds it."""
    found = Stub.objects.filter(consultation=consultation).first()
    if found:
        found.consultation = consultation
    return found


def shown_in(village: Village) -> QuerySet[Stub]:
    """What a village's group may read: the latest numbers, each answered or not."""
    since = clock.now() - timedelta(days=places.rules()["days_a_group_sees"])
    lately = Stub.objects.filter(village=village, taken_at__gt=since)
    return lately.select_related("consultation")[:MOST_SHOWN]


def next_number(village: Village) -> int:
    """The number after the last that the village's group has seen."""
    last = Stub.objects.filter(village=village).aggregate(Max("number"))["number__max"]
    return (last or 0) + 1


def is_answered(consultation: Consultation) -> bool:
    """Whether an answer has arrived: for a group no more than that."""
    return consultation.first_answered_at is not None and consultation.first_answered_at <= clock.now()


def latest(by: Actor) -> QuerySet[Stub]:
    """An adviser's own, the newest first."""
    return visible_to(by).order_by("-taken_at")[:MOST_SHOWN]
