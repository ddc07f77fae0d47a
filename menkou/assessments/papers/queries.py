"""Of what somebody may have a paper made: the bureau and the auditor of every case that was told, every review decided."""

from uuid import UUID

from django.db.models import QuerySet

from menkou.assessments import queries
from menkou.assessments.following.queries import places_of
from menkou.assessments.models import Consequence, Cycle, Reply, Score
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.postings.models import Posting

READERS = (Role.JUSTICE_BUREAU, Role.AUDITOR)


def cycles_for(by: Actor) -> QuerySet[Cycle]:
    """Those that are locked, the latest first."""
    found = queries.cycles().filter(state=Cycle.State.LOCKED)
    return found if by.has_role(*READERS) else found.none()


def cases_for(by: Actor) -> QuerySet[Consequence]:
    """Those that were told, the latest first: before, there is nothing to put on paper."""
    found = Consequence.objects.filter(told_at__isnull=False).select_related("registration__adviser", "institution")
    return found.order_by("-told_at", "-id") if by.has_role(*READERS) else found.none()


def case_for(by: Actor, pk: UUID) -> Consequence:
    return cases_for(by).get(pk=pk)


def reviews_for(by: Actor) -> QuerySet[Reply]:
    """Those that were decided, the latest first."""
    found = Reply.objects.exclude(decision="").select_related("sheet__cycle", "item")
    return found.order_by("-decided_at", "-id") if by.has_role(*READERS) else found.none()


def review_for(by: Actor, pk: UUID) -> Reply:
    return reviews_for(by).get(pk=pk)


def points_around(review: Reply) -> tuple[int, int]:
    """What the item had before the review was decided, and after; alike where it was kept."""
    scores = list(Score.objects.filter(sheet=review.sheet_id, item=review.item_id).order_by("number").defer("rows"))
    at = next((place for place, one in enumerate(scores) if one.reply_id == review.pk), None)
    if at is None:
        before = [one for one in scores if review.decided_at and one.made_at <= review.decided_at] or scores
        return before[-1].points, before[-1].points
    return scores[max(0, at - 1)].points, scores[at].points


def posts_of(case: Consequence) -> QuerySet[Posting]:
    """The posts that a replacement is about: those it names, or all that are held today."""
    held = holding(Posting.objects.all()).select_related("village__township", "registration__adviser")
    if case.registration_id:
        held = held.filter(registration=case.registration_id)
    else:
        held = held.filter(registration__institution=case.institution_id)
    return (held.filter(village__in=places_of(case)) if case.villages else held).order_by("village__code", "post")
