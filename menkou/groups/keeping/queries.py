"""群登记: who sees which groups, which are to be handed on or looked at, and what a group is called by the rule."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from menkou.accounts import queries as accounts
from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.channels.models import Account
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.groups.models import Group
from menkou.groups.rules import naming
from menkou.places import queries as places
from menkou.places.models import District, Township, Village
from menkou.postings import queries as postings

SHOWN = {"": "都在用的", "ownerless": "要移交的", "quiet": "该核对的", "dissolved": "解散了的"}
PATTERNS = {level: f"group_name_of_{level}" for level in Group.Level.values}


class Size(NamedTuple):
    """So many groups, with so many people in them."""

    groups: int
    members: int


def visible_to(by: Actor) -> QuerySet[Group]:
    """The bureau and the auditor see all, an office those of its township, others those of villages that they serve."""
    found = Group.objects.select_related("township", "village__township", "registration__adviser", "owner", "account")
    found = found.defer("qr")
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return found
    towns, own = by.held(Role.JUDICIAL_OFFICE), by.held(Role.ADVISER)
    served = postings.held_by(own).order_by().values("village")
    mine = Q(registration__in=on_roster(by)) | Q(village__in=served) | Q(village__in=by.held(Role.VILLAGE_CADRE))
    return found.filter(mine | Q(township__in=towns) | Q(village__township__in=towns) | Q(owner=by.user_id))


def on_roster(by: Actor) -> QuerySet:
    """As whom an adviser works here today: whoever has left the roster sees no group, until it is handed on."""
    return roster().filter(pk__in=by.held(Role.ADVISER)).order_by().values("pk")


def group_for(by: Actor, pk: UUID) -> Group:
    """How a page gets hold of one: what you may not see does not exist."""
    return visible_to(by).get(pk=pk)


def listed(by: Actor, chosen: Mapping[str, str]) -> QuerySet[Group]:
    """Those that the filters leave: level, form, means, township, show and q (a part of the name)."""
    found = visible_to(by)
    found = found.filter(**{name: chosen[name] for name in ("level", "form", "means") if chosen.get(name)})
    if town := chosen.get("township"):
        found = found.filter(Q(township__code=town) | Q(village__township__code=town))
    if wanted := chosen.get("q"):
        found = found.filter(Q(name__contains=wanted) | Q(village__name__contains=wanted))
    if chosen.get("show") == "dissolved":
        return found.filter(dissolved_on__isnull=False)
    found = found.filter(dissolved_on=None)
    if chosen.get("show") == "ownerless":
        return found.filter(owner_is_gone())
    return found.filter(is_quiet()) if chosen.get("show") == "quiet" else found


def size_of(found: QuerySet[Group]) -> Size:
    """群数和人数; somebody who is in two groups is counted in both."""
    people = Coalesce(Sum(sum((F(kind) for kind in Group.KINDS[1:]), F(Group.KINDS[0]))), 0)
    return Size(**found.order_by().aggregate(groups=Count("pk"), members=people))


def owner_is_gone() -> Q:
    """The condition for groups of ours whose owner serves there no more: off the roster or the post, or without a role."""
    same = {"district_id": OuterRef("district_id")}
    here = roster().filter(pk=OuterRef("registration_id"), **same)
    post = postings.running().filter(registration=OuterRef("registration_id"), village=OuterRef("village_id"), **same)
    holds = accounts.running().filter(user=OuterRef("owner_id"), user__is_active=True, **same)
    gone = Q(~Exists(here)) | Q(~Exists(post), village__isnull=False)
    return Q(gone, registration__isnull=False) | Q(~Exists(holds), owner__isnull=False)


def is_quiet() -> Q:
    """The condition for groups that nobody has looked at for longer than the district's rule says."""
    since = clock.today() - timedelta(days=places.rules()["days_to_look_at_a_group"])
    return Q(looked_on=None) | Q(looked_on__lt=since)


def to_hand_on(registrations: set[UUID]) -> QuerySet[Group]:
    """What is to be handed on when these advisers go: the groups that they own."""
    return Group.objects.filter(registration__in=registrations, dissolved_on=None).select_related("village__township")


def running() -> QuerySet[Group]:
    """Those that words can be brought into today."""
    return Group.objects.filter(dissolved_on=None)


def serves(by: Actor, group: Group) -> bool:
    """Whether somebody owns the group, or is on a post of its village today."""
    own = by.held(Role.ADVISER)
    if group.registration_id in own and on_roster(by).filter(pk=group.registration_id).exists():
        return True
    return group.village_id is not None and postings.held_by(own).filter(village=group.village_id).exists()


def name_remark(group: Group, district: District) -> str:
    """What there is to say of its name; a village's own group is called as the village likes."""
    if not group.is_ours:
        return ""
    town, said = group.town, {"区": district.name}
    said |= {"镇街": town.name} if town else {}
    said |= {"村": group.village.short_name} if group.village else {}
    return naming.remark(group.name, places.texts()[PATTERNS[group.level]], said)


def villages_for(by: Actor) -> QuerySet[Village]:
    """Of which villages somebody may register a group."""
    found = places.villages()
    if by.has_role(Role.JUSTICE_BUREAU):
        return found
    served = postings.held_by(by.held(Role.ADVISER)).order_by().values("village")
    return found.filter(Q(township__in=by.held(Role.JUDICIAL_OFFICE)) | Q(pk__in=served))


def townships_for(by: Actor) -> QuerySet[Township]:
    """The same of townships."""
    found = places.townships()
    return found if by.has_role(Role.JUSTICE_BUREAU) else found.filter(pk__in=by.held(Role.JUDICIAL_OFFICE))


def owners_among_advisers(village_id: UUID | None = None) -> QuerySet[Registration]:
    """Who on the roster may own a group: whoever is on a post of its village, or of any."""
    held = postings.running()
    held = held.filter(village=village_id) if village_id else held
    return roster().filter(pk__in=held.order_by().values("registration")).order_by("adviser__name", "pk")


def owners_among_staff(town_id: UUID | None = None) -> QuerySet[User]:
    """Whoever is of the bureau, or of the township's office."""
    held = accounts.running().filter(user__is_active=True)
    mine = Q(role=Role.JUSTICE_BUREAU) | (Q(role=Role.JUDICIAL_OFFICE) & (Q(township=town_id) if town_id else Q()))
    return User.objects.filter(pk__in=held.filter(mine).values("user")).order_by("name", "pk")


def owner_named(
    registration_id: UUID | None = None, owner_id: UUID | None = None
) -> tuple[Registration | None, User | None]:
    """Whoever was chosen: an adviser, or one of the staff. Raises DoesNotExist."""
    if registration_id:
        return roster().get(pk=registration_id), None
    assert owner_id
    return None, User.objects.get(pk=owner_id, is_active=True)


def accounts_for(means: str) -> QuerySet[Account]:
    """Which accounts words can go by into a group."""
    kind = {Group.Means.ROBOT: Account.Kind.ROBOT, Group.Means.MASS: Account.Kind.MASS}[Group.Means(means)]
    return Account.objects.filter(kind=kind).order_by("name", "pk")


def qr_of(group: Group) -> bytes | None:
    """进群的码, while it still lets somebody in."""
    if group.qr is None or group.qr_until is None or group.qr_until < clock.today():
        return None
    return bytes(group.qr)
