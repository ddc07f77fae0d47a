"""Who follows whom when a plan begins: what goes on as it is, what ends there, what is laid down anew.

The same person on the same post keeps the row they have, and with it whatever points at it. A chain is all rows of one
post that reach beyond the day: the one that holds then, and what goes on under a next contract.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.places.models import Village
from menkou.postings.models import Departure, Pairing, Plan, Posting

Seat = tuple[UUID, str]
Chains = dict[Seat, list[Posting]]


@dataclass
class Succession:
    """`over` end on the day, `struck` were to begin then or later, `begin` are laid down; all else stays as it is."""

    over: list[Posting] = field(default_factory=list)
    struck: list[Posting] = field(default_factory=list)
    begin: list[Posting] = field(default_factory=list)
    in_the_way: list[Posting] = field(default_factory=list)  # what was arranged for later, by something else
    ended: list[dict[str, Any]] = field(default_factory=list)  # who would have gone on, and until when

    @property
    def villages(self) -> frozenset[UUID]:
        """Where somebody else comes or goes."""
        return frozenset(village for village, _ in self.seats)

    @property
    def seats(self) -> set[Seat]:
        """The posts on which somebody else comes or goes."""
        return {(post.village_id, post.post) for post in (*self.over, *self.struck, *self.begin)}


def succeed(start: date, wanted: Sequence[Posting], *, everywhere: bool) -> Succession:
    """What becomes of the posts on record when these begin: of all, or of those alone that are named."""
    chains, seats = _chains(start), {(post.village_id, post.post): post for post in wanted}
    contracts, found = _contracts(wanted, start), Succession()
    for seat in {**chains, **seats} if everywhere else seats:
        post, chain = seats.get(seat), chains.get(seat, [])
        later = [row for row in chain if _is_of_something_else(row, start)]
        chain = [row for row in chain if row not in later]
        found.in_the_way += later
        if post and later and not everywhere:
            post.valid_until = min(row.valid_from for row in later)
        if post and _goes_on(chain, post, contracts, start):
            found.begin += _tail(chain, post, contracts)
            continue
        found.over += [row for row in chain if row.valid_from < start]
        found.struck += [row for row in chain if row.valid_from >= start]
        found.ended += _remembered(chain, start)
        found.begin += [post] if post else []
    return found


def changed(found: Succession, start: date) -> set[UUID]:
    """The villages where somebody begins on the day who did not hold that post until then."""
    before = {(post.village_id, post.post, post.registration_id) for post in found.over}
    begin = [post for post in found.begin if post.valid_from == start]
    return {post.village_id for post in begin if (post.village_id, post.post, post.registration_id) not in before}


def pairings(start: date, wanted: Iterable[Pairing]) -> tuple[list[Pairing], list[Pairing]]:
    """The pairings on record that end on the day, and those wanted that do not hold already."""
    held = list(Pairing.objects.filter(Q(valid_until=None) | Q(valid_until__gt=start), valid_from__lte=start))
    keys = {(one.township_id, one.institution_id) for one in wanted}
    kept = {(one.township_id, one.institution_id) for one in held} & keys
    over = [one for one in held if (one.township_id, one.institution_id) not in kept]
    return over, [one for one in wanted if (one.township_id, one.institution_id) not in kept]


def seats_of(plan: Plan) -> set[Seat]:
    """The posts that a plan gives, and those that it would end."""
    own = set(Posting.objects.filter(plan=plan).values_list("village_id", "post").order_by())
    return own | {(UUID(one["village"]), one["post"]) for one in plan.ended.get("postings", [])}


def free(wanted: Sequence[Posting]) -> list[Posting]:
    """Of posts to come, those that nobody holds on their first day, up to who comes next or the village's end."""
    here = {post.village_id for post in wanted}
    ends = dict(Village.objects.filter(pk__in=here).values_list("pk", "valid_until"))
    rows = Posting.objects.filter(village__in=here).order_by("valid_from")
    found = []
    for post in wanted:
        start, until = post.valid_from, _soonest(post.valid_until, ends[post.village_id])
        seat = [row for row in rows if (row.village_id, row.post) == (post.village_id, post.post)]
        ahead = [row.valid_from for row in seat if row.valid_until is None or row.valid_until > start]
        until = _soonest(until, *ahead)
        if until is None or until > start:
            post.valid_until = until
            found.append(post)
    return found


def without(contract: Contract, posts: Iterable[Posting]) -> list[Posting]:
    """What goes on if a contract is withdrawn under which these posts stand: who stood without one before it does."""
    start = contract.valid_from
    before = Posting.objects.filter(village=contract.village_id, contract=None, valid_until=start)
    known = {(row.post, row.registration_id): row for row in before}
    found = []
    for post in posts:
        row = known.get((post.post, post.registration_id))
        if row and post.valid_from == start:
            until = None if post.valid_until == contract.valid_until else post.valid_until
            facts = {"registration_id": row.registration_id, "plan_id": row.plan_id, "place": row.place}
            span = {"valid_from": start, "valid_until": until}
            found.append(Posting(village_id=row.village_id, post=row.post, **facts, **span))
    return found


def _soonest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def restored(plan: Plan) -> list[Posting]:
    """The posts that go on from a plan's first day if it is withdrawn, up to what is arranged after it.

    Whoever it would have ended goes on; where somebody has come since, they do. Ask before its own posts are gone.
    """
    start, chains = plan.valid_from, _chains(plan.valid_from)
    remembered = {(UUID(one["village"]), one["post"]): one for one in plan.ended.get("postings", [])}
    before = {
        (row.village_id, row.post): row for row in Posting.objects.filter(valid_until=start).select_related("plan")
    }
    own = {seat for seat, chain in chains.items() if any(row.plan_id == plan.pk for row in chain)}
    found = []
    for seat in {**remembered, **dict.fromkeys(own)}:
        others = [row.valid_from for row in chains.get(seat, []) if row.plan_id != plan.pk]
        facts = _going_on(remembered.get(seat), before.get(seat), plan)
        if facts is None or any(day <= start for day in others):
            continue
        until = min((day for day in (facts.pop("until"), *others) if day), default=None)
        found.append(Posting(village_id=seat[0], post=seat[1], valid_from=start, valid_until=until, **facts))
    return found


def _going_on(remembered: dict[str, Any] | None, last: Posting | None, plan: Plan) -> dict[str, Any] | None:
    """Who goes on, in what plan and until when; None where nobody does."""
    if last and last.plan and last.plan.drawn_up_at > plan.drawn_up_at:  # came since, and ends because this was ahead
        return {"registration_id": last.registration_id, "plan_id": last.plan_id, "until": None}
    if remembered and (remembered["is_struck"] or last and str(last.registration_id) == remembered["registration"]):
        former, until = remembered["plan"], remembered["until"]
        return {
            "registration_id": UUID(remembered["registration"]),
            "plan_id": UUID(former) if former else None,
            "until": date.fromisoformat(until) if until else None,
        }
    return None


def as_if_never(plan: Plan) -> Iterator[tuple[Departure, dict]]:
    """Departures that keep something of a plan that is withdrawn, and what they keep if it had never been."""
    start, gone = plan.valid_from.isoformat(), str(plan.pk)
    until = {(one["village"], one["post"], one["registration"]): one["until"] for one in plan.ended.get("postings", [])}
    for departure in Departure.objects.filter(valid_from__gt=clock.today()):  # no other can be undone
        kept = departure.took
        cut = Posting.objects.in_bulk([pk for pk, end in kept["posts"] if end == start])
        seats = {str(pk): (str(row.village_id), row.post, str(row.registration_id)) for pk, row in cut.items()}
        posts = [[pk, until.get(seats[pk], end) if pk in seats else end] for pk, end in kept["posts"]]
        struck = [one for one in kept["struck"] if one["plan_id"] != gone]
        if (posts, struck) != (kept["posts"], kept["struck"]):
            yield departure, {**kept, "posts": posts, "struck": struck}


def rejoined(pieces: Iterable[Posting], start: date) -> tuple[list[Posting], list[Posting]]:
    """Rows to lengthen, where what goes on is on the same place and under the same contract, and rows to add."""
    before = {_row(one): one for one in Posting.objects.filter(valid_until=start)}
    longer, new = [], []
    for piece in pieces:
        known = _row(piece)
        row = before.get(known, before.get((*known[:4], None, known[5])))  # or given before places were
        row = row if piece.valid_from == start else None
        if row:
            row.valid_until = piece.valid_until
            longer.append(row)
        else:
            new.append(piece)
    return longer, new


def _row(post: Posting) -> tuple:
    return post.village_id, post.post, post.registration_id, post.contract_id, post.place, post.plan_id


def _chains(start: date) -> Chains:
    """All rows that reach beyond a day, by post, in order."""
    ahead = Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gt=start))
    found: Chains = defaultdict(list)
    for row in ahead.select_related("plan", "contract", "registration").order_by("valid_from"):
        found[row.village_id, row.post].append(row)
    return dict(found)


def _contracts(wanted: Sequence[Posting], start: date) -> dict[tuple[UUID, UUID], list[Contract]]:
    """The contracts of these villages that reach beyond a day, by village and institution."""
    here = {post.village_id for post in wanted}
    found = defaultdict(list)
    signed = Contract.objects.filter(village__in=here, valid_until__gt=start, stage=Contract.Stage.SIGNED)
    for one in signed.order_by("valid_from"):
        found[one.village_id, one.institution_id].append(one)
    return found


def _is_of_something_else(row: Posting, start: date) -> bool:
    """Whether a row begins later for its own reason: not as what goes on of a plan that has begun."""
    return row.valid_from > start and (row.plan is None or row.plan.valid_from > start)


def _goes_on(chain: list[Posting], post: Posting, contracts: dict, start: date) -> bool:
    """Whether the post's row may stay: the same person, on a place of the cap, under the contract if there is one."""
    if not chain or any(row.registration_id != post.registration_id or row.place is None for row in chain):
        return False
    first = chain[0]
    bound = post.valid_until and (chain[-1].valid_until is None or chain[-1].valid_until > post.valid_until)
    if first.valid_from > start or bound:
        return False
    known = contracts.get((post.village_id, chain[0].registration.institution_id), [])
    return first.contract_id is not None or not any(one.valid_from <= start for one in known)


def _tail(chain: list[Posting], post: Posting, contracts: dict) -> list[Posting]:
    """What goes on after the chain, where it ended with its contract and another has been signed since."""
    last = chain[-1]
    if last.contract is None or last.valid_until != last.contract.valid_until:
        return []
    known = contracts.get((post.village_id, chain[0].registration.institution_id), [])
    if not any(one.valid_from <= last.valid_until < one.valid_until for one in known):
        return []
    facts = {"village_id": post.village_id, "post": post.post, "registration_id": post.registration_id}
    return [Posting(**facts, valid_from=last.valid_until, valid_until=post.valid_until)]


def _remembered(chain: list[Posting], start: date) -> list[dict[str, Any]]:
    """Who holds the post on the day and would have gone on, until when: rows of one person without a gap are one."""
    held = [row for row in chain if row.valid_from <= start]
    if not held:
        return []
    who, until = held[0].registration_id, held[0].valid_until
    for row in chain:
        if row.registration_id == who and row.valid_from == until:
            until = row.valid_until
    facts: dict[str, Any] = {"village": str(held[0].village_id), "post": held[0].post, "registration": str(who)}
    plan = held[0].plan_id
    facts |= {"plan": str(plan) if plan else None, "until": until.isoformat() if until else None}
    return [{**facts, "is_struck": held[0].valid_from >= start}]
