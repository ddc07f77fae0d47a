"""What can be seen of consequences: by the bureau and auditors all, by others what whom it is about was told of."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, DateField, Exists, Func, OuterRef, Q, QuerySet

from menkou.accounts import queries as accounts
from menkou.advisers.models import Registration
from menkou.assessments.models import Consequence
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.standing import standing_column
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.plans.models import Version
from menkou.postings import queries as postings
from menkou.postings.models import Post, Posting

READ_ALL = (Role.JUSTICE_BUREAU, Role.AUDITOR)
READERS = (*READ_ALL, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR, Role.ADVISER)
HEAR_OF_NOTICES = (*READERS, Role.VILLAGE_CADRE)
Kind, State, Scope = Consequence.Kind, Consequence.State, Consequence.Scope
ALL = ("registration__adviser", "institution")


class DayOf(Func):
    """The day of an instant in Shanghai."""

    template = f"(%(expressions)s at time zone '{clock.SHANGHAI.key}')::date"
    output_field = DateField()


def visible_to(by: Actor) -> QuerySet[Consequence]:
    """Nobody reads of a finding before whom it is about, but those who decide and those who watch them."""
    if by.has_role(*READ_ALL):
        return Consequence.objects.exclude(_own(by) & Q(told_at=None))
    served = Q(Exists(_served(by))) if by.has_role(Role.JUDICIAL_OFFICE) else Q(pk=None)
    return Consequence.objects.filter(_own(by) | served, told_at__isnull=False)


def consequence_for(by: Actor, pk: UUID) -> Consequence:
    """How a page gets hold of one: what you may not see does not exist."""
    people = ("opened_by", "told_by", "stated_by", "decided_by", "ordered_by", "done_by", "repair")
    return visible_to(by).select_related(*ALL, *people).get(pk=pk)


def is_own(by: Actor, consequence: Consequence) -> bool:
    """Whether somebody is whom it is about, or leads the institution."""
    return Consequence.objects.filter(_own(by), pk=consequence.pk).exists()


def deals_with(by: Actor, consequence: Consequence) -> bool:
    """The bureau's people, and nobody with what is about themselves, also as an adviser that they are no more."""
    if not by.has_role(Role.JUSTICE_BUREAU) or is_own(by, consequence):
        return False
    about = consequence.registration_id
    return about is None or not Registration.objects.filter(pk=about, membership__user=by.user_id).exists()


def listed(by: Actor, chosen: str = "", *, kind: str = "", wanted: str = "") -> QuerySet[Consequence]:
    """In one state, or `due`: what waits for the bureau; by kind and by a part of a name; the newest first."""
    found = visible_to(by).select_related(*ALL)
    if chosen:
        found = found.filter(_due() if chosen == "due" else Q(state=chosen))
    if kind:
        found = found.filter(kind=kind)
    if wanted:
        found = found.filter(Q(registration__adviser__name__contains=wanted) | Q(institution__name__contains=wanted))
    return found.order_by("-opened_at", "-id")


def counts(by: Actor) -> dict[str, int]:
    """How many there are under each word of the list's filter."""
    states = {state.value: Count("pk", Q(state=state)) for state in State}
    return visible_to(by).order_by().aggregate(due=Count("pk", _due()), all=Count("pk"), **states)


def to_do(by: Actor) -> QuerySet[Consequence]:
    """What waits for the bureau; nobody else has any."""
    return visible_to(by).filter(_due()) if by.has_role(Role.JUSTICE_BUREAU) else Consequence.objects.none()


def to_answer(by: Actor) -> QuerySet[Consequence]:
    """告知了、还可以陈述申辩的, of an adviser or of an institution's director."""
    open_still = Q(state=State.TOLD, statement="", answer_until__gt=clock.now())
    return Consequence.objects.filter(open_still & _own(by)).order_by("answer_until")


@standing_column
def told_to(by: Actor) -> QuerySet:
    """The same, their ids alone: whether there are any is asked at every showing of a first page."""
    return to_answer(by).values_list("pk")


def notices_for(by: Actor) -> QuerySet[Consequence]:
    """通报 that stand today, for those in their scope; on the day of their end they are gone."""
    stand = Q(kind=Kind.NOTICE, state__in=[State.DECIDED, State.DONE], ends_on__gt=clock.today())
    found = Consequence.objects.filter(stand).select_related(*ALL).order_by("-decided_at", "-id")
    if by.has_role(*READ_ALL):
        return found
    scopes = [Scope.DISTRICT] if by.has_role(*HEAR_OF_NOTICES) else []
    if by.has_role(Role.ADVISER, Role.INSTITUTION_DIRECTOR):
        scopes.append(Scope.INSTITUTIONS)
    return found.filter(Q(scope__in=scopes) | _own(by))


def still_held(consequence: Consequence) -> QuerySet[Posting]:
    """The posts, of those it is about, that whoever is to be replaced holds today or is to hold later."""
    mine = Q(registration=consequence.registration_id)
    if consequence.registration_id is None:
        mine = Q(registration__institution=consequence.institution_id)
    ahead = Posting.objects.filter(mine, Q(valid_until=None) | Q(valid_until__gt=clock.today()))
    if consequence.villages:
        ahead = ahead.filter(village__in=places_of(consequence))
    return ahead.select_related("village__township").order_by("village__code", "post", "valid_from")


def places_of(consequence: Consequence) -> set[UUID]:
    """The villages that it is about."""
    return places_called(consequence.villages)


def places_called(codes: Iterable[str]) -> set[UUID]:
    """Villages by their codes, and those that go on for the merged ones among them."""
    named, heirs = Village.objects.filter(code__in=list(codes)), places.heirs()
    known = set(named.order_by().values_list("pk", flat=True))
    return known | {heirs[one] for one in known if one in heirs}


def seats_in_words(held: QuerySet[Posting]) -> list[str]:
    """红花村A岗, each once."""
    return list(dict.fromkeys(f"{one.village.short_name}{Post(one.post).label}" for one in held))


class Served(NamedTuple):
    """A village of an order, and who is on its posts today."""

    village: Village
    a: Posting | None
    b: Posting | None


def served(consequence: Consequence) -> list[Served]:
    """Who stands where somebody is to be replaced."""
    there = Village.objects.filter(pk__in=places_of(consequence)).select_related("township")
    villages = list(there.exclude(valid_until__lte=clock.today()).order_by("code"))
    held = postings.running().filter(village__in=villages)
    posts = {(one.village_id, one.post): one for one in held.select_related("registration__adviser")}
    return [Served(one, posts.get((one.pk, "A")), posts.get((one.pk, "B"))) for one in villages]


def repairs_of(consequence: Consequence) -> QuerySet[Version]:
    """修补方案: the one that was asked for, and those that were drawn up again from it."""
    asked = Q(pk=consequence.repair_id) | Q(based_on=consequence.repair_id)
    return Version.objects.filter(asked if consequence.repair_id else Q(pk=None)).order_by("number")


def follow_up_of(consequence: Consequence) -> Consequence | None:
    """The finding that a failed re-check led to."""
    return Consequence.objects.filter(key=again_key(consequence)).first()


def again_key(consequence: Consequence) -> str:
    return f"again:{consequence.pk}"


def _own(by: Actor) -> Q:
    """Also of a registration that somebody holds no more: what one did stays one's own, and is one's own to answer."""
    mine = Q(registration__in=accounts.advised_as(by.user_id))
    return mine | Q(institution__in=by.held(Role.INSTITUTION_DIRECTOR))


def _served(by: Actor) -> QuerySet[Posting]:
    """Within a query over consequences: posts in an officer's townships that the adviser held when it was opened."""
    opened = DayOf(OuterRef("opened_at"))
    there = Posting.objects.filter(
        registration_id=OuterRef("registration_id"),
        district=OuterRef("district"),
        village__township__in=by.held(Role.JUDICIAL_OFFICE),
    )
    return there.filter(Q(valid_until=None) | Q(valid_until__gte=opened), valid_from__lte=opened)


def _due() -> Q:
    """What the bureau is to do now: tell, decide, carry out; not what still stands or runs."""
    now, today = clock.now(), clock.today()
    decidable = Q(state=State.TOLD) & (~Q(statement="") | Q(answer_until__lte=now))
    return Q(state=State.FOUND) | decidable | Q(state=State.DECIDED) & ~_waits(today)


def _waits(today: date) -> Q:
    stands = Q(kind=Kind.NOTICE, ends_on__gt=today)
    return stands | Q(kind=Kind.RECTIFY, carry_out_until__gte=today)
