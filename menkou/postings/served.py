"""Who really served: days on A, on B, and as stand-in while A was away or there was none. Credit goes by these."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from menkou.core.clock import SHANGHAI
from menkou.postings.models import Absence, Post, Posting
from menkou.postings.plain import Held, held

NOON = time(12)  # whoever is here at noon has served that day
Span = tuple[UUID, date, date]  # who, from, until


@dataclass
class Days:
    """Days, counted once for each village: on A and here; on B and here, with A here too; standing in for A."""

    a: int = 0
    b: int = 0
    stood_in: int = 0

    @property
    def all(self) -> int:
        return self.a + self.b + self.stood_in


def days_served(registrations: Iterable[UUID], first: date, until: date) -> dict[UUID, Days]:
    """The days of these people from a day until a day, in two statements. Days away are nobody's but the stand-in's."""
    whom = set(registrations)
    posts = _of_period(first, until, registration__in=whom)
    holders: dict[UUID, list[Span]] = defaultdict(list)
    for post in _of_period(first, until, village__in={post.village for post in posts}, post=Post.A):
        holders[post.village].append(_span(post, first, until))
    away = _away({who for spans in holders.values() for who, *_ in spans} | whom, first, until)
    found: dict[UUID, Days] = defaultdict(Days)
    for post in posts:
        _count(found[post.who], post, _span(post, first, until), holders[post.village], away)
    return {who: found[who] for who in whom}


def _of_period(first: date, until: date, **wanted: Any) -> list[Held]:
    ahead = Q(valid_until=None) | Q(valid_until__gt=first)
    return held(Posting.objects.filter(ahead, valid_from__lt=until, **wanted))


def _span(post: Held, first: date, until: date) -> Span:
    """A post's days within the period, as far as its holder was on the roster."""
    ends = [day for day in (until, post.valid_until, post.left) if day]
    return post.who, max(first, post.valid_from, post.joined), min(ends)


def days_away(whom: Iterable[UUID], first: date, until: date) -> dict[UUID, list[tuple[date, date]]]:
    """From which day until which these people were away, by the noons of the days; in one statement."""
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    rows = Absence.objects.filter(registration__in=set(whom), begins_at__lt=_noon(until), ends_at__gt=_noon(first))
    for who, begins_at, ends_at in rows.order_by("begins_at").values_list("registration", "begins_at", "ends_at"):
        begin, end = max(first, _first_noon_from(begins_at)), min(until, _first_noon_from(ends_at))
        if begin < end:
            found[who].append((begin, end))
    return found


def _first_noon_from(moment: datetime) -> date:
    """The day of the next noon, this very one too."""
    day = moment.astimezone(SHANGHAI).date()
    return day if moment <= _noon(day) else day + timedelta(days=1)


def _away(whom: set[UUID], first: date, until: date) -> dict[UUID, set[date]]:
    """The days on whose noon they were away, of those who were on any."""
    return {
        who: {begin + timedelta(days=n) for begin, end in some for n in range((end - begin).days)}
        for who, some in days_away(whom, first, until).items()
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, SHANGHAI)


def _count(days: Days, post: Held, span: Span, holders: list[Span], away: dict[UUID, set[date]]) -> None:
    who, day, end = span
    if who not in away and day < end:  # most of them; no day has to be looked at by itself
        if post.post == Post.A:
            days.a += (end - day).days
            return
        if any(begin <= day and end <= over and holder not in away for holder, begin, over in holders):
            days.b += (end - day).days
            return
    gone = away.get(who, ())
    while day < end:
        if day not in gone:
            if post.post == Post.A:
                days.a += 1
            elif any(begin <= day < over and day not in away.get(holder, ()) for holder, begin, over in holders):
                days.b += 1
            else:
                days.stood_in += 1
        day += timedelta(days=1)


def _plainly(one: Posting) -> Held:
    """A posting that is at hand with its person."""
    own, on = (one.registration_id, one.village_id, one.post, one.valid_from, one.valid_until), one.registration
    return Held(*own, on.valid_from, on.valid_until)


def days_of_posts(posts: Iterable[Posting], until: date) -> dict[UUID, Days]:
    """The days of each of these posts from its first until a day; all that their villages ever had, in one statement."""
    posts = [post for post in posts if post.valid_from < until]
    if not posts:
        return {}
    first, rows = min(post.valid_from for post in posts), {post.pk: _plainly(post) for post in posts}
    holders: dict[UUID, list[Span]] = defaultdict(list)
    for post in rows.values():
        if post.post == Post.A:
            holders[post.village].append(_span(post, first, until))
    away = _away({post.who for post in rows.values()}, first, until)
    found: dict[UUID, Days] = defaultdict(Days)
    for pk, post in rows.items():
        _count(found[pk], post, _span(post, first, until), holders[post.village], away)
    return found
