"""空缺: the days from today on which nobody holds a post who may, and why; said in the act that leaves them.

What must hold, and is tried in departures/tests/test_never_a_gap.py: on every day from today, each post of a village
has exactly one holder who may stand there, or is a vacancy here. An act that leaves vacancies says so to whoever does
it and to the bureau (PostsVacant), and a repair is asked for; the list of posts that will be empty names them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from menkou.advisers.models import Licence
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.prepared import Prepared
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import plain
from menkou.postings.models import Departure, Post, Posting
from menkou.postings.news import PostsVacant

MOST_NAMED, MOST_GROUPS = 3, 3  # in one message
CONTRACT_RAN_OUT, LICENCE_RAN_OUT = "聘用合同到期", "执业证到期"
Seat = tuple[UUID, str]
Span = tuple[date, date | None]


class Vacancy(NamedTuple):
    """A post that nobody holds from a day on, until somebody does; None where nobody is known to come."""

    village: Village
    post: str
    since: date
    until: date | None
    why: str

    @property
    def is_planned(self) -> bool:
        """Whether a contract runs out as was agreed, so that it is to be renewed and nobody else looked for."""
        return self.why == CONTRACT_RAN_OUT

    def is_unforeseen(self, near: date) -> bool:
        """Whether to ask before it is made: not where a contract runs out, nor a licence later than a near day."""
        return not self.is_planned and (self.why != LICENCE_RAN_OUT or self.since <= near)

    def is_to_be_said(self, near: date) -> bool:
        """Whether an act that leaves it has to say so: not that a contract ends by its own words, later than a near day.

        Its notices come in time. What is empty between two contracts is said however far ahead it lies.
        """
        goes_on = self.until is not None and self.until != self.village.valid_until
        return not self.is_planned or goes_on or self.since <= near

    @property
    def called(self) -> str:
        return f"{self.village}{Post(self.post).label}"

    @property
    def when(self) -> str:
        """从…起, with the day on which somebody comes."""
        return f"从 {clock.in_words(self.since)}起" + (f"到 {clock.in_words(self.until)}" if self.until else "")


def vacancies(villages: Iterable[Village], before: date | None = None) -> list[Vacancy]:
    """What is vacant in these villages from today on, the soonest first; four statements, however many villages.

    Only what begins up to a day, if one is named; where both posts are sure to be held until then, nothing is looked at.
    """
    sure = surely_held(before) if before is not None else set()
    return _found([one for one in villages if one.pk not in sure], before)


def vacancies_among(villages: Iterable[UUID], before: date) -> list[Vacancy]:
    """The same of villages by their ids, of which mostly none has any: only those are fetched that are not sure."""
    unsure = set(villages) - surely_held(before)
    return _found(list(places.villages_ever(unsure)), before) if unsure else []


def _found(villages: list[Village], before: date | None) -> list[Vacancy]:
    today = clock.today()
    held = _Held.of(villages, today)
    found = [
        Vacancy(village, post, since, until, held.why((village.pk, post), since))
        for village in villages
        for post in Post.values
        for since, until in _empty(held.spans((village.pk, post)), max(today, village.valid_from), village.valid_until)
        if before is None or since <= before
    ]
    return sorted(found, key=lambda one: (one.since, one.village.code, one.post))


def surely_held(before: date) -> set[UUID]:
    """The villages in which nothing can be vacant until a day."""
    return set(_SURE(today=clock.today(), before=before))


def _sure(today: date, before: date) -> QuerySet[Posting, tuple]:
    """The villages both of whose posts are held without a break until after a day; others may be as well."""
    ends_later = Q(valid_until=None) | Q(valid_until__gt=before)
    stays = Q(registration__valid_until=None) | Q(registration__valid_until__gt=before)
    licences = Licence.objects.filter(registration=OuterRef("registration"), district_id=OuterRef("district_id"))
    licensed = Exists(licences.filter(ends_later, valid_from__lte=today))
    here = Posting.objects.filter(ends_later, stays, valid_from__lte=today, registration__valid_from__lte=today)
    held = here.filter(Q(licensed) | ~Q(Exists(licences))).order_by().values("village")
    return held.annotate(posts=Count("post", distinct=True)).filter(posts=len(Post)).values_list("village")


_SURE: Prepared[UUID] = Prepared(lambda village: village, _sure, today=date, before=date)


def left(by: Actor, seats: Iterable[Seat], since: date, why: str) -> list[PostsVacant]:
    """What is vacant of these posts on a day or later, as one piece of news if any; whoever changes posts announces it."""
    seats, near = set(seats), clock.today() + timedelta(days=places.rules()["gaps_ahead_days"])
    villages = Village.objects.filter(pk__in={village for village, _ in seats}).select_related("township")
    found = tuple(
        one
        for one in vacancies(villages)
        if (one.village.pk, one.post) in seats and (one.until is None or one.until > since) and one.is_to_be_said(near)
    )
    return [PostsVacant(by, found, why)] if found else []


def in_words(found: Iterable[Vacancy]) -> str:
    """有 3 个岗位从 1月1日起没有人（已登记离职）:… The soonest days are named, with the first few posts of each."""
    groups: dict[tuple[str, str], list[Vacancy]] = defaultdict(list)
    for one in found:
        groups[one.when, one.why].append(one)
    said = [_group(*key, ones) for key, ones in list(groups.items())[:MOST_GROUPS]]
    more = sum(len(ones) for ones in list(groups.values())[MOST_GROUPS:])
    if more:
        said.append(f"另有 {more} 处空缺在那以后。")
    planned = all(one.is_planned for ones in groups.values() for one in ones)
    return "".join(said) + ("请按时续签。" if planned else "请补排。")


def _group(when: str, why: str, ones: list[Vacancy]) -> str:
    names = "、".join(one.called for one in ones[:MOST_NAMED]) + ("等" if len(ones) > MOST_NAMED else "")
    return f"有 {len(ones)} 个岗位{when}没有人（{why}）：{names}。"


@dataclass(frozen=True)
class _Held:
    """The posts that some villages have ahead, and what is known of their holders."""

    rows: dict[Seat, list[plain.Held]]
    licences: dict[UUID, list[Span]]
    gone: dict[UUID, list[Departure]]

    @classmethod
    def of(cls, villages: list[Village], today: date) -> "_Held":
        rows, licences, gone = defaultdict(list), defaultdict(list), defaultdict(list)
        ahead = Q(valid_until=None) | Q(valid_until__gte=today)
        here = Posting.objects.filter(ahead, village__in=[one.pk for one in villages]).order_by("valid_from")
        for row in plain.held(here):
            rows[row.village, row.post].append(row)
        whom = {row.who for chain in rows.values() for row in chain}
        of_whom = Licence.objects.filter(registration__in=whom).order_by("valid_from")
        for who, first, until in of_whom.values_list("registration", "valid_from", "valid_until"):
            licences[who].append((first, until))
        for one in Departure.objects.filter(ahead, registration__in=whom):
            gone[one.registration_id].append(one)
        return cls(rows, licences, gone)

    def spans(self, seat: Seat) -> list[Span]:
        """The days on which somebody holds the post who may: on the roster, with a licence, not departed."""
        return [span for row in self.rows.get(seat, ()) for span in self._of(row)]

    def _of(self, row: plain.Held) -> Iterator[Span]:
        begin, end = max(row.valid_from, row.joined), _sooner(row.valid_until, row.left)
        for first, until in self.licences.get(row.who) or [(date.min, None)]:
            start, over = max(begin, first), _sooner(end, until)
            if over is None or start < over:
                yield start, over

    def why(self, seat: Seat, since: date) -> str:
        """Why nobody holds it any more from a day."""
        rows = [row for row in self.rows.get(seat, ()) if row.valid_from < since]
        row = next((row for row in rows if row.valid_until is None or row.valid_until >= since), None)
        if row is None:
            return "没有派人"
        if here := [one for one in self.gone[row.who] if one.valid_from == since]:
            return f"已登记{here[0].get_why_display()}"
        if row.left == since:
            return "名册到期"
        if row.valid_until == since and row.contract_until == since:
            return "聘用合同已终止" if row.contract_ended_at else CONTRACT_RAN_OUT
        if any(end == since for _, end in self.licences.get(row.who, ())):
            return LICENCE_RAN_OUT
        return "没有派人"


def _empty(spans: Iterable[Span], day: date, end: date | None) -> Iterator[Span]:
    """The days from a day until an end that none of these spans covers."""
    for begin, until in sorted(spans, key=lambda span: span[0]):
        if end and begin >= end:
            break
        if begin > day:
            yield day, begin
        if until is None:
            return
        day = max(day, until)
    if end is None or day < end:
        yield day, end


def _sooner(day: date | None, other: date | None) -> date | None:
    return min((one for one in (day, other) if one), default=None)
