"""常问: questions that stand: asked at every showing of a page, and written once for whoever asks and the day.

To write a statement of conditions within conditions costs Django one to three milliseconds, each time; a workbench has
thirty. `Prepared` fills in values that are named. Here what is filled in is the moment alone: all else that such a
question says follows from what somebody holds, the district, its rules and the day. That this is so is not believed but
looked at: each question is written at the moment of asking and at both ends of the day, and kept only if nothing but
the moment differs and if it asked the database nothing on its way. What it was told from memory (a rule, the calendar)
is looked at again before each use.

What would hold for some hours in the midst of a day cannot be seen from its ends: no question may look at the hour, or
compare the moment with anything, but in its words. A test writes them all by a clock that does not bear it.
"""

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from menkou.core import clock, memory
from menkou.core.actors import Actor
from menkou.core.scope import current

log = logging.getLogger("menkou.standing")
MOST = 500  # kept for so many people, districts and days; a flood of others empties it and no more
MOMENT = object()  # where the moment of asking goes
A_TICK = timedelta(microseconds=1)
Row = TypeVar("Row")
Rows = QuerySet[Any, Any]
_Composed = tuple[str, list[Any], Callable[[list[Any]], Any]]


class _Written(NamedTuple):
    """Words, what goes into their places, how rows are read, and what was known when they were written."""

    words: str
    places: list[Any]
    read: Callable[[list[Any]], Any]
    known: list[memory.Known]
    is_steady: bool = True


class _Standing:
    """What both kinds have in common: how a question is written, kept and asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._held: dict[Hashable, _Written] = {}

    def is_steady_for(self, *of: Hashable) -> bool:
        """Whether it is kept for somebody; what is not is written anew each time, which tests do not let pass."""
        return self._written_for(_plain(of), clock.now()).is_steady

    def _asked(self, of: tuple[Hashable, ...]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns, and the rows; all of it of one moment, also where the day ends meanwhile."""
        now = clock.now()
        written = self._written_for(_plain(of), now)
        if not written.words:
            return [], []
        with connection.cursor() as cursor:
            cursor.execute(written.words, [now if one is MOMENT else one for one in written.places])
            return [column.name for column in cursor.description], list(written.read(cursor.fetchall()))

    def _written_for(self, of: tuple[Hashable, ...], now: datetime) -> _Written:
        key = current(), clock.day_of(now), of
        held = self._held.get(key)
        if held and not held.is_steady:
            return self._draft(of, now)._replace(is_steady=False)
        if held is None or not all(memory.is_still(one) for one in held.known):
            held = self._write(of, now)
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[key] = held
        return held

    def _write(self, of: tuple[Hashable, ...], now: datetime) -> _Written:
        """At the moment of asking, and as it would be written at both ends of the day."""
        day = clock.day_of(now)
        begins, ends = clock.start_of(day), clock.start_of(day + timedelta(days=1))
        drafts = [self._draft(of, moment) for moment in (now, begins + A_TICK, ends - A_TICK)]
        first = drafts[0]
        same = all((one.words, one.places) == (first.words, first.places) for one in drafts)
        is_steady = same and all(one.is_steady for one in drafts)
        if not is_steady:
            log.warning("written anew each time: %s", self.name)
        return first._replace(is_steady=is_steady)

    def _draft(self, of: tuple[Hashable, ...], moment: datetime) -> _Written:
        asked: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if memory.is_noting():  # and not while memory asks what it had not known
                asked.append(sql)
            return execute(sql, params, many, context)

        with clock.told(moment), memory.noted() as known, connection.execute_wrapper(note):
            words, places, read = self._composed(of)
        return _Written(words, [MOMENT if one == moment else one for one in places], read, known, is_steady=not asked)

    def _composed(self, of: tuple[Hashable, ...]) -> _Composed:
        raise NotImplementedError


class StandingRows(_Standing, Generic[Row]):
    """One question, which returns `.values_list(...)` of an actor or of nobody; `row` is made of the columns."""

    def __init__(self, row: Callable[..., Row], ask: Callable[..., Rows]) -> None:
        super().__init__(ask.__qualname__)
        self.row, self.ask = row, ask

    def __call__(self, *of: Hashable) -> list[Row]:
        """The rows."""
        return [self.row(*one) for one in self._asked(of)[1]]

    def _composed(self, of: tuple[Hashable, ...]) -> _Composed:
        return _sql(self.ask(*of))


def standing(ask: Callable[..., Rows]) -> StandingRows[tuple[Any, ...]]:
    """The question that a function writes; its rows are tuples of the columns."""
    return StandingRows(lambda *columns: columns, ask)


def standing_column(ask: Callable[..., Rows]) -> StandingRows[Any]:
    """The same of one column."""
    return StandingRows(lambda value: value, ask)


class StandingCounts(_Standing):
    """Questions by name, counted in one statement: each takes an actor and returns rows, or None of whom it is not asked."""

    def __init__(self, **questions: Callable[[Actor], Rows | None]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions

    def __call__(self, by: Actor) -> dict[str, int]:
        """How many rows each finds, by its name; nothing is asked where none is of this person."""
        names, rows = self._asked((by,))
        return dict.fromkeys(self.questions, 0) | (dict(zip(names, rows[0], strict=True)) if rows else {})

    def _composed(self, of: tuple[Hashable, ...]) -> _Composed:
        by = cast("Actor", of[0])
        counts: list[str] = []
        places: list[Any] = []
        for name, ask in self.questions.items():
            found = ask(by)
            words, values, _ = _sql(None if found is None else found.order_by().values("pk"))
            if words:
                counts.append(f'(select count(*) from ({words}) as rows) as "{name}"')  # noqa: S608  # the ORM's words
                places += values
        return f"select {', '.join(counts)}" if counts else "", places, _as_they_are


def _plain(of: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    """Without what changes with each request: such questions are of what somebody holds, not of their browser.

    Raises TypeError for a row, which equals itself as it was before it changed: a question is given its id.
    """
    if any(isinstance(one, Model) for one in of):
        raise TypeError("a standing question is given ids, not rows")
    return tuple(Actor(one.user_id, one.name, one.holdings) if isinstance(one, Actor) else one for one in of)


def _sql(found: Rows | None) -> _Composed:
    """The ORM's words and values, and how it reads the columns; none where nothing can be found."""
    if found is None:
        return "", [], _as_they_are
    compiler = found.query.get_compiler(found.db)
    try:
        words, places = compiler.as_sql()
    except EmptyResultSet:
        return "", [], _as_they_are
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    read = partial(_converted, converters=converters) if converters else _as_they_are
    return words, list(places), read


def _converted(rows: list[Any], converters: Mapping[int, Any]) -> Iterator[list[Any]]:
    """As the ORM does it; its compiler would keep the connection of the thread that wrote the words, also when that has ended."""
    for row in map(list, rows):
        for place, (steps, expression) in converters.items():
            for step in steps:
                row[place] = step(row[place], expression, connection)
        yield row


def _as_they_are(rows: list[Any]) -> list[Any]:
    return rows
