"""Before posts go on record: each under its contract, within its holder's time here, on a place of the holder's cap.

All of a plan's posts are settled with a handful of statements; what the database would refuse is said in a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, OperationalError, ProgrammingError
from django.db.models import Q
from psycopg.errors import DeadlockDetected

from menkou.advisers.models import Adviser, Licence, Registration
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.engagements.models import Contract
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings.models import Departure, Posting
from menkou.postings.rules.capping import Held, OverCap, allot, most_posts

AGAIN = "请看看现在的安排，改好再发布，这次什么也没有改。"
SENTENCES = {  # what the database refuses, by its constraint or policy
    "a_post_is_held_by_one_at_a_time": "有的岗位在这些天里已经派了人，同一个岗位同时只能有一位。",
    "nobody_holds_both_posts_of_a_village": "有人在同一个村同时任A岗和B岗，两岗必须是两个人。",
    "a_place_of_somebody_s_cap_is_taken_once": "刚刚有别人给同一位顾问派了岗位，再派就超过名额了。",
    "a_post_keeps_to_the_roster": "有的岗位超出了顾问在名册上的时间。",
    "a_post_keeps_to_the_licence": "有的岗位超出了顾问执业证的有效期。",
    "a_post_ends_with_its_contract": "有的岗位比它的聘用合同还长，合同到期岗位就要结束。",
    "nobody_is_posted_who_has_departed": "有的顾问在这些天里离任或者停止执业，不能派岗位。",
    "nobody_departs_twice_at_once": "这位顾问在这些天里已经登记过离任了。",
}
NAMED = re.compile("|".join(sorted(SENTENCES, key=len, reverse=True)))


@contextmanager
def explained() -> Iterator[None]:
    """What the database refuses of posts, as a sentence. Raises Conflict."""
    try:
        yield
    except OperationalError as stuck:  # each waited for the other's post; PostgreSQL lets one of them go on
        if not isinstance(stuck.__cause__, DeadlockDetected):
            raise
        raise Conflict(f"同一时刻有别人也在派这些岗位，先让他的办成了。{AGAIN}") from stuck
    except (IntegrityError, ProgrammingError) as refusal:
        if (found := NAMED.search(str(refusal))) is None:
            raise
        raise Conflict(SENTENCES[found[0]] + AGAIN) from refusal


@dataclass(frozen=True)
class Settled:
    """What goes on record, and B-posts that moved to another place to make room."""

    posts: list[Posting]
    moved: list[Posting]


def settled(posts: Sequence[Posting], without: Contract | None = None) -> Settled:
    """Settle posts that are to begin. A post goes on under the next contract, as a row of its own, where that follows.

    As if one contract were not, where one is named. Raises Conflict where somebody is not here by then, or would have
    more posts than the district's rules allow.
    """
    if not posts:
        return Settled([], [])
    here = _Here.of(posts, without)
    laid = [piece for post in posts for piece in here.pieces(post)]
    return Settled(laid, _allot(laid, here))


@dataclass(frozen=True)
class _Here:
    """What is known of the people and villages of some posts."""

    people: dict[UUID, Registration]
    gone: dict[UUID, list[Departure]]
    licences: dict[UUID, list[Licence]]  # in order
    contracts: dict[tuple[UUID, UUID], list[Contract]]  # of a village with an institution, in order

    @classmethod
    def of(cls, posts: Sequence[Posting], without: Contract | None = None) -> "_Here":
        whom, start = {post.registration_id for post in posts}, min(post.valid_from for post in posts)
        # two who publish at once wait for each other, and both then see all that is held
        list(Registration.objects.select_for_update(no_key=True).filter(pk__in=whom).order_by("pk").values_list("pk"))
        people = Registration.objects.select_related("adviser").in_bulk(list(whom))
        gone, contracts, licences = defaultdict(list), defaultdict(list), defaultdict(list)
        ahead = Q(valid_until=None) | Q(valid_until__gt=start)
        for departure in Departure.objects.filter(ahead, registration__in=whom).order_by("valid_from"):
            gone[departure.registration_id].append(departure)
        for licence in Licence.objects.filter(registration__in=whom).order_by("valid_from"):
            licences[licence.registration_id].append(licence)
        here = {post.village_id for post in posts}
        held = Contract.objects.filter(village__in=here, valid_until__gt=start, stage=Contract.Stage.SIGNED)
        for contract in (held.exclude(pk=without.pk) if without else held).order_by("valid_from"):
            contracts[contract.village_id, contract.institution_id].append(contract)
        return cls(people, gone, licences, contracts)

    def pieces(self, post: Posting) -> list[Posting]:
        """The post, cut at the ends of contracts and of its holder's time here."""
        person, start = self.people[post.registration_id], post.valid_from
        until = self._until(post, person)
        under = [c for c in self.contracts[post.village_id, person.institution_id] if c.valid_until > start]
        if not under:
            post.valid_until = until
            return [post]
        spans: list[tuple[date, date | None, Contract | None]] = []
        if start < under[0].valid_from:
            spans.append((start, under[0].valid_from, None))
        spans += [(max(start, one.valid_from), one.valid_until, one) for one in under]
        cut = [(begin, _sooner(end, until), one) for begin, end, one in spans if until is None or begin < until]
        return [_piece(post, number, *span) for number, span in enumerate(cut)]

    def _until(self, post: Posting, person: Registration) -> date | None:
        """The last day that a post may reach. Raises Conflict where its holder is not here on the first."""
        if why := self.missing(person, post.valid_from):
            raise Conflict(_said(post, person, why))
        return _sooner(post.valid_until, self.here_until(person, post.valid_from))

    def missing(self, person: Registration, on: date) -> str:
        """Why somebody is not here on a day, in words; nothing where they are."""
        if person.valid_from > on or (person.valid_until and person.valid_until <= on):
            return f"{on} 那天不在名册上"
        for one in self.gone[person.pk]:
            if one.valid_from <= on and (one.valid_until is None or one.valid_until > on):
                return f"{one.get_why_display()}，从 {one.valid_from} 起不在任"
        return f"{on} 那天没有有效的执业证" if self.licensed_until(person, on) == on else ""

    def here_until(self, person: Registration, on: date) -> date | None:
        """The first day after this one on which somebody is not here any more; None where none is known."""
        departures = [one.valid_from for one in self.gone[person.pk] if one.valid_from > on]
        ends = [*departures, person.valid_until, self.licensed_until(person, on)]
        return min((day for day in ends if day), default=None)

    def is_trainee(self, person: Registration, on: date) -> bool:
        """By the licence that holds on a day; where none is on record, by the public register."""
        here = (one.kind for one in self.licences[person.pk] if one.valid_from <= on < (one.valid_until or date.max))
        return next(here, person.adviser.kind) == Adviser.Kind.TRAINEE

    def licensed_until(self, person: Registration, on: date) -> date | None:
        """Until when licences, one after another, hold from a day on: that day where none does, None for good."""
        until, known = on, self.licences[person.pk]
        for licence in known:
            if licence.valid_from <= until and (licence.valid_until is None or licence.valid_until > until):
                if licence.valid_until is None:
                    return None
                until = licence.valid_until
        return until if known else None


def outlasting(day: date) -> list[tuple[Posting, date]]:
    """Posts that reach to a day on which their holder is here no more, and until when that one is."""
    today = clock.today()
    posts = list(Posting.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lt=day))
    if day <= today or not posts:
        return []
    here, found = _Here.of(posts), []
    for post in posts:
        end = here.here_until(here.people[post.registration_id], max(post.valid_from, today))
        if end and end < day:
            found.append((post, end))
    return found


def here(posts: Sequence[Posting]) -> list[Posting]:
    """Those of these posts whose holder is here on the first day."""
    known = _Here.of(posts) if posts else None
    return [post for post in posts if known and not known.missing(known.people[post.registration_id], post.valid_from)]


def here_until(person: Registration, on: date) -> date | None:
    """The first day after this one on which somebody may hold no post any more; None where none is known."""
    own = Posting(registration_id=person.pk, village_id=person.pk, valid_from=on)
    return _Here.of([own]).here_until(person, on)


@dataclass(frozen=True)
class GoingOn:
    """Posts that begin under a contract, and those that end where they do."""

    posts: list[Posting]
    cut: list[tuple[Posting, date]]


def going_on(contracts: Sequence[Contract]) -> GoingOn:
    """Whose posts go on under contracts that bind now: they end where one begins, or stood without one.

    A post that has been given to somebody else by then is left to them, and so is who will not be here.
    """
    here = Posting.objects.filter(village__in={one.village_id for one in contracts})
    posts = list(here.select_related("registration").order_by("valid_from"))
    found = GoingOn([], [])
    known = _Here.of(posts) if posts else None
    for contract in sorted(contracts, key=lambda one: one.valid_from):
        beside = [post for post in posts if post.village_id == contract.village_id]
        for post in beside:
            if post.registration.institution_id == contract.institution_id and known:
                _go_on(post, contract, beside, known, found)
    return found


def _go_on(post: Posting, contract: Contract, beside: list[Posting], known: "_Here", found: GoingOn) -> None:
    start, until = max(post.valid_from, contract.valid_from), post.valid_until
    if until == contract.valid_from:  # it ends where the contract begins
        later = [one for one in beside if one.post == post.post and one.valid_from >= until]
        until = min((one.valid_from for one in later), default=None)
    elif post.contract_id or (until and until <= start) or post.valid_from >= contract.valid_until:
        return  # it stands under another contract, or at another time
    elif any(one is post for one, _ in found.cut):
        return  # it goes on under an earlier one of these, and is settled under all that follow
    else:
        found.cut.append((post, start))
    if until != start and not known.missing(post.registration, start):
        facts = {"village_id": post.village_id, "post": post.post, "registration_id": post.registration_id}
        found.posts.append(Posting(**facts, plan_id=post.plan_id, valid_from=start, valid_until=until))


def _sooner(end: date | None, until: date | None) -> date | None:
    return min((day for day in (end, until) if day), default=None)


def _piece(post: Posting, number: int, begin: date, end: date | None, contract: Contract | None) -> Posting:
    """The post itself for its first days, and a row of its own for each contract after that."""
    if number:
        facts = {"village_id": post.village_id, "post": post.post, "registration_id": post.registration_id}
        post = Posting(**facts, plan_id=post.plan_id)
    post.valid_from, post.valid_until, post.contract = begin, end, contract
    return post


def _said(post: Posting, person: Registration, words: str) -> str:
    village = Village.objects.get(pk=post.village_id)
    return f"{person.adviser.name}{words}，不能任{village}的{post.get_post_display()}。{AGAIN}"


def _allot(laid: Iterable[Posting], here: _Here) -> list[Posting]:
    """Give each post a place. Raises Conflict, naming who would have too many."""
    wanted, held = defaultdict(list), defaultdict(list)
    for post in laid:
        wanted[post.registration_id].append(post)
    start = min(post.valid_from for posts in wanted.values() for post in posts)
    day = max(start, clock.today())  # what has stood for long is measured by today's rule
    ahead = Q(valid_until=None) | Q(valid_until__gt=start)
    for post in Posting.objects.filter(ahead, registration__in=list(wanted)):
        held[post.registration_id].append(post)
    rules, moved = places.rules(day), []
    for pk, posts in wanted.items():
        person = here.people[pk]
        moved += _allot_one(person, here.is_trainee(person, day), held[pk], posts, rules)
    return moved


def _allot_one(
    person: Registration, is_trainee: bool, held: list[Posting], wanted: list[Posting], rules: dict[str, int]
) -> list[Posting]:
    cap_a = rules["most_a_posts_of_a_trainee" if is_trainee else "most_a_posts"]
    as_held, as_wanted = ([_as_held(post) for post in posts] for posts in (held, wanted))
    try:
        allot(as_held, as_wanted, cap_a, most_posts(rules, is_trainee=is_trainee))
    except OverCap as over:
        what = "A岗" if over.post == "A" else "岗位（A岗、B岗合计）"
        most = f"最多任 {over.cap} 个{what}" if over.cap else f"不能任{what}"
        kind = "实习律师" if is_trainee else "每人"
        raise Conflict(f"{person.adviser.name}的{what}超过了名额：按本区规则，{kind}{most}。{AGAIN}") from over
    for post, one in zip(wanted, as_wanted, strict=True):
        post.place = one.place
    changed = [(post, one.place) for post, one in zip(held, as_held, strict=True) if post.place != one.place]
    for post, place in changed:
        post.place = place
    return [post for post, _ in changed]


def _as_held(post: Posting) -> Held:
    return Held(post.post, post.valid_from, post.valid_until, post.place)
