"""Who is acting, from today's memberships: no role is ever kept in a session."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from menkou.accounts.models import ApiToken, Membership, SavedView, User
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.keys import digest
from menkou.core.prepared import Prepared


def running(on: date | None = None) -> QuerySet[Membership]:
    """Memberships that hold on a day, today if none is named."""
    on = on or clock.today()
    return Membership.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on)


_HELD: Prepared[tuple[str, UUID | None]] = Prepared(  # asked at every request
    lambda role, *of: (role, next(filter(None, of), None)),
    lambda user, today: (
        running(today)
        .filter(user=user)
        .values_list("role", "township_id", "village_id", "institution_id", "registration_id")
    ),
    user=UUID,
    today=date,
)


def actor_for(user: User) -> Actor:
    """The actor that a signed-in person is in this district; one without a membership holds nothing here."""
    return Actor(user.pk, user.name, frozenset(_HELD(user=user.pk, today=clock.today())))


def user_of_token(secret: str) -> User | None:
    """The person for whom a program may act; None for a token that is unknown or has run out."""
    tokens = ApiToken.objects.filter(digest=digest("api-token", secret), valid_until__gt=clock.now())
    token = tokens.select_related("user").filter(user__is_active=True).first()
    return token.user if token else None


def advised_as(user_id: UUID | None) -> QuerySet:
    """The registrations as which a person serves or ever served: what one did stays one's own."""
    return Membership.objects.filter(user=user_id, role=Role.ADVISER).order_by().values("registration")


def ever_was(user_id: UUID | None, adviser: str) -> Exists:
    """The condition that the adviser in a column of the query that asks is this person, today or in earlier days."""
    as_whom = advised_as(user_id).filter(registration__adviser=OuterRef(adviser), district_id=OuterRef("district_id"))
    return Exists(as_whom)


def held_by(user: User) -> QuerySet[Membership]:
    """What a person holds here today, with what it is held for."""
    return running_by_user().filter(user=user)


def running_by_user() -> QuerySet[Membership]:
    """Everybody who holds something today, with what it is held for."""
    targets = ("user", "township", "village", "institution", "registration__adviser")
    return running().select_related(*targets).order_by("user__username", "role", "id")


def user_called(username: str) -> User | None:
    return User.objects.filter(username=username).first()


def target_of(membership: Membership) -> tuple[str, str]:
    """The code and the name of what a role is held for; two empty words for the whole district."""
    if place := membership.township or membership.village:
        return place.code, str(place)
    if membership.institution:
        return membership.institution.credit_code, membership.institution.name
    if membership.registration:
        return membership.registration.adviser.licence_no, membership.registration.adviser.name
    return "", ""


def names_of(ids: Iterable[UUID | str]) -> dict[str, str]:
    """What people are called, by their id as text."""
    return {str(pk): name for pk, name in User.objects.filter(pk__in=list(ids)).values_list("pk", "name")}


def people(role: Role) -> QuerySet[Membership]:
    return running().filter(role=role).select_related("user", "township", "village", "institution")


def registrations_with_login() -> set[UUID]:
    """Those on the roster who can sign in."""
    held = running().filter(role=Role.ADVISER, user__is_active=True)
    return set(held.values_list("registration_id", flat=True))


def demo_accounts() -> QuerySet[User]:
    return User.objects.filter(is_demo=True)


def is_waiting(user: User) -> bool:
    """Whether an account that something is held with here has never been opened: whoever it is for sets its password."""
    return not user.is_active and user.last_login is None and running().filter(user=user).exists()


def waiting() -> QuerySet[User]:
    """Accounts that were put on record and have never been opened, in the order of their names."""
    held = running().values("user")
    return User.objects.filter(pk__in=held, is_active=False, last_login=None).order_by("username")


def who_can_sign_in() -> dict[str, set[UUID | None]]:
    """For each role, what it is held for by people who can sign in; None stands for the whole district."""
    found: dict[str, set[UUID | None]] = {role: set() for role in Role.values}
    columns = ("role", "township_id", "village_id", "institution_id", "registration_id")
    for role, *of in running().filter(user__is_active=True).values_list(*columns):
        found[role].add(next(filter(None, of), None))
    return found


def count_people(role: Role) -> int:
    """How many people who hold a role can sign in."""
    return running().filter(role=role, user__is_active=True).values("user").distinct().count()


def saved_views(by: Actor, page: str) -> QuerySet[SavedView]:
    """常用视图 of one list: one's own."""
    return SavedView.objects.filter(user=by.user_id, page=page)


def saved_view_for(by: Actor, pk: UUID) -> SavedView:
    """What is not one's own does not exist."""
    return SavedView.objects.get(pk=pk, user=by.user_id)
