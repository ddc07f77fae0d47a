"""派驻依据 as each may see it: the bureau and the auditor all, a director and a village cadre their own."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value

from menkou.advisers import queries as advisers
from menkou.advisers.models import Base, Institution, Registration, Speciality
from menkou.advisers.queries import roster
from menkou.basis.kinds import KINDS, Kind
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import Dated, holding
from menkou.engagements.models import Obligation
from menkou.engagements.rules.duties import DUTIES
from menkou.places import queries as places
from menkou.places.models import Township, Village
from menkou.postings.models import Wish

READ_ALL = (Role.JUSTICE_BUREAU, Role.AUDITOR)
READERS = (*READ_ALL, Role.INSTITUTION_DIRECTOR, Role.VILLAGE_CADRE)
ENDS_SOON = timedelta(days=60)


def speaks_for(by: Actor, fact: Dated) -> bool:
    """Whether it is a director's own people or institution, or a cadre's own village, that this is about."""
    houses, villages = by.held(Role.INSTITUTION_DIRECTOR), by.held(Role.VILLAGE_CADRE)
    if isinstance(fact, Wish) and fact.side == Wish.Side.VILLAGE:
        return fact.village_id in villages
    if isinstance(fact, Wish) and fact.institution_id:
        return fact.institution_id in houses
    person = fact.registration if isinstance(fact, Wish | Speciality | Base) else None
    return person is not None and person.institution_id in houses


def may_see(by: Actor, kind: Kind) -> bool:
    """Whether there can be anything of this kind for them."""
    led, village = by.has_role(Role.INSTITUTION_DIRECTOR), by.has_role(Role.VILLAGE_CADRE)
    return by.has_role(*READ_ALL) or bool(led and kind.of_house) or bool(village and kind.of_village)


def kind_for(by: Actor, key: str) -> Kind:
    """A kind by its word in the address. Raises DoesNotExist where there is none for them."""
    kind = KINDS.get(key)
    if kind is None or not may_see(by, kind):
        raise Wish.DoesNotExist
    return kind


def visible(by: Actor, kind: Kind) -> QuerySet:
    """The rows of a kind that somebody may see."""
    rows = kind.model.objects.all()
    if by.has_role(*READ_ALL):
        return rows
    own, houses, villages = Q(pk=None), by.held(Role.INSTITUTION_DIRECTOR), by.held(Role.VILLAGE_CADRE)
    for path in kind.of_house:
        own |= Q(**{f"{path}__in": houses})
    if kind.of_village:
        own |= Q(**{f"{kind.of_village}__in": villages})
    if kind.model is Wish:  # what a village wishes is between it and the bureau, and so is what the others wish
        sides = {Wish.Side.OTHER: houses, Wish.Side.VILLAGE: villages}
        own &= Q(side__in=[side for side, held in sides.items() if held])
    return rows.filter(own)


def listed(by: Actor, kind: Kind, *, wanted: str = "", over: bool = False) -> QuerySet:
    """Those that hold or will, or all with those that are over, by a part of a name."""
    rows = visible(by, kind).select_related(*kind.related)
    if not over:
        rows = rows.filter(_not_over())
    if wanted and kind.sought:
        found = Q()
        for path in kind.sought:
            found |= Q(**{f"{path}__contains": wanted})
        rows = rows.filter(found)
    return rows.order_by(*(F(one).asc(nulls_last=True) if one == "valid_until" else one for one in kind.order))


def fact_for(by: Actor, kind: Kind, pk: UUID) -> Dated:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible(by, kind).select_related(*kind.related).get(pk=pk)


def counts(by: Actor) -> dict[str, int]:
    """How many of each kind hold or will: one question for all kinds."""
    groups = [
        visible(by, kind).filter(_not_over()).order_by().values(which=Value(key)).annotate(count=Count("pk"))
        for key, kind in KINDS.items()
        if may_see(by, kind)
    ]
    if not groups:
        return {}
    found = groups[0].union(*groups[1:], all=True)
    return {key: 0 for key, kind in KINDS.items() if may_see(by, kind)} | {one["which"]: one["count"] for one in found}


def ends_soon(fact: Dated) -> bool:
    """Whether it ends within sixty days."""
    today = clock.today()
    return fact.valid_until is not None and today < fact.valid_until <= today + ENDS_SOON


def _not_over() -> Q:
    return Q(valid_until=None) | Q(valid_until__gt=clock.today())


def may_record(by: Actor, kind: Kind) -> bool:
    """Whether a form is worth showing; the policy decides on each fact."""
    led = by.has_role(Role.INSTITUTION_DIRECTOR) and kind.model in (Speciality, Base, Wish)
    return by.has_role(Role.JUSTICE_BUREAU) or led or (by.has_role(Role.VILLAGE_CADRE) and kind.model is Wish)


def people(by: Actor) -> QuerySet[Registration]:
    """Whom somebody may record something about: a director one's own people, others everybody on the roster."""
    here = roster().order_by("adviser__name", "pk")
    if by.has_role(Role.JUSTICE_BUREAU, Role.VILLAGE_CADRE):
        return here
    return here.filter(institution__in=by.held(Role.INSTITUTION_DIRECTOR))


def institutions(by: Actor) -> QuerySet[Institution]:
    """The same for institutions."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.VILLAGE_CADRE):
        return advisers.institutions()
    return advisers.institutions().filter(pk__in=by.held(Role.INSTITUTION_DIRECTOR))


def villages(by: Actor) -> QuerySet[Village]:
    """The same for villages: a cadre one's own."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.INSTITUTION_DIRECTOR):
        return places.villages()
    return places.villages().filter(pk__in=by.held(Role.VILLAGE_CADRE))


def townships(by: Actor) -> QuerySet[Township]:
    return places.townships()


def shipped_duties() -> list[Obligation]:
    """工作要求 that hold since the district has recorded none of the same unit."""
    own = set(holding(Obligation.objects.all()).values_list("unit", flat=True))
    return [Obligation(**duty._asdict()) for duty in DUTIES.values() if duty.unit not in own]
