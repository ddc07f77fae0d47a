"""Who departs and what that leaves open: posts ahead without anybody."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from menkou.advisers.models import Institution, Licence, Registration
from menkou.advisers.queries import roster
from menkou.consultations import queries as consultations
from menkou.consultations.interests.barring import without_interests
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.postings.models import Departure, Posting
from menkou.postings.vacancies import Vacancy, vacancies, vacancies_among

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
    open_ = without_interests(consultations.open_in({post.village_id for post in posts})).filter(holder__in=who)
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


def gaps_ahead(by: Actor, *, township: str = "", villages: Iterable[UUID] | None = None) -> list[Vacancy]:
    """Posts that will be empty on some day soon, the soonest first; five statements, however many villages.

    Of these villages, by their ids, if any are named, of the reader's else.
    """
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        return []
    before = clock.today() + timedelta(days=places.rules()["gaps_ahead_days"])
    if villages is None:
        own = _villages_of(by)
        return vacancies(own.filter(township__code=township) if township else own, before=before)
    return vacancies_among(villages, before)


def _villages_of(by: Actor) -> QuerySet[Village]:
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return places.villages()
    return places.villages().filter(township__in=by.held(Role.JUDICIAL_OFFICE))
