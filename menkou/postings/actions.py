from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.engagements.models import Contract
from menkou.places.models import District
from menkou.postings import policies
from menkou.postings.models import Pairing, Plan, Posting
from menkou.postings.news import PostingsChanged


@action(policies.publish, audit="postings.published")
def publish(
    *, by: Actor, district: District, plan: Plan, postings: Iterable[Posting], pairings: Iterable[Pairing]
) -> Plan:
    """发布派驻方案: what holds on its first day ends there, and the plan's posts begin.

    Raises Conflict where posts that begin later are on record already.
    """
    postings, start = list(postings), plan.valid_from
    for kind in (Posting, Pairing):
        if kind.objects.filter(valid_from__gt=start).exists():
            raise Conflict(f"{start} 之后已经有安排好的岗位，请先撤下再发布。")
        kind.objects.filter(valid_from=start).delete()  # published twice on one day: the later plan holds
        kind.objects.filter(Q(valid_until=None) | Q(valid_until__gt=start)).update(valid_until=start)
    plan.save(force_insert=True)
    for posting in postings:
        posting.plan = plan
    Posting.objects.bulk_create(postings, batch_size=500)
    Pairing.objects.bulk_create(pairings)
    _announce_if_begun(start, postings)
    return plan


@action(policies.end, audit="postings.ended_with_contract")
def end_under(*, by: Actor, contract: Contract) -> None:
    """合同终止，岗位随之终止: posts of the institution's people in that village end today."""
    today = clock.today()
    posts = Posting.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today),
        village=contract.village,
        registration__institution=contract.institution,
    )
    posts.filter(valid_from__gte=today).delete()
    posts.filter(valid_from__lt=today).update(valid_until=today)
    announce(PostingsChanged(frozenset([contract.village_id])))


def _announce_if_begun(start: date, postings: list[Posting]) -> None:
    if start <= clock.today():
        announce(PostingsChanged(frozenset(posting.village_id for posting in postings)))
