"""What is proposed to be masked, one mask for each thing; the same person is called the same throughout."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from menkou.consultations.rules.masking.amounts import amounts
from menkou.consultations.rules.masking.found import Finder, Found, Kind, Sure
from menkou.consultations.rules.masking.names import certain_names, names
from menkou.consultations.rules.masking.numbers import INSTEAD, numbers
from menkou.consultations.rules.masking.places import INSTEAD_OF_WORK, cities, instead_of_work, organisations, places
from menkou.consultations.rules.masking.sheet import WALL, Sheet
from menkou.consultations.rules.spelling import bare, plain

FEWEST_LETTERS: Final = 2  # of what is known: one letter alone stands in too many other words
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_OTHERS: Final = "某人"  # beyond as many
_PLACED: Final = ("村", "镇", "县", "省", "路", "地", "号", "组", "年出生", *(word[1:] for word in INSTEAD_OF_WORK))
_NUMBERED: Final = tuple(word[1:] for word in INSTEAD.values())
MARKS: Final = (  # what stands between 〔 and 〕 where a copy, or words from a group, have lost something already
    *("身份证号", "卡号", "车牌", "邮箱", "账号", "号码", "手机号", "电话", "群友"),
    *("本村村（居）委会", "本村", "本镇街", "顾问的单位", "顾问", "本人", "对方"),
)
_MASKED: Final = re.compile(
    rf"某(?:{'|'.join(sorted((*_PLACED, *_NUMBERED, *_STEMS, '人'), key=len, reverse=True))})"
    r"|[二三四五六七八九]十多岁|十几岁|几岁|百岁上下|十?几[十百千]?万?元|上亿元"
    rf"|〔(?:{'|'.join(re.escape(plain(mark)) for mark in MARKS)})〕"
)


@dataclass(frozen=True)
class Known:
    """What the matter's own record says of who and where: always masked, however it is written."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mask:
    """遮盖: from where to where of the text, what it is, how sure, and what to put in its place."""

    start: int
    end: int
    kind: Kind
    sure: Sure
    said: str
    instead: str


def proposed(text: str, known: Known = Known()) -> list[Mask]:
    """Every mask that the program proposes, in the order of the text."""
    sheet = Sheet(_MASKED.sub(lambda found: WALL * len(found[0]), plain(text)))
    finders = (
        _known(known),
        numbers,
        organisations,
        certain_names,
        amounts,
        places,
        names,
        cities,
        _said_again(text, sheet),
    )
    while any([sheet.take(finder) for finder in finders]):
        pass
    return list(_masks(text, sorted(sheet.found, key=lambda one: one.start)))


def applied(text: str, masks: Iterable[Mask]) -> str:
    """The text with these masks, and all else as it was typed."""
    parts, at = [], 0
    for mask in masks:
        parts += [text[at : mask.start], mask.instead]
        at = mask.end
    return "".join([*parts, text[at:]])


def masked(text: str, known: Known = Known()) -> str:
    """The text with every mask that is proposed."""
    return applied(text, proposed(text, known))


def _known(known: Known) -> Finder:
    """Finds what is known, the longer first, with gaps between its letters."""
    people = [bare(name) for name in known.people]
    asked = [(name, Kind.NAME, "") for name in (*people, *(name[1:] for name in people if len(name) == 3))]
    asked += [(said, Kind.PLACE, _place(name)) for name in known.places for said in (name, _stem(name))]
    asked += [(name, Kind.ORGANISATION, instead_of_work(name)) for name in known.organisations]
    spelled = sorted(((bare(name), kind, instead) for name, kind, instead in asked), key=lambda one: -len(one[0]))
    each = [
        (re.compile(r"[ .·\-,]{0,3}".join(map(re.escape, name)), re.IGNORECASE), kind, instead)
        for name, kind, instead in spelled
        if len(name) >= FEWEST_LETTERS
    ]

    def find(words: str) -> Iterator[Found]:
        for name, kind, instead in each:
            for found in name.finditer(words):
                yield Found(*found.span(), kind, Sure.CERTAIN, instead)

    return find


_PLACES: Final = {"某村": ("村", "社区", "庄"), "某镇": ("镇", "乡", "街道"), "某县": ("县", "市", "区")}


def _place(name: str) -> str:
    return next((said for said, ends in _PLACES.items() if name.endswith(ends)), "某地")


def _stem(name: str) -> str:
    """红花 of 红花村, as people say it."""
    ends = next((end for ends in _PLACES.values() for end in ends if name.endswith(end)), "")
    return name.removesuffix(ends)


def _said_again(text: str, sheet: Sheet) -> Finder:
    """Finds what is masked once wherever else it stands, and given names without their surname."""

    def find(words: str) -> Iterator[Found]:
        for one in tuple(sheet.found):
            said = bare(text[one.start : one.end])
            if one.kind in (Kind.NAME, Kind.PLACE, Kind.ORGANISATION) and len(said) >= FEWEST_LETTERS:
                yield from _again(words, said, one, one.sure)
        for name in dict.fromkeys(bare(text[one.start : one.end]) for one in sheet.found if one.kind is Kind.NAME):
            if len(name) == 3:
                yield from _again(words, name[1:], Found(0, 0, Kind.NAME, Sure.LIKELY), Sure.LIKELY)

    return find


def _again(words: str, said: str, one: Found, sure: Sure) -> Iterator[Found]:
    at = words.find(said)
    while at >= 0 and said:
        yield Found(at, at + len(said), one.kind, sure, one.instead)
        at = words.find(said, at + len(said))


def _masks(text: str, found: list[Found]) -> Iterator[Mask]:
    called = _people(text, found)
    for one in found:
        said = text[one.start : one.end]
        yield Mask(one.start, one.end, one.kind, one.sure, said, one.instead or called(said))


def _people(text: str, found: list[Found]) -> Callable[[str], str]:
    """What each name of a text is called by: one person by one word, also by their given name alone."""
    free = [stem for stem in _STEMS if f"某{stem}" not in plain(text)]
    said = list(dict.fromkeys(bare(text[one.start : one.end]) for one in found if one.kind is Kind.NAME))
    people: dict[str, str] = {}

    def person(name: str) -> str:
        return next((whole for whole in said if len(whole) > len(name) > 1 and whole.endswith(name)), name)

    for name in map(person, said):
        if name not in people:
            people[name] = f"某{free.pop(0)}" if free else _OTHERS
    return lambda words: people[person(bare(words))]
