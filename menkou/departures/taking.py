"""What a departure took away, as it is kept to be given back: days as words, ids as words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from menkou.postings.models import Departure, Posting

Ends = list[tuple[str, date | None]]
CONTRACT = "contract_id"  # found anew: it may have ended, or another been signed
LINKS, PLAIN = ("village_id", "plan_id", CONTRACT), ("post", "place")


@dataclass
class Taken:
    """Posts and pairings with the ends they had, posts that were struck out, and the place on the roster."""

    posts: Ends = field(default_factory=list)
    struck: list[dict[str, Any]] = field(default_factory=list)
    pairings: list = field(default_factory=list)
    roster: bool = False
    roster_until: date | None = None
    departures: list[dict[str, Any]] = field(default_factory=list)  # that this one ends, as they stood before

    def written(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "posts": [[pk, _said(until)] for pk, until in self.posts],
            "struck": [_written(facts) for facts in self.struck],
            "pairings": [list(one) for one in self.pairings],
            "roster": self.roster,
            "roster_until": _said(self.roster_until),
            "departures": [_written(facts) for facts in self.departures],
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Taken":
        """From what JSON has kept."""
        return cls(
            posts=[(pk, _day(until)) for pk, until in kept["posts"]],
            struck=[_read(facts) for facts in kept["struck"]],
            pairings=[(pk, _day(until)) for pk, until in kept["pairings"]],
            roster=kept["roster"],
            roster_until=_day(kept["roster_until"]),
            departures=[_read(facts) for facts in kept.get("departures", ())],
        )

    @property
    def villages(self) -> set[str]:
        """Of the posts that were struck out; the others are still there to be asked."""
        return {facts["village_id"] for facts in self.struck}


def taken_from(posts: Iterable[Posting], on: date, roster_until: date | None) -> Taken:
    """What ends on a day: posts that have begun by then end there, the others are struck out."""
    taken = Taken(roster_until=roster_until)
    for post in posts:
        if post.valid_from < on:
            taken.posts.append((str(post.pk), post.valid_until))
        else:
            links = {name: str(pk) if (pk := getattr(post, name)) else None for name in LINKS}
            plain = {name: getattr(post, name) for name in PLAIN}
            taken.struck.append({**links, **plain, "valid_from": post.valid_from, "valid_until": post.valid_until})
    return taken


def to_give_back(taken: Taken, departure: Departure) -> tuple[list[Posting], list[Posting]]:
    """The posts that somebody would have held from a departure's day on; and those that ended before it meanwhile."""
    on, who = departure.valid_from, departure.registration_id
    rows = Posting.objects.in_bulk([pk for pk, _ in taken.posts])
    here = {(row.village_id, row.post): row for row in Posting.objects.filter(registration=who, valid_until=on)}
    found, lost = [], []
    for pk, until in taken.posts:
        if (row := rows.get(UUID(pk))) is None:
            continue  # of a plan that was withdrawn
        if last := here.get((row.village_id, row.post)):
            links = {name: getattr(last, name) for name in ("village_id", "plan_id", *PLAIN)}
            found.append(Posting(registration_id=who, valid_from=on, valid_until=until, **links))
        else:
            lost.append(row)
    for facts in taken.struck:
        links = {name: UUID(facts[name]) if facts[name] else None for name in LINKS if name != CONTRACT}
        span = {name: facts[name] for name in (*PLAIN, "valid_from", "valid_until")}
        found.append(Posting(registration_id=who, **links, **span))
    return found, lost


def ended_by(earlier: Iterable[Departure]) -> list[dict[str, Any]]:
    """Departures of somebody who goes for good, as they stand before that ends them."""
    links, plain = ("id", "recorded_by_id"), ("why", "valid_from", "valid_until", "reason", "took")
    return [
        {name: str(pk) if (pk := getattr(one, name)) else None for name in links}
        | {name: getattr(one, name) for name in plain}
        for one in earlier
    ]


def _written(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _said(fact) for name, fact in facts.items()}


def _read(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "valid_from": _day(facts["valid_from"]), "valid_until": _day(facts["valid_until"])}


def _said(fact: Any) -> Any:
    return fact.isoformat() if isinstance(fact, date) else fact


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
