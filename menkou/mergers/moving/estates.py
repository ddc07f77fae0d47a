"""What each village that ends leaves, and what of it its successor inherits; the same for a trial and in earnest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from menkou.accounts.models import Membership
from menkou.consultations.queries import open_in
from menkou.core.actors import Role
from menkou.core.dated import holding
from menkou.engagements.models import Contract
from menkou.mergers.models import Change, Succession
from menkou.mergers.rules.succession import closest
from menkou.places.models import Demand, Village
from menkou.postings.models import Avoidance, Posting


@dataclass
class Estate:
    """A village that ends, with what it has on that day and later. One of a successor's several is its main one."""

    village: Village
    heir: str  # the successor's code; none where the village is closed
    way: str
    residents: int = 0
    contracts: list[Contract] = field(default_factory=list)
    posts: list[Posting] = field(default_factory=list)
    cadres: list[Membership] = field(default_factory=list)
    consultations: int = 0
    leaves_contracts: bool = False
    leaves_posts: bool = False
    avoided_by: set[UUID] = field(default_factory=set)  # persons and institutions that may not serve here, or the heir

    @property
    def posts_going_on(self) -> list[Posting]:
        """Whose holders go on with the successor: not who has to avoid one of the villages that become it."""
        if not self.leaves_posts:
            return []
        return [
            one for one in self.posts if not {one.registration_id, one.registration.institution_id} & self.avoided_by
        ]

    @property
    def institutions(self) -> set[UUID]:
        return {one.institution_id for one in self.contracts if one.is_signed}


def lasting(day: date) -> Q:
    """What holds on a day or later."""
    return Q(valid_until=None) | Q(valid_until__gt=day)


def estates_of(change: Change, day: date) -> list[Estate]:
    """In order of the ended codes; a handful of queries, however many there are."""
    rows = list(change.successions.order_by("code"))
    villages = {one.code: one for one in _villages(rows)}
    held = _held(villages.values(), day)
    own = {code: held[one.pk] for code, one in villages.items()}
    ended = [row for row in rows if row.code in villages]
    for row in ended:
        own[row.code].heir, own[row.code].way = row.successor, row.way
    groups: dict[str, list[Estate]] = defaultdict(list)
    for row in ended:
        if row.successor:
            groups[row.successor].append(own[row.code])
    for heir, some in groups.items():
        _share_out(own.get(heir), some)
    return [own[row.code] for row in ended]


def totals(estates: Iterable[Estate]) -> dict[str, int]:
    """How much would move and end; whoever is a cadre of two villages that become one is counted twice."""
    counted = dict.fromkeys(("contracts", "contracts_ended", "posts", "posts_ended", "consultations", "cadres"), 0)
    for one in estates:
        counted["contracts" if one.leaves_contracts else "contracts_ended"] += len(one.contracts)
        counted["posts"] += len(one.posts_going_on)
        counted["posts_ended"] += len(one.posts) - len(one.posts_going_on)
        counted["consultations"] += one.consultations
        counted["cadres"] += len(one.cadres) if one.heir else 0
    return counted


def _villages(rows: list[Succession]) -> Iterable[Village]:
    codes = {row.code for row in rows} | {row.successor for row in rows}
    return Village.objects.filter(code__in=codes).select_related("township")


def _held(villages: Iterable[Village], day: date) -> dict[UUID, Estate]:
    found = {one.pk: Estate(one, "", "") for one in villages}
    for contract in Contract.objects.filter(lasting(day), village__in=found).select_related("institution"):
        found[contract.village_id].contracts.append(contract)
    posts = Posting.objects.filter(lasting(day), village__in=found).select_related("registration")
    for post in posts.order_by("valid_from", "post"):
        found[post.village_id].posts.append(post)
    for cadre in Membership.objects.filter(lasting(day), village__in=found, role=Role.VILLAGE_CADRE):
        if cadre.village_id:  # held for a village, as the database demands of a cadre
            found[cadre.village_id].cadres.append(cadre)
    counted = open_in(found).order_by().values_list("village").annotate(count=Count("pk"))
    for village_id, count in counted:
        found[village_id].consultations = count
    avoided = Avoidance.objects.filter(lasting(day), village__in=found)
    for village_id, *who in avoided.values_list("village_id", "registration_id", "institution_id"):
        found[village_id].avoided_by |= set(filter(None, who))
    told = holding(Demand.objects.filter(village__in=found), day)
    for village_id, population in told.values_list("village_id", "population"):
        found[village_id].residents = population
    return found


def _share_out(heir: Estate | None, some: list[Estate]) -> None:
    """Which one leaves its contract, and which its two people; where the heir has its own, none does.

    Both from the same village wherever that can be, so that the fewest people change.
    """
    avoided = set().union(*(one.avoided_by for one in (*some, heir) if one))
    for one in some:
        one.avoided_by = avoided
    if not (heir and heir.contracts) and (main := _main(one for one in some if one.contracts)):
        main.leaves_contracts = True
    if heir and heir.posts:
        return
    with_posts = [one for one in some if one.posts]
    under = [one for one in with_posts if one.leaves_contracts]
    if heir and heir.contracts:
        under = [one for one in with_posts if one.institutions & heir.institutions]
        with_posts = under
    if main := _main(under) or _main(with_posts):
        main.leaves_posts = True


def _main(some: Iterable[Estate]) -> Estate | None:
    found = {one.village.code: one for one in some}
    return found[closest((code, one.way, one.residents) for code, one in found.items())] if found else None
