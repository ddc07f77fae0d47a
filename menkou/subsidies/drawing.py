"""编一批: from how days stand to lines of the ledger, numbered in the order of places; reads, and writes nothing."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from menkou.places.models import Village
from menkou.subsidies import queries
from menkou.subsidies.models import Adjustment, Batch, Line
from menkou.subsidies.reading import Ground, ground
from menkou.subsidies.rules import laying
from menkou.subsidies.rules.facts import facts_of
from menkou.subsidies.rules.pricing import POSTS

Kind = Line.Kind


def of_villages(batch: Batch, villages: Sequence[Village]) -> list[Line]:
    """The lines about some villages' days: of the period, and what was put down otherwise before."""
    read = ground(villages, batch.first_day, batch.until_day)
    found = [line for village in villages for line in _of_village(batch, village, read)]
    return _numbered(batch, found)


def _of_village(batch: Batch, village: Village, read: Ground) -> Iterator[Line]:
    period = batch.first_day, batch.until_day
    for post in POSTS:
        base: Line | None = None
        for drawn in laying.laid(post, read.record.get((village.pk, post), []), read.now[village.pk][post], period):
            line = _line(batch, village, drawn, read)
            if drawn.kind == laying.FACTOR:
                line.about = base
            base = line if drawn.kind == laying.BASE else base
            yield line


def _line(batch: Batch, village: Village, drawn: laying.Drawn, read: Ground) -> Line:
    stand, was = drawn.span.stand, drawn.was
    is_back = drawn.kind == laying.BACK
    facts = facts_of(drawn, village.short_name, read.names, read.sources, read.labels[was.line] if was else "")
    return Line(
        batch=batch,
        kind=drawn.kind,
        village=village,
        post=drawn.post,
        registration_id=UUID(stand.who) if stand.who else None,
        institution_id=UUID(stand.house) if stand.house else None,
        first_day=drawn.span.first,
        until_day=drawn.span.until,
        fen=drawn.fen,
        turn=drawn.turn,
        taken=was.turn if was and is_back else None,
        after=was.turn if was and not is_back else None,
        about_id=UUID(was.line) if was else None,
        facts=facts,
    )


def beside_days(batch: Batch) -> list[Line]:
    """What was carried over from earlier batches, and what two people agreed to add or to take off."""
    carried = [_carried_in(batch, one) for one in queries.carried_out()]
    return _numbered(batch, [*carried, *(_adjusted(batch, one) for one in queries.not_counted_yet())])


def _adjusted(batch: Batch, one: Adjustment) -> Line:
    fen = one.fen if one.kind == Adjustment.Kind.BONUS else -one.fen
    house = one.registration.institution if one.registration else one.institution
    facts: dict[str, Any] = {
        "kind": one.kind,
        "fen": fen,
        "who": one.registration.adviser.name if one.registration else "",
        "house": house and house.name,
        "reason": one.reason,
        "source": one.source,
        "made_by": one.made_by.name,
        "decided_by": one.decided_by and one.decided_by.name,
    }
    about = {"registration": one.registration, "institution": house}
    return Line(batch=batch, kind=one.kind, adjustment=one, fen=fen, facts=facts, **about)


def _carried_in(batch: Batch, one: Line) -> Line:
    label, house = f"{one.batch}第 {one.number} 行", one.institution
    facts = {"kind": Kind.CARRIED_IN.value, "fen": -one.fen, "house": house and house.name, "line": label}
    return Line(batch=batch, kind=Kind.CARRIED_IN, about=one, institution=house, fen=-one.fen, facts=facts)


def carried_out(batch: Batch) -> list[Line]:
    """For each institution whose lines come to less than nothing: up to nothing, and the rest into the next batch."""
    found = []
    for one in queries.by_house(Line.objects.filter(batch=batch)):
        if one.fen < 0:
            facts = {"kind": Kind.CARRIED_OUT.value, "fen": -one.fen, "house": one.name}
            about = {"institution_id": one.institution_id}
            found.append(Line(batch=batch, kind=Kind.CARRIED_OUT, fen=-one.fen, facts=facts, **about))
    return _numbered(batch, found)


def _numbered(batch: Batch, lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines, batch.lines_count + 1):
        line.number = number
    return lines
