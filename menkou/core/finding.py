"""搜字: rows whose own words hold what somebody types, found by the pairs of characters in them (ADR 70).

A word of two characters or more is found wherever it stands in a text, in the middle of a longer word too. Full-width
letters and marks are the same as narrow ones, capitals the same as small letters; nothing else is folded. A table that
is searched has a column `pairs` (core.db.FindWords), which models do not know and pages never fetch. What residents
said is sealed and in no such column.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Expression, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from psycopg import sql

from menkou.core.scope import current

MOST_WORDS, LONGEST = 8, 60  # of what is typed into a box
PAIR = 2
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
_SMALL = {ord(one): ord(one.lower()) for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
FOLDED = {wide: _SMALL.get(narrow, narrow) for wide, narrow in _WIDE.items()} | _SMALL


def plain(text: str) -> str:
    """As texts are compared; as many characters as before, so that a place in one is the same place in the other."""
    return text.translate(FOLDED)


def words_of(typed: str) -> tuple[str, ...]:
    """What somebody looks for: each of these, wherever it stands."""
    said = plain(typed.replace("\x00", "")[:LONGEST]).split()
    return tuple(dict.fromkeys(said))[:MOST_WORDS]


def asked(words: tuple[str, ...], **kept: str) -> dict[str, Any]:
    """The same for a page: its box, its marks, and what its next page has to say."""
    said = {name: value for name, value in kept.items() if value} | ({"q": " ".join(words)} if words else {})
    return {"q": " ".join(words), "words": words, "query": f"{urlencode(said)}&" if said else ""}


def is_enough(words: tuple[str, ...]) -> bool:
    """Whether an index can find it: a single character stands nearly everywhere."""
    return any(len(word) >= PAIR for word in words)


def holding(rows: QuerySet[Any], words: tuple[str, ...], *columns: str) -> QuerySet[Any]:
    """Those whose columns hold all of the words; the columns are those of the table's FindWords."""
    if is_enough(words):
        rows = rows.filter(_Holds(words))
    for word in words:
        if len(word) != PAIR:  # of a longer one, the pairs may stand in different places
            rows = rows.filter(_says(columns, word))
    return rows


def pairs_of(word: str) -> list[str]:
    return [word[n : n + PAIR] for n in range(len(word) - 1)]


def _says(columns: tuple[str, ...], word: str) -> Q:
    found = Q()
    for column in columns:
        text = Func(F(column), function="menkou_plain", output_field=TextField())
        found |= Q(GreaterThan(StrIndex(F(column), Value(word)), 0))  # mostly it stands there as it is, and
        found |= Q(GreaterThan(StrIndex(text, Value(word)), 0))  # to fold a text takes ten times as long
    return found


class _Holds(Expression):
    """The condition that a row's pairs are all there; in the district that it is of, which every pair names."""

    output_field = BooleanField()  # type: ignore[assignment]
    conditional = True
    alias = ""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.pairs = tuple(dict.fromkeys(pair for word in words for pair in pairs_of(word)))

    def resolve_expression(self, query: Any = None, *_: Any, **__: Any) -> "_Holds":
        resolved = self.copy()
        resolved.alias = query.get_initial_alias()
        return resolved

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "_Holds":
        clone = self.copy()
        clone.alias = change_map.get(self.alias, self.alias)
        return clone

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        quoted = [pair.replace("\\", "\\\\").replace("'", "''") for pair in self.pairs]
        asked = [" & ".join(f"'{district}:{pair}'" for pair in quoted) for district in current().reads]
        # in the statement itself: planned without knowing the pairs, a common word took seconds among many districts
        wanted = sql.quote(" | ".join(asked)).replace("%", "%%")
        return f"{compiler.quote_name_unless_alias(self.alias)}.pairs @@ {wanted}::tsquery", ()
