"""Who holds which post, by today's dates. Boards are public, so everybody may ask."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.core import clock
from menkou.places.models import Village
from menkou.postings.models import Pairing, Plan, Posting


def running(on: date | None = None) -> QuerySet[Posting]:
    """Postings that hold on a day, today if none is named: of people who are on the roster that day."""
    on = on or clock.today()
    held = Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)
    still_here = Q(registration__valid_until=None) | Q(registration__valid_until__gt=on)
    return held.filter(still_here, registration__valid_from__lte=on)


def posts_of(village: Village) -> list[Posting]:
    """A, then B, with the person and the institution of each."""
    held = running().filter(village=village).order_by("post")
    return list(held.select_related("registration__adviser", "registration__institution"))


DUTY = """
select p.registration_id, p.post from postings_posting p join advisers_registration r on r.id = p.registration_id
 where p.village_id = %(village)s
   and p.valid_from <= %(today)s and (p.valid_until is null or p.valid_until > %(today)s)
   and r.valid_from <= %(today)s and (r.valid_until is null or r.valid_until > %(today)s)
 order by p.post limit 1
"""  # asked at every question: composed once; row security keeps it in the district


def on_duty(village: Village) -> tuple[UUID, str] | None:
    """Who takes a new question: A; B where there is no A; None where the village has nobody.

    Returns the registration and the post.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUTY, {"village": village.pk, "today": clock.today()})
        return cursor.fetchone()


def holds_post(registration_id: UUID, village_id: UUID) -> bool:
    return running().filter(registration_id=registration_id, village_id=village_id).exists()


def held_by(registration_ids: Iterable[UUID]) -> QuerySet[Posting]:
    """The villages that these people serve."""
    mine = running().filter(registration_id__in=registration_ids)
    return mine.select_related("village__township").order_by("post", "village__code")


def other_post(village_id: UUID, registration_id: UUID) -> Posting | None:
    """The other of the two who serve a village."""
    others = running().filter(village_id=village_id).exclude(registration_id=registration_id)
    return others.select_related("registration__adviser", "registration__institution").order_by("post").first()


def on_post(village: str, registration: str, on: date | None = None) -> Exists:
    """A condition for other queries: the person named by one column holds a post at the village of another."""
    here = running(on).filter(village_id=OuterRef(village), registration_id=OuterRef(registration))
    return Exists(here.filter(district_id=OuterRef("district_id")))


def pairings() -> QuerySet[Pairing]:
    today = clock.today()
    held = Pairing.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today), valid_from__lte=today)
    return held.select_related("township", "institution").order_by("township__code", "institution__kind")


def latest_plan() -> Plan | None:
    return Plan.objects.order_by("-drawn_up_at").first()
