"""交接清单: what whoever goes has to hand on. Matters by their reference numbers only, people by their phones."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from menkou.accounts.models import Membership
from menkou.accounts.queries import running as memberships
from menkou.boards import queries as boards
from menkou.consultations import queries as consultations
from menkou.consultations.interests.barring import without_interests
from menkou.consultations.models import Consultation, Handover
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.departures.queries import MOST_OVER_DAYS, reaching
from menkou.groups.keeping import queries as groups
from menkou.groups.models import Group
from menkou.places import queries as places
from menkou.places.models import JudicialOffice, Village
from menkou.postings.models import Departure, Post, Posting


@dataclass
class Place:
    """One village of the pack: which post, who serves there now, the cadres, the judicial office, the board."""

    village: Village
    post: str
    serving: dict[str, Posting] = field(default_factory=dict)
    cadres: list[Membership] = field(default_factory=list)
    office: JudicialOffice | None = None
    is_stale: bool = False

    @property
    def post_words(self) -> str:
        return Post(self.post).label

    @property
    def new(self) -> Posting | None:
        """Who holds the post from the day on; None while nobody does."""
        return self.serving.get(self.post)

    @property
    def colleague(self) -> Posting | None:
        """Who holds the other post."""
        return self.serving.get(Post.B if self.post == Post.A else Post.A)


@dataclass(frozen=True)
class Pack:
    """The whole list, or that of the villages which the reader serves."""

    departure: Departure
    places: list[Place]
    matters: list[Consultation]
    groups: list[Group]
    is_whole: bool

    @property
    def boards(self) -> list[Place]:
        """Where the names at the door are to be printed anew."""
        return [one for one in self.places if one.is_stale]


def pack_for(by: Actor, pk: UUID) -> Pack:
    """交接清单, whole for the bureau and the director, for a new holder of their villages. Raises DoesNotExist."""
    found = Departure.objects.select_related("registration__adviser", "registration__institution")
    departure = found.get(pk=pk)
    left = _left(departure)
    is_whole = by.has_role(Role.JUSTICE_BUREAU) or departure.registration.institution_id in by.held(
        Role.INSTITUTION_DIRECTOR
    )
    on = max(departure.valid_from, clock.today())
    serving = _serving(left, departure, on)
    if not is_whole:
        own = by.held(Role.ADVISER)
        left = {pk: post for pk, post in left.items() if any(p.registration_id in own for p in serving[pk].values())}
        if not left:
            raise Departure.DoesNotExist
    return Pack(departure, _places(left, serving), _matters(left, departure), _groups(left, departure), is_whole)


def packs_for(by: Actor) -> list[Departure]:
    """Of whom an adviser has taken over a village in the last half-year, or is about to; three statements."""
    own = Posting.objects.filter(reaching(clock.today()), registration__in=by.held(Role.ADVISER))
    here = {str(pk) for pk in own.values_list("village", flat=True)}
    since = clock.today() - timedelta(days=MOST_OVER_DAYS)
    people = ("registration__adviser", "registration__institution")
    recent = list(Departure.objects.filter(valid_from__gt=since).select_related(*people))
    ended = [pk for one in recent for pk, _ in one.took.get("posts", [])]
    village_of = {str(pk): str(of) for pk, of in Posting.objects.filter(pk__in=ended).values_list("pk", "village")}
    left = {
        one.pk: {village_of[pk] for pk, _ in one.took.get("posts", []) if pk in village_of}
        | {struck["village_id"] for struck in one.took.get("struck", [])}
        for one in recent
    }
    gone = by.held(Role.ADVISER)
    return [one for one in recent if here & left[one.pk] and one.registration_id not in gone]


def villages_left(departure: Departure) -> list[Village]:
    """The villages that a departure leaves, by their codes."""
    return list(Village.objects.filter(pk__in=_left(departure)).select_related("township"))


def _left(departure: Departure) -> dict[UUID, str]:
    """The villages that somebody goes from, and the post there."""
    took: dict[str, Any] = departure.took
    ended = Posting.objects.filter(pk__in=[pk for pk, _ in took.get("posts", [])]).values_list("village", "post")
    return dict(ended) | {UUID(one["village_id"]): one["post"] for one in took.get("struck", [])}


def _groups(left: dict[UUID, str], departure: Departure) -> list[Group]:
    """要移交的群: those of these villages that whoever goes still owns."""
    owned = groups.to_hand_on({departure.registration_id}).filter(village__in=left)
    return list(owned.order_by("village__code", "name"))


def _serving(left: dict[UUID, str], departure: Departure, on: date) -> dict[UUID, dict[str, Posting]]:
    """Who serves these villages on a day, without who goes."""
    held = Posting.objects.filter(reaching(on), village__in=left, valid_from__lte=on)
    held = held.exclude(registration=departure.registration_id)
    found: dict[UUID, dict[str, Posting]] = defaultdict(dict)
    for posting in held.select_related("registration__adviser", "registration__institution"):
        found[posting.village_id][posting.post] = posting
    return found


def _places(left: dict[UUID, str], serving: dict[UUID, dict[str, Posting]]) -> list[Place]:
    villages = Village.objects.filter(pk__in=left).select_related("township")
    found = {village.pk: Place(village, left[village.pk], serving[village.pk]) for village in villages}
    for cadre in memberships().filter(role=Role.VILLAGE_CADRE, village__in=left).select_related("user"):
        if cadre.village_id:
            found[cadre.village_id].cadres.append(cadre)
    offices = {one.township_id: one for one in places.offices_of(one.village.township_id for one in found.values())}
    stale = boards.stale_at(left)
    for place in found.values():
        place.office, place.is_stale = offices.get(place.village.township_id), place.village.pk in stale
    return list(found.values())


def _matters(left: dict[UUID, str], departure: Departure) -> list[Consultation]:
    """Open ones that they hold, or that passed on since; the most urgent first."""
    passed = Handover.objects.filter(
        consultation_id=OuterRef("pk"),
        district_id=OuterRef("district_id"),
        giver_id=departure.registration_id,
        handed_at__gte=departure.recorded_at,
    )
    own = Q(holder=departure.registration_id) | Q(Exists(passed))
    found = without_interests(consultations.open_in(left)).filter(own).select_related("holder__adviser")
    return list(found.order_by("due_at"))
