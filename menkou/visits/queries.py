"""What can be seen of visits: an adviser's own, an office its township's; a village the one that its link names."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.advisers.queries import roster
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings
from menkou.visits import sealing, words
from menkou.visits.models import Clip, Deed, Said, Visit
from menkou.worklogs.rules.kinds import CONSULTATION, OF_RESIDENTS

LATEST = 30
UNTOLD = OF_RESIDENTS | {CONSULTATION}  # a village would be told that somebody asked
RECEIVED = "接待村民"


def visible_to(by: Actor) -> QuerySet[Visit]:
    """An adviser sees their own while on the roster, an office its township's, the bureau and auditors all."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        seen = Q()
    else:
        own = roster().filter(pk__in=by.held(Role.ADVISER)).values("pk")
        seen = Q(registration__in=own) | Q(village__township__in=by.held(Role.JUDICIAL_OFFICE))
    return _whole().filter(seen)


def own(by: Actor) -> QuerySet[Visit]:
    """An adviser's own visits, the newest first."""
    return visible_to(by).filter(registration__in=by.held(Role.ADVISER))


def latest(by: Actor) -> list[Visit]:
    """The last of one's own."""
    return list(own(by)[:LATEST])


def visit_for(by: Actor, pk: UUID) -> Visit:
    """How an adviser's page gets hold of a visit: what you may not see does not exist."""
    return own(by).get(pk=pk)


def to_look_at(by: Actor) -> QuerySet[Visit]:
    """提示: what a village says did not happen, and what does not fit; for whoever checks the log."""
    return visible_to(by).filter(~Q(doubts=[]) | Q(confirmed_how=Said.NOT))


def with_word(word: str) -> Visit:
    """The visit of a village's link. Raises DoesNotExist alike for a wrong word and for one whose days are over."""
    return _whole().get(confirm_digest=words.digest_of(word), confirm_until__gt=clock.now())


def told_before(key: UUID) -> Visit | None:
    """The visit that this key has been told of."""
    return Visit.objects.filter(key=key).order_by().first()


def places_meanwhile(registration: Registration, came: datetime, left: datetime) -> set[UUID]:
    """The villages where the same person was in that time, by what was told before."""
    then = Visit.objects.filter(registration=registration, came_at__lt=left, left_at__gt=came)
    return set(then.order_by().values_list("village", flat=True))


def villages_of(by: Actor) -> list[Village]:
    """Where an adviser may arrive: the villages of the posts that they hold."""
    return [posting.village for posting in postings.held_by(by.held(Role.ADVISER))]


def villages_called(ids: Iterable[str]) -> dict[UUID, Village]:
    """Villages by the ids that a phone has kept, ended ones as well; of what is no id there is none."""
    found = places.villages_ever(one for one in map(_as_id, ids) if one)
    return {one.pk: one for one in found}


def _as_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def visits_of(entry_ids: Iterable[UUID]) -> dict[UUID, Visit]:
    """The visit that each of these entries was left by, where it was; whoever asks has decided who may see the entries."""
    deeds = Deed.objects.filter(entry__in=list(entry_ids)).select_related("visit")
    return {deed.entry_id: deed.visit for deed in deeds}


def clip_of(visit: Visit) -> Clip:
    """Raises DoesNotExist where nothing was said."""
    return visit.clips.get()


def sound_of(clip: Clip) -> bytes:
    """What was said, for whoever said it."""
    return sealing.unseal(clip.visit_id, bytes(clip.sound))


def chips(visit: Visit) -> list[str]:
    """What was done, in words."""
    return [deed.entry.get_kind_display() for deed in visit.deeds.all()]


def chips_for_village(visit: Visit) -> list[str]:
    """The same for the village, which is not told that somebody asked something of their own."""
    kinds = [RECEIVED if deed.entry.kind in UNTOLD else deed.entry.get_kind_display() for deed in visit.deeds.all()]
    return list(dict.fromkeys(kinds))


def _whole() -> QuerySet[Visit]:
    deeds = Prefetch("deeds", Deed.objects.select_related("entry"))
    people = ("village__township", "registration__adviser", "registration__institution")
    return Visit.objects.select_related(*people).prefetch_related(deeds)
