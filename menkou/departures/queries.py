"""Who departs and what that leaves open: posts ahead without anybody, boards with old names, days that were served."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from menkou.advisers.models import Institution, Licence, Registration
from menkou.advisers.queries import roster
from menkou.consultations import queries as consultations
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.departures.models import Board
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Departure, Post, Posting
from menkou.postings.vacancies import Vacancy, vacancies

MOST_OVER_DAYS = 180  # departures of the last half-year stay on the list


def reaching(on: date) -> Q:
    """The condition for rows that hold on a day or later."""
    return Q(valid_until=None) | Q(valid_until__gt=on)


def departures_for(by: Actor) -> QuerySet[Departure]:
    """The bureau and the auditor see all of the last half-year and to come, a director those of the institution."""
    since = clock.today() - timedelta(days=MOST_OVER_DAYS)
    found = Departure.objects.filter(Q(valid_from__gt=since) | Q(valid_until=None))
    found = found.select_related("registration__adviser", "registration__institution")
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    return found.filter(registration__institution__in=by.held(Role.INSTITUTION_DIRECTOR))


def departure_for(by: Actor, pk: UUID) -> Departure:
    """How a page gets hold of one: what you may not see does not exist."""
    return departures_for(by).select_related("recorded_by").get(pk=pk)


def person_for(by: Actor, pk: UUID) -> Registration:
    """How the page gets hold of somebody who is to depart: for the bureau, and the director of the institution."""
    person = roster().get(pk=pk)
    led = person.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    if not (led or by.has_role(Role.JUSTICE_BUREAU)):
        raise Registration.DoesNotExist
    return person


def people_of(institution: Institution, on: date) -> QuerySet[Registration]:
    """Who is on the roster for an institution on a day or later, and has not departed for good."""
    found = Registration.objects.filter(reaching(on), institution=institution, valid_from__lt=on)
    return found.select_related("adviser").order_by("pk")


def institution_for(by: Actor, pk: UUID) -> Institution:
    """How the page of an institution's leaving gets hold of it."""
    if not by.has_role(Role.JUSTICE_BUREAU):
        raise Institution.DoesNotExist
    return Institution.objects.get(pk=pk, pk__in=roster().values("institution"))


def beside(posts: Iterable[Posting]) -> set[UUID]:
    """Who holds the other post of these villages."""
    posts = list(posts)
    others = postings.running().filter(village__in={post.village_id for post in posts})
    holders = others.exclude(registration__in={post.registration_id for post in posts})
    return set(holders.values_list("registration", flat=True).order_by())


class Left(NamedTuple):
    """What one village would miss: the post, who stays, and how many matters are open with who goes."""

    posting: Posting
    stays: Posting | None
    open: int


def would_leave(registrations: Iterable[Registration]) -> list[Left]:
    """What happens first if these people depart: their posts, who acts then, open matters; three statements."""
    who = [one.pk for one in registrations]
    posts = list(postings.held_by(who).select_related("registration__adviser"))
    others = postings.running().filter(village__in={post.village_id for post in posts}).exclude(registration__in=who)
    stays = {one.village_id: one for one in others.select_related("registration__adviser")}
    open_ = consultations.open_in({post.village_id for post in posts}).filter(holder__in=who)
    counts = dict(open_.values_list("village").annotate(count=Count("pk")).values_list("village", "count"))
    return [Left(post, stays.get(post.village_id), counts.get(post.village_id, 0)) for post in posts]


def licences_ending() -> list[tuple[Registration, date]]:
    """Who holds a post and has licences on record, none of which holds from a day soon; and that day."""
    today, days = clock.today(), places.rules()["licence_notice_days"]
    held = postings.running().values("registration")
    spans: dict[UUID, date | None] = {}
    people = roster().in_bulk(
        list(Licence.objects.filter(registration__in=held).values_list("registration", flat=True))
    )
    for licence in Licence.objects.filter(registration__in=people).order_by("valid_from"):
        until = spans.get(licence.registration_id, today)
        if until and licence.valid_from <= until and (licence.valid_until is None or licence.valid_until > until):
            spans[licence.registration_id] = licence.valid_until
    ends = {pk: spans.get(pk, today) for pk in people}
    soon = today + timedelta(days=days)
    known = set(Departure.objects.filter(reaching(today)).values_list("registration", flat=True))
    return [(people[pk], end) for pk, end in ends.items() if end and end <= soon and pk not in known]


def licence_departures_to_undo() -> list[Departure]:
    """Announced for the end of a licence, not begun, and a licence is on record by now that goes on."""
    found = Departure.objects.filter(why=Departure.Why.LICENCE, valid_from__gt=clock.today())
    here = Licence.objects.filter(registration__in=found.values("registration"))
    spans = list(here.values_list("registration", "valid_from", "valid_until"))
    return [
        one
        for one in found
        if any(
            who == one.registration_id and begin <= one.valid_from and (end is None or end > one.valid_from)
            for who, begin, end in spans
        )
    ]


def gaps_ahead(by: Actor, *, township: str = "", villages: Iterable[Village] | None = None) -> list[Vacancy]:
    """Posts that will be empty on some day soon, the soonest first; four statements, however many villages.

    Of these villages, if any are named, of the reader's else.
    """
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return []
    if villages is None:
        villages = _villages_of(by)
        villages = villages.filter(township__code=township) if township else villages
    return vacancies(villages, before=clock.today() + timedelta(days=places.rules()["gaps_ahead_days"]))


def _villages_of(by: Actor) -> QuerySet[Village]:
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return places.villages()
    return places.villages().filter(township__in=by.held(Role.JUDICIAL_OFFICE))


class Changed(NamedTuple):
    """A village whose board is not as it is on record: what is printed, and whether that is true today."""

    village: UUID
    board: UUID | None
    printed_a: UUID | None
    printed_b: UUID | None
    is_true: bool


HELD = """
select p.village_id, (array_agg(p.registration_id) filter (where p.post = 'A'))[1] a,
       (array_agg(p.registration_id) filter (where p.post = 'B'))[1] b
  from postings_posting p join advisers_registration r on r.id = p.registration_id
 where p.valid_from <= {day} and (p.valid_until is null or p.valid_until > {day})
   and r.valid_from <= {day} and (r.valid_until is null or r.valid_until > {day})
 group by p.village_id
"""
CHANGED = f"""
with now as ({HELD.format(day="%(today)s")}), before as ({HELD.format(day="%(yesterday)s")})
select v.id, board.id,
       case when board.id is not null then board.a_id when merged then null
            when before.village_id is null then now.a else before.a end,
       case when board.id is not null then board.b_id when merged then null
            when before.village_id is null then now.b else before.b end,
       case when board.id is not null then (board.a_id, board.b_id) is not distinct from (now.a, now.b)
            else not merged
                 and (before.village_id is null or (before.a, before.b) is not distinct from (now.a, now.b)) end
  from places_village v left join now on now.village_id = v.id left join before on before.village_id = v.id
  left join departures_board board on board.village_id = v.id
 cross join lateral (select v.valid_from = %(today)s
        and exists (select from places_village gone
                     where gone.successor_id = v.id and gone.district_id = v.district_id) merged) m
 where v.valid_from <= %(today)s and (v.valid_until is null or v.valid_until > %(today)s)
   and (%(all)s or v.id = any(%(villages)s::uuid[]))
   and (board.id is null and (now.village_id is not null or before.village_id is not null)
        or board.id is not null
           and (board.stale_since is null) <> ((board.a_id, board.b_id) is not distinct from (now.a, now.b)))
"""  # noqa: S608  # our own words; row security keeps it in the district


def boards_changed(villages: Iterable[UUID] | None = None) -> list[Changed]:
    """Boards to be marked, unmarked, or taken up: a village's first is taken to say who served yesterday.

    A village that goes on for others from today has no board of its own yet: what hangs there has another name.
    """
    today = clock.today()
    asked: dict[str, Any] = {"today": today, "yesterday": today - timedelta(days=1)}
    asked |= {"all": villages is None, "villages": list(villages or ())}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, asked)
        return [Changed(*row) for row in cursor.fetchall()]


def serving(village: UUID) -> tuple[UUID | None, UUID | None]:
    """Who holds A and B today."""
    held = dict(postings.running().filter(village=village).values_list("post", "registration"))
    return held.get(Post.A), held.get(Post.B)


def boards_for(by: Actor) -> QuerySet[Board]:
    """The bureau and the auditor see all, an office its township's."""
    found = Board.objects.filter(village__in=places.villages().values("pk"))
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        found = found.filter(village__township__in=by.held(Role.JUDICIAL_OFFICE))
    return found.select_related("village__township", "a__adviser", "b__adviser")


def boards_named(by: Actor, pks: Iterable[UUID]) -> list[Board]:
    """How the button gets hold of them; what you may not see does not exist."""
    wanted = set(pks)
    found = list(boards_for(by).filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise Board.DoesNotExist
    return found


def stale_boards(by: Actor, *, township: str = "") -> QuerySet[Board]:
    """要更换的公示牌: the longest wrong first."""
    found = boards_for(by).filter(stale_since__isnull=False)
    if township:
        found = found.filter(village__township__code=township)
    return found.order_by("stale_since", "village__code")


class Reprint(NamedTuple):
    """A board to be renewed, and who serves there today."""

    board: Board
    a: Posting | None
    b: Posting | None

    @property
    def seen(self) -> str:
        """What the button says back: which board, with which names."""
        return f"{self.board.pk}.{_pk(self.a)}.{_pk(self.b)}"


def with_new_names(boards: Iterable[Board]) -> list[Reprint]:
    """Old names beside new, in one statement more."""
    boards = list(boards)
    held = postings.running().filter(village__in=[one.village_id for one in boards])
    posts = {(one.village_id, one.post): one for one in held.select_related("registration__adviser")}
    return [Reprint(one, posts.get((one.village_id, "A")), posts.get((one.village_id, "B"))) for one in boards]


def _pk(posting: Posting | None) -> str:
    return str(posting.registration_id) if posting else ""
