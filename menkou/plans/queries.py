"""Versions as those see them who may: the bureau and the auditor all, others what is approved, and of it their own."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places.models import Village
from menkou.plans.models import Version
from menkou.postings import queries as postings

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR, Role.JUDICIAL_OFFICE)
READ_ALL = (Role.JUSTICE_BUREAU, Role.AUDITOR)
OPEN_TO_ALL = (Version.State.APPROVED, Version.State.PUBLISHED)
Both = tuple[str | None, str | None]
HEAVY = ("posts", "before", "pairings", "locks", "changes", "unmet_wishes", "doubts")


def versions_for(by: Actor) -> QuerySet[Version]:
    """The versions that somebody may read at all, the newest first; nobody else has any."""
    if by.has_role(*READ_ALL):
        return Version.objects.all()
    found = Version.objects.filter(state__in=OPEN_TO_ALL)
    return found if by.has_role(*READERS) else found.none()


def to_approve(by: Actor) -> QuerySet[Version]:
    """待审定 for somebody: ready, and neither made nor changed by themselves."""
    ready = versions_for(by).filter(state=Version.State.READY)
    return ready.exclude(made_by=by.user_id).exclude(changed_by=by.user_id)


def listed(by: Actor) -> QuerySet[Version]:
    """The same for a list: without what only one version's own pages show."""
    return (
        versions_for(by)
        .select_related("made_by", "approved_by", "based_on")
        .defer(*HEAVY, *(f"based_on__{name}" for name in HEAVY))
    )


def version_for(by: Actor, number: int) -> Version:
    """How a page gets hold of a version: what you may not see does not exist."""
    people = ("made_by", "changed_by", "approved_by", "published_by", "withdrawn_by", "based_on", "plan")
    return versions_for(by).select_related(*people).get(number=number)


def posts_seen(by: Actor, version: Version) -> dict[str, Both]:
    """Who stands where in a version, as far as it is theirs to know.

    The bureau and the auditor see all; a judicial office its township; a director the posts of the institution's own
    people, and None for everybody else's.
    """
    held: dict[str, Both] = {code: (a, b) for code, (a, b) in version.posts.items()}
    if by.has_role(*READ_ALL):
        return held
    own = {
        str(one.pk) for one in registrations(held.values()) if one.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    }
    here = Village.objects.filter(township__in=by.held(Role.JUDICIAL_OFFICE)).values_list("code", flat=True)
    seen: dict[str, Both] = {code: held[code] for code in here if code in held}
    for code, (a, b) in held.items():
        mine = (a if a in own else None, b if b in own else None)
        if code not in seen and any(mine):
            seen[code] = mine
    return seen


def registrations(held: Iterable[Sequence[str | None]]) -> QuerySet[Registration]:
    """The people on some posts, with their institutions."""
    ids = {UUID(who) for both in held for who in both if who}
    return Registration.objects.filter(pk__in=ids).select_related("adviser", "institution")


def unfinished() -> QuerySet[Version]:
    """What the worker has to solve."""
    return Version.objects.filter(state__in=Version.UNFINISHED)


def posts_on(on: date | None = None) -> dict[str, Both]:
    """The posts on record that hold on a day, today if none is named: village code, to the A and the B post."""
    held: dict[str, dict[str, str]] = {}
    for code, post, who in postings.running(on).values_list("village__code", "post", "registration_id"):
        held.setdefault(code, {})[post] = str(who)
    return {code: (both.get("A"), both.get("B")) for code, both in held.items()}


def ahead() -> QuerySet[Version]:
    """What is published and has not begun."""
    return Version.objects.filter(state=Version.State.PUBLISHED, plan__valid_from__gt=clock.today())


def is_stopping(version: Version) -> bool:
    """Whether somebody has asked for the best so far."""
    return Version.objects.filter(pk=version.pk, is_stopping=True).exists()
