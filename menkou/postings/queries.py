"""Who holds which post, by today's dates, and who is away. Boards are public, so everybody may ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.prepared import Prepared
from menkou.places.models import Village, as_said
from menkou.postings.models import STAND_IN, Absence, Pairing, Plan, Post, Posting


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


MOST_OVER = 20  # absences that are over, on the page of one person
PRESENT = """
   and p.valid_from <= %(today)s and (p.valid_until is null or p.valid_until > %(today)s)
   and r.valid_from <= %(today)s and (r.valid_until is null or r.valid_until > %(today)s)
   and r.institution_id <> all(%(not_of)s::uuid[]) and r.adviser_id <> all(%(nor)s::uuid[])
   and not exists (select from postings_absence a
                    where a.registration_id = r.id and a.begins_at <= %(now)s and a.ends_at > %(now)s)
"""
DUTY = f"""
select p.registration_id, p.post from postings_posting p join advisers_registration r on r.id = p.registration_id
 where p.village_id = %(village)s {PRESENT}
 order by p.post limit 1
"""  # noqa: S608  # our own words, composed once: asked at every question; row security keeps it in the district
STANDING_IN = f"""
select r.id from postings_posting p join advisers_registration r on r.id = p.registration_id
  join places_village v on v.id = p.village_id
 where v.township_id = %(township)s {PRESENT}
   and exists (select from postings_posting here join advisers_registration own on own.id = here.registration_id
                where here.village_id = %(village)s
                  and here.valid_from <= %(today)s and (here.valid_until is null or here.valid_until > %(today)s)
                  and own.valid_from <= %(today)s and (own.valid_until is null or own.valid_until > %(today)s))
 group by r.id, r.institution_id
 order by r.institution_id in (
            select own.institution_id from postings_posting here
              join advisers_registration own on own.id = here.registration_id
             where here.village_id = %(village)s and here.post = 'A'
               and here.valid_from <= %(today)s and (here.valid_until is null or here.valid_until > %(today)s)) desc,
          count(*), r.id
 limit 1
"""  # noqa: S608  # their own team first, then the other institution; of these, whoever has the fewest posts here


def on_duty(village: Village, not_of: Iterable[UUID] = (), nor: Iterable[UUID] = ()) -> tuple[UUID, str] | None:
    """Who takes a new question: A; B where A is away; where both are, who stands in; None where there is nobody.

    Returns the registration and the post, or STAND_IN; nobody of some institutions, and none of some advisers, if any
    are named.
    """
    moment: dict[str, Any] = {
        "village": village.pk,
        "township": village.township_id,
        "today": clock.today(),
        "now": clock.now(),
        "not_of": list(not_of),
        "nor": list(nor),
    }
    with connection.cursor() as cursor:
        cursor.execute(DUTY, moment)
        if found := cursor.fetchone():
            return found
        cursor.execute(STANDING_IN, moment)
        found = cursor.fetchone()
    return (found[0], STAND_IN) if found else None


@dataclass(frozen=True)
class Board:
    """What a village's page says today: the two posts, who takes questions, and when those who are away come back."""

    posts: list[Posting]
    on_duty: Registration | None
    away: dict[UUID, datetime]  # registration: until when

    @property
    def a(self) -> Registration | None:
        """Who holds the A-post, here or away."""
        return self._at(Post.A)

    @property
    def b(self) -> Registration | None:
        """Who holds the B-post, here or away."""
        return self._at(Post.B)

    def _at(self, post: str) -> Registration | None:
        return next((one.registration for one in self.posts if one.post == post), None)

    @property
    def in_reserve(self) -> Registration | None:
        """Who else is here to stand in."""
        others = (one.registration for one in self.posts if one.registration_id not in self.away)
        return next((one for one in others if one != self.on_duty), None)

    @property
    def missing(self) -> list[tuple[Registration, datetime | None]]:
        """Who of the two is away, and until when; None for whose time here ends before that."""
        gone = [(one, until) for one in self.posts if (until := self.away.get(one.registration_id))]
        return [(one.registration, until if _comes_back(one, until) else None) for one, until in gone]


def _comes_back(posting: Posting, at: datetime) -> bool:
    ends = [day for day in (posting.valid_until, posting.registration.valid_until) if day]
    return all(clock.start_of(day) > at for day in ends)


def board_of(village: Village) -> Board:
    """Who serves the village and who is here now; one statement more where both are away."""
    posts = posts_of(village)
    away = away_until(posting.registration_id for posting in posts)
    here = [posting.registration for posting in posts if posting.registration_id not in away]
    if here or not posts:
        return Board(posts, here[0] if here else None, away)
    duty = on_duty(village)
    people = Registration.objects.select_related("adviser", "institution")
    return Board(posts, people.get(pk=duty[0]) if duty else None, away)


def absent(moment: datetime | None = None) -> QuerySet[Absence]:
    """Who is away at a moment, now if none is named."""
    moment = moment or clock.now()
    return Absence.objects.filter(begins_at__lte=moment, ends_at__gt=moment)


_ABSENCES: Prepared[tuple[UUID, datetime, datetime]] = Prepared(
    lambda *span: span,
    lambda whom, now: (
        Absence.objects.filter(registration__in=whom, ends_at__gt=now)
        .order_by("begins_at")
        .values_list("registration", "begins_at", "ends_at")
    ),
    whom=UUID,
    now=datetime,
)


def away_until(registration_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Those of them who are away now, and until when: leaves without a gap between them are one."""
    until: dict[UUID, datetime] = {}
    now = clock.now()
    for who, begins_at, ends_at in _ABSENCES(whom=list(registration_ids), now=now):
        if begins_at <= until.get(who, now):
            until[who] = ends_at
    return until


def is_away(registration: str, moment: datetime | None = None) -> Exists:
    """A condition for other queries: the person named by a column is away at a moment, now if none is named."""
    here = absent(moment).filter(registration_id=OuterRef(registration))
    return Exists(here.filter(district_id=OuterRef("district_id")))


def answers_for(by: Actor, registration: Registration) -> bool:
    """Oneself, the director of one's institution, the bureau; for people who are on the roster."""
    own = registration.pk in by.held(Role.ADVISER)
    led = registration.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    return registration.is_running and (own or led or by.has_role(Role.JUSTICE_BUREAU))


def person_for(by: Actor, pk: UUID) -> Registration:
    """How a page gets hold of somebody one answers for: what you may not see does not exist."""
    person = roster().get(pk=pk)
    if not answers_for(by, person):
        raise Registration.DoesNotExist
    return person


def own_registration(by: Actor) -> Registration:
    """The place on the roster that an adviser has. Raises DoesNotExist for who has left it."""
    return roster().filter(pk__in=by.held(Role.ADVISER)).order_by("pk")[:1].get()


def absence_for(by: Actor, pk: UUID) -> Absence:
    """How a page gets hold of an absence that one may end."""
    absence = Absence.objects.get(pk=pk)
    absence.registration = person_for(by, absence.registration_id)
    return absence


def absences_of(registration: Registration) -> list[Absence]:
    """All that run or are to come, and the last that are over; the newest first."""
    own, now = Absence.objects.filter(registration=registration), clock.now()
    return [*own.filter(ends_at__gt=now), *own.filter(ends_at__lte=now)[:MOST_OVER]]


def covers_of(absence: Absence) -> set[UUID]:
    """Who takes the questions of somebody's A-posts when the absence begins: on the B-post, and here themselves."""
    villages = running().filter(registration=absence.registration_id, post=Post.A).values("village")
    others = running().filter(village__in=villages, post=Post.B)
    here = others.exclude(is_away("registration_id", absence.begins_at))
    return set(here.values_list("registration", flat=True).order_by())


class Covered(NamedTuple):
    """替班: a village where one's colleague is away, and until when."""

    who: UUID
    name: str
    until: datetime
    village_name: str
    village_kind: str

    @property
    def village(self) -> str:
        return as_said(self.village_name, self.village_kind)


def _covered(holders: list[UUID], today: date, now: datetime) -> QuerySet[Posting, tuple]:
    mine = running(today).filter(registration__in=holders)
    own = mine.exclude(is_away("registration_id", now)).values("village")
    others = running(today).filter(village__in=own, post=Post.A).exclude(registration__in=holders)
    gone = others.filter(registration__absence__begins_at__lte=now, registration__absence__ends_at__gt=now)
    columns = ("registration__adviser__name", "registration__absence__ends_at", "village__name", "village__kind")
    return gone.order_by(columns[0], "registration", "village__code").values_list("registration", *columns)


COVERED = Prepared(Covered, _covered, holders=UUID, today=date, now=datetime)


def covered_by(by: Actor) -> list[Covered]:
    """Where an adviser stands in now, shown on the list of today."""
    found = COVERED(holders=list(by.held(Role.ADVISER)), today=clock.today(), now=clock.now())
    until = away_until({one.who for one in found})
    return [one._replace(until=until.get(one.who, one.until)) for one in found]


def others_of(registration: Registration) -> list[tuple[Posting, Posting | None]]:
    """The posts that a person holds, and beside each the other post of the same village."""
    own = list(held_by([registration.pk]))
    others = running().filter(village__in=[posting.village_id for posting in own]).exclude(registration=registration)
    beside = {posting.village_id: posting for posting in others.select_related("registration__adviser")}
    return [(posting, beside.get(posting.village_id)) for posting in own]


def here_in(township_id: UUID) -> QuerySet[Posting]:
    """The posts of a township whose people are here, each with the person."""
    held = running().filter(village__township_id=township_id).exclude(is_away("registration_id"))
    return held.select_related("registration__adviser", "registration__institution")


def holds_post(registration_id: UUID, village_id: UUID) -> bool:
    return running().filter(registration_id=registration_id, village_id=village_id).exists()


def held_by(registration_ids: Iterable[UUID]) -> QuerySet[Posting]:
    """The villages that these people serve."""
    mine = running().filter(registration_id__in=registration_ids)
    return mine.select_related("village__township").order_by("post", "village__code")


def other_post(village_id: UUID, registration_id: UUID, unless: Q | None = None) -> Posting | None:
    """The other of the two who serve a village, where they are here, and nothing speaks against their posting."""
    others = running().filter(village_id=village_id).exclude(registration_id=registration_id)
    others = others.exclude(is_away("registration_id")).exclude(unless or Q(pk=None))
    return others.select_related("registration__adviser", "registration__institution").order_by("post").first()


def on_post(village: str, registration: str, on: date | None = None, among: list[UUID] | None = None) -> Exists:
    """A condition for other queries: the person named by one column holds a post at the village of another.

    Where it can only be one of some people, saying so spares PostgreSQL a look at everybody's posts.
    """
    here = running(on).filter(village_id=OuterRef(village), registration_id=OuterRef(registration))
    if among is not None:
        here = here.filter(registration_id__in=among)
    return Exists(here.filter(district_id=OuterRef("district_id")))


def pairings() -> QuerySet[Pairing]:
    today = clock.today()
    held = Pairing.objects.filter(Q(valid_until=None) | Q(valid_until__gt=today), valid_from__lte=today)
    return held.select_related("township", "institution").order_by("township__code", "institution__kind")


def latest_plan() -> Plan | None:
    return Plan.objects.order_by("-drawn_up_at").first()
