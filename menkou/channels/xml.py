"""A platform's XML or JSON read into words: nothing is fetched, nothing expanded, and its size is bounded.

Both forms give the same: a field is its text, a field with fields in it is a dict, and a field that is there more
than once is a list where it lies inside another. At the top the first one stands, since what a person types comes
after who wrote, and so cannot say that somebody else did.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers import expat

from menkou.channels.arrived import Unreadable

MOST = 64 << 10  # bytes; a resident's text has 2,048 at most
DEEPEST = 4  # levels below the outermost; photos sent from a menu have four
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML, and NUL no PostgreSQL text

Fields = dict[str, Any]


def read(said: bytes, *, most: int = MOST) -> Fields:
    """The fields of one message in either form. Raises Unreadable for whatever is not that.

    Control characters are left out and broken characters shown as such: a keyboard that makes them, or a text cut in
    the middle of a character, must not cost somebody their question.
    """
    if len(said) > most:
        raise Unreadable
    text = UNFIT.sub("", said.decode("utf-8-sig", "replace")).strip()
    fields = _read(_json if text.startswith("{") else _xml, text)
    if fields is None:
        raise Unreadable
    return fields


def _read(form: Callable[[str], Fields], text: str) -> Fields | None:
    try:
        return form(text)
    except (expat.ExpatError, ValueError, RecursionError):
        return None  # raised anew by the caller, so that no error holds what was written


class _Tree:
    """What expat tells, put together."""

    def __init__(self) -> None:
        self.open: list[tuple[str, list[str], list[tuple[str, Any]]]] = []  # name, words, fields
        self.whole: Any = ""

    def start(self, name: str, _: object) -> None:
        if (not self.open and name != "xml") or len(self.open) > DEEPEST:
            raise ValueError
        self.open.append((name, [], []))

    def words(self, said: str) -> None:
        self.open[-1][1].append(said)

    def end(self, _: str) -> None:
        name, words, fields = self.open.pop()
        outermost = not self.open
        value = _together(fields, first=outermost) if fields or outermost else "".join(words)
        if outermost:
            self.whole = value
        else:
            self.open[-1][2].append((name, value))


def _xml(text: str) -> Fields:
    tree, parser = _Tree(), expat.ParserCreate("utf-8")  # whatever the declaration says
    parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
    parser.CharacterDataHandler = tree.words
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ProcessingInstructionHandler = _refuse
    parser.Parse(text.encode(), True)
    return tree.whole


def _refuse(*_: object) -> None:
    """A DTD, an entity, a processing instruction: no platform sends them, so nothing of them is read."""
    raise ValueError


def _json(text: str) -> Fields:
    tree = json.loads(
        text,
        object_pairs_hook=_Pairs,
        parse_int=str,  # a MsgId has 64 bits, and a made-up one has thousands of digits
        parse_float=str,
        parse_constant=_refuse,
    )
    return _plain(tree, 0)


class _Pairs(tuple[tuple[str, Any], ...]):
    """The fields of a JSON object as they came, told apart from a list."""

    __slots__ = ()


def _plain(value: Any, depth: int) -> Any:
    """A value of JSON as the same thing in XML would be read."""
    if depth > DEEPEST:
        raise ValueError
    if isinstance(value, _Pairs):
        return _together(((name, _plain(inner, depth + 1)) for name, inner in value), first=not depth)
    if isinstance(value, list):
        return [_plain(inner, depth + 1) for inner in value]
    return UNFIT.sub("", value) if isinstance(value, str) else "" if value is None else str(value).lower()


def _together(fields: Iterable[tuple[str, Any]], *, first: bool) -> Fields:
    found: Fields = {}
    for name, value in fields:
        if name not in found:
            found[name] = value
        elif not first:
            found[name] = [*_each(found[name]), value]
    return found


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def everywhere(fields: Any, name: str) -> Iterator[str]:
    """Every text of that name, however deep."""
    if isinstance(fields, dict):
        for key, value in fields.items():
            yield from (v for v in _each(value) if key == name and isinstance(v, str))
            yield from everywhere(value, name)
    elif isinstance(fields, list):
        for inner in fields:
            yield from everywhere(inner, name)


def groups(fields: Any, name: str) -> Iterator[Fields]:
    """Every group of fields that has one of that name in it, however deep."""
    if isinstance(fields, dict):
        if name in fields:
            yield fields
        for value in fields.values():
            yield from groups(value, name)
    elif isinstance(fields, list):
        for inner in fields:
            yield from groups(inner, name)
