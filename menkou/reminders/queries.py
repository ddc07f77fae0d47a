"""提醒: whom an address means today, by which ways they can be reached, and what a person sees of their own."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.accounts.models import Membership
from menkou.accounts.queries import running
from menkou.channels.models import Account
from menkou.channels.queries import TELLS
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.models import Outgoing
from menkou.places import queries as places
from menkou.reminders.models import MOST, Way
from menkou.reminders.rules import going

PERSON, GROUP, TRIAL = "person", "group", "reminder-trial"  # channels of the outbox
GROUP_MARK = "group-"  # before a robot's id in a part's address
HELD_FOR = {  # the outbox's addresses: who is meant, and by what they hold it
    "registration": (Role.ADVISER, "registration_id"),
    "institution": (Role.INSTITUTION_DIRECTOR, "institution_id"),
    "township": (Role.JUDICIAL_OFFICE, "township_id"),
    "bureau": (Role.JUSTICE_BUREAU, ""),
    "auditor": (Role.AUDITOR, ""),
    "operator": (Role.OPERATOR, ""),
}
BY_KIND = {  # which kind of account carries a way
    Way.Kind.WECOM: Account.Kind.APP,
    Way.Kind.PUSH: Account.Kind.PUSH,
    Way.Kind.PHONE: Account.Kind.SMS,
}


def people_of(address: str) -> QuerySet[Membership]:
    """Whoever holds today what an address names, and can sign in. Raises KeyError for an address of nobody's."""
    sort, _, pk = address.partition(":")
    role, held_for = HELD_FOR[sort]
    found = running().filter(role=role, user__is_active=True)
    return found.filter(**{held_for: pk}) if held_for else found


def parts_of(address: str) -> dict[str, str]:
    """Whom words to an address are passed on to, with the channel of each; nobody where no account would carry them."""
    on = accounts_on()
    if not on or address.partition(":")[0] not in HELD_FOR:
        return {}
    users = people_of(address).order_by("user_id").values_list("user_id", flat=True).distinct()
    robots = [one for one in on if one.kind == Account.Kind.ROBOT and one.facts.get(TELLS) == address]
    return {str(one): PERSON for one in users} | {f"{GROUP_MARK}{one.pk}": GROUP for one in robots}


def accounts_on() -> list[Account]:
    """Those that are on and can carry reminders: of SMS only where a template for staff was filed."""
    kinds = [*BY_KIND.values(), Account.Kind.ROBOT]
    on = Account.objects.filter(is_on=True, kind__in=kinds).order_by("pk")
    return [one for one in on if one.kind != Account.Kind.SMS or one.facts.get("staff_words")]


def account_by_kind() -> dict[str, Account]:
    """For each kind of way the account that carries it, where one does: the first that was registered."""
    found: dict[str, Account] = {}
    for one in reversed(accounts_on()):
        found |= {kind: one for kind, carrier in BY_KIND.items() if carrier == one.kind}
    return found


def ways_of(user_id: UUID) -> list[Way]:
    """A person's own, in the order in which they were put in."""
    return list(Way.objects.filter(user_id=user_id, ended_at=None).order_by("place"))


def open_ways(user_id: UUID) -> dict[tuple[str, int], tuple[Way, Account]]:
    """Those by which a word can go now, by kind and place."""
    by_kind = account_by_kind()
    found = [one for one in ways_of(user_id) if one.kind in by_kind and not one.refused_at]
    return {(one.kind, one.place): (one, by_kind[one.kind]) for one in found}


def is_meant(address: str, user_id: str) -> bool:
    """Whether an address still means this person: a post may have ended since words were passed on."""
    return people_of(address).filter(user_id=user_id).exists()


def way_for(by: Actor, pk: UUID) -> Way:
    """How a page gets hold of one: only of one's own. Raises Way.DoesNotExist."""
    return Way.objects.get(pk=pk, user=by.user_id)


def free_place(user_id: UUID) -> int | None:
    """Where the next way stands; none where a person has as many as anybody may."""
    taken = set(Way.objects.filter(user_id=user_id, ended_at=None).values_list("place", flat=True))
    return next((place for place in range(1, MOST + 1) if place not in taken), None)


def just_removed(by: Actor) -> Way | None:
    """What may still be taken back."""
    since = clock.now() - timedelta(seconds=places.rules()["take_back_seconds"])
    return Way.objects.filter(user=by.user_id, ended_at__gt=since).order_by("-ended_at").first()


def forgotten() -> QuerySet[Way]:
    """What cannot be taken back any more, and what is of those who hold nothing here today."""
    long_ago = clock.now() - timedelta(seconds=2 * places.rules()["take_back_seconds"])
    return Way.objects.filter(Q(ended_at__lt=long_ago) | ~Q(user__in=running().values("user")))


def trials_of(user_id: UUID) -> QuerySet[Outgoing]:
    """What a person has tried, the latest first."""
    return Outgoing.objects.filter(channel=TRIAL, address=address_of(user_id)).order_by("-made_at")


def trial_for(by: Actor, form: str) -> Outgoing:
    """Raises Outgoing.DoesNotExist."""
    assert by.user_id
    return trials_of(by.user_id).get(key=trial_key(form))


def way_tried(row: Outgoing) -> Way | None:
    """What a trial goes by, where it is still there."""
    assert row.about
    return Way.objects.filter(pk=row.about, ended_at=None).first()


def tried_lately(user_id: UUID) -> int:
    """How often in this hour."""
    return trials_of(user_id).filter(made_at__gt=clock.now() - timedelta(hours=1)).count()


def texts_wait_until() -> datetime | None:
    """When texts to staff may go again, where it is night."""
    rules, here = places.rules(), clock.now().astimezone(clock.SHANGHAI)
    return going.quiet_until(here, rules["hour_texts_to_staff_begin"], rules["hour_texts_to_staff_end"])


def trial_key(form: str) -> str:
    return f"remind:{form}"


def address_of(user_id: UUID) -> str:
    return f"user:{user_id}"
