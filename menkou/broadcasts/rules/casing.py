"""A case in the making: where its masks lie, what becomes of them when its words change, and when it may be sent on."""

import re
from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from uuid import UUID

from menkou.consultations.rules.masking.found import NUMBERS, Kind, Sure
from menkou.consultations.rules.masking.proposing import FEWEST_LETTERS, Known, Mask, applied, proposed
from menkou.consultations.rules.meant import PLACES, Level, People, Told, could_be_meant
from menkou.consultations.rules.spelling import bare

KEPT, CHANGED, REFUSED = "kept", "changed", "refused"  # as CaseMask.Said
MOST_TITLE: Final = 40
FIRST_LINE: Final = "（把这一行换成标题）"
ONE_SUM, NO_AGE = "一笔钱", "成年"
_BESIDE: Final = 4  # letters on either side by which a place is known again
_MARK: Final = re.compile("〔[^〔〕]{1,12}〕")  # what a copy has in place of a name or a number
_TOLD_PLACE: Final = re.compile("某镇街|某[村镇组]")
_NEARER: Final = {"某组": 0, "某村": 1, "某镇": 2, "某镇街": 2, "某县": 3}
_TOLD_LESS: Final = (Kind.PLACE, Kind.SUM, Kind.AGE)  # what a step of the small-village test changes
_OF_A_COPY: Final = {
    "〔本村村（居）委会〕": "某村村委会",
    "〔本村〕": "某村",
    "〔本镇街〕": "某镇街",
    "〔顾问的单位〕": "顾问所在的单位",
    "〔顾问〕": "法律顾问",
    "〔本人〕": "当事人",
    "〔群友〕": "当事人",
    "〔对方〕": "对方",
}


@dataclass(frozen=True)
class Placed:
    """One mask where it lies, and what a person said of it: nothing yet where `said` is empty."""

    start: int
    end: int
    kind: str
    sure: int
    instead: str
    said: str = ""
    is_added: bool = False
    by: UUID | None = None  # who said so; carried along

    @property
    def covers(self) -> bool:
        return self.said != REFUSED


class Checked(NamedTuple):
    """What a person says of one mask; `instead` where it is to be something else."""

    mask: UUID
    said: str
    instead: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of the text as a page shows it; `number` of the mask that lies there, from 1."""

    words: str
    number: int = 0
    mask: Placed | None = None


def first_words(copy: str) -> str:
    """What a case begins with: the words of the copy, in the words of a story."""
    for mark, words in _OF_A_COPY.items():
        copy = copy.replace(mark, words)
    return f"{FIRST_LINE}\n{copy.strip()}"


def placed(text: str, known: Known = Known()) -> list[Placed]:
    """Every mask that the program proposes, none of them checked; also over places that are told by 某村 already."""
    found = [Placed(one.start, one.end, one.kind.value, int(one.sure), one.instead) for one in proposed(text, known)]
    for told in _TOLD_PLACE.finditer(text):
        if not _touching(found, *told.span()):
            found.append(Placed(*told.span(), Kind.PLACE.value, int(Sure.CERTAIN), told[0]))
    return sorted(found, key=lambda one: one.start)


def final(text: str, masks: Iterable[Placed]) -> str:
    """The text as it would go out: what nobody has refused is masked."""
    lying = sorted((one for one in masks if one.covers), key=lambda one: one.start)
    return applied(text, [_mask(one) for one in lying])


def parts(text: str, masks: Sequence[Placed]) -> list[Part]:
    """The text in stretches, with each mask in its place."""
    found, at = [], 0
    for number, one in enumerate(sorted(masks, key=lambda one: one.start), 1):
        found += [Part(text[at : one.start])] * (one.start > at) + [Part(text[one.start : one.end], number, one)]
        at = one.end
    return found + [Part(text[at:])] * (at < len(text))


def carried(before: str, old: Sequence[Placed], text: str) -> list[Placed]:
    """The masks of a text that was changed. Nothing that was masked is lost; a refusal holds in its own surroundings only.

    What is new is proposed, and waits to be checked.
    """
    found = {one.start: one for one in placed(text)}
    known: dict[str, list[Placed]] = {}
    for one in sorted(old, key=lambda one: one.start - one.end):  # the longer first
        known.setdefault(before[one.start : one.end], []).append(one)
    for words, alike in known.items():
        covering = sorted((one for one in alike if one.covers), key=lambda one: not one.is_added)
        if covering:
            _lay_again(found, covering[0], text, words, known)
    return [_said_before(one, text, before, known) for one in sorted(found.values(), key=lambda one: one.start)]


def _lay_again(found: dict[int, Placed], one: Placed, text: str, words: str, known: Container[str]) -> None:
    """A mask over its words wherever they stand now, and over what is proposed in them, or across their edge.

    What lay across their edge before stays as it was, but where a person has masked these words by hand.
    """
    starts = sorted(found)
    for start in _places(text, words):
        end = start + len(words)
        near = starts[max(0, bisect_left(starts, start) - 1) : bisect_left(starts, end)]
        under = [found[at] for at in near if _touching([found[at]], start, end)]
        across = [other for other in under if other.start < start or end < other.end]
        if any(other.start <= start and end <= other.end for other in under):
            continue
        if across and not one.is_added and all(text[other.start : other.end] in known for other in across):
            continue
        for other in under:
            del found[other.start]
            starts.remove(other.start)
            start, end = min(start, other.start), max(end, other.end)
        found[start] = replace(one, start=start, end=end, said="", by=None)
        insort(starts, start)


def _said_before(one: Placed, text: str, before: str, known: Mapping[str, Sequence[Placed]]) -> Placed:
    """With what a person has said of the same words: of a refusal the words beside them have to be the same too."""
    alike = [other for other in known.get(text[one.start : one.end], ()) if other.said]
    beside = _beside(text, one)
    here = [other for other in alike if not other.covers and _beside(before, other) == beside]
    if here:
        return replace(one, said=REFUSED, by=here[0].by)
    kept = [other for other in alike if other.covers]
    if not kept or len(kept) < len(alike):
        return one
    same = kept if one.kind in _TOLD_LESS else []  # a name's word follows from who else is named
    changed = {other.instead for other in kept if other.said == CHANGED} or {other.instead for other in same}
    if len(changed) > 1:
        return one
    instead = changed.pop() if changed else one.instead
    said = CHANGED if any(other.said == CHANGED for other in kept) else KEPT
    return replace(one, said=said, instead=instead, by=kept[0].by, is_added=kept[0].is_added)


def added(text: str, masks: Sequence[Placed], words: str, kind: str, instead: str, by: UUID) -> list[Placed]:
    """With a mask over these words wherever they stand and nothing else lies; empty where they stand nowhere."""
    free = [one for one in masks if one.covers]
    new: list[Placed] = []
    for start in _places(text, words):
        end = start + len(words)
        if not _touching([*free, *new], start, end):
            new.append(Placed(start, end, kind, 3, instead, KEPT, is_added=True, by=by))
    kept = [one for one in masks if one.covers or not _touching(new, one.start, one.end)]
    return sorted([*kept, *new], key=lambda one: one.start) if new else []


def told_less(masks: Iterable[Placed], told: Told, by: UUID) -> list[Placed]:
    """The masks after a step of the small-village test: places, sums and ages by what may still be told."""
    return [_less(one, told, by) for one in masks]


def _less(one: Placed, told: Told, by: UUID) -> Placed:
    instead = one.instead
    if one.kind == Kind.PLACE and _NEARER.get(instead, 9) < told.level:
        instead = PLACES[told.level]
    elif one.kind == Kind.SUM and not told.is_sum_told and one.covers:
        instead = ONE_SUM
    elif one.kind == Kind.AGE and one.covers:
        instead = f"{told.years[0]}至{told.years[1]}岁" if told.years else NO_AGE
    if instead == one.instead:
        return one
    return replace(one, instead=instead, said=CHANGED if one.said else "", by=by if one.said else None)


def fault(text: str, masks: Sequence[Placed], told: Told | None, people: People, fewest: int) -> str:
    """Why a case cannot be sent on yet, as a sentence; empty where it can."""
    first, words = text.strip().partition("\n")[0], final(text, masks)
    if not first or first == FIRST_LINE or len(words.strip().partition("\n")[0]) > MOST_TITLE:
        return f"请把第一行换成标题，最多 {MOST_TITLE} 字。"
    if not words.strip().partition("\n")[2].strip():
        return "请写正文，标题下面还没有字。"
    if unchecked := sum(not one.said for one in masks):
        return f"还有 {unchecked} 处没有逐处看过，请一处一处定。"
    if mark := _MARK.search(words):
        return f"文字里还有“{mark[0]}”这样的记号，请在“改字”里换成大白话，或者删掉。"
    left = _number_left(words, text, masks) or _word_back(text, masks)
    return left or _not_as_told(words, masks, told) or _too_few(told, people, fewest)


def _word_back(text: str, masks: Sequence[Placed]) -> str:
    """What is masked in one place, and was typed into another one by whoever wrote what is to stand there."""
    covering = [one for one in masks if one.covers]
    hidden = {text[one.start : one.end] for one in covering if one.kind not in (Kind.SUM, Kind.AGE)}
    hidden -= {text[one.start : one.end] for one in masks if not one.covers}
    spelled = {bare(words) for words in hidden if not _TOLD_PLACE.fullmatch(words)}
    typed = [bare(one.instead) for one in covering if one.said == CHANGED or one.is_added]
    back = sum(any(len(words) >= FEWEST_LETTERS and words in said for words in spelled) for said in typed)
    return f"有 {back} 处换上的字里，又写了别处遮住的字，请换一个说法。" if back else ""


def _number_left(words: str, text: str, masks: Iterable[Placed]) -> str:
    """A number that stands in what would go out, and that nobody said is no person's."""
    refused = {text[one.start : one.end] for one in masks if not one.covers}
    left = [one.said for one in proposed(words) if one.kind in NUMBERS and one.said not in refused]
    return f"换上的字里还有 {len(left)} 处像号码，请改。" if left else ""


def _not_as_told(words: str, masks: Iterable[Placed], told: Told | None) -> str:
    """Where the words tell more than the small-village test was asked about."""
    if told is None:
        return "还没做小村检验，请在下面填。"
    covering = [one for one in masks if one.covers]
    nearer = [place for place, level in _NEARER.items() if Level.VILLAGE <= level < told.level and place in words]
    if nearer:
        return f"检验里说只写到{PLACES[told.level]}，文字里还有“{nearer[0]}”，请改。"
    if not told.is_sum_told and any(one.kind == Kind.SUM and one.instead != ONE_SUM for one in covering):
        return "检验里说不写数目，文字里还写着金额，请改，或者在检验里勾上。"
    if told.years is None and any(one.kind == Kind.AGE and one.instead != NO_AGE for one in covering):
        return "检验里说不写年龄，文字里还写着年龄，请改，或者在检验里填上。"
    return ""


def _too_few(told: Told | None, people: People, fewest: int) -> str:
    assert told is not None
    meant = could_be_meant(told, people)
    return f"照现在写的，可能只有 {meant} 个人对得上，至少要 {fewest} 个。请写得再笼统些。" if meant < fewest else ""


def instead_fault(words: str, instead: str) -> str:
    """What is wrong with what somebody wants to put in a place; empty where it is fit."""
    if not instead.strip():
        return "请写换成什么。"
    if not instead.isprintable():
        return "换上的字里有看不见的怪字符，请删掉。"
    if words in instead or any(one.kind in NUMBERS for one in proposed(instead)):
        return "换上的字里还有原来的字，或者像号码，请换一个说法。"
    return ""


def split(words: str) -> tuple[str, str]:
    """Title and text of what goes out."""
    title, _, text = words.strip().partition("\n")
    return title.strip(), text.strip()


def _mask(one: Placed) -> Mask:
    return Mask(one.start, one.end, Kind(one.kind), Sure(one.sure), "", one.instead)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _touching(masks: Iterable[Placed], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in masks)


def _beside(text: str, one: Placed) -> tuple[str, str]:
    return text[max(0, one.start - _BESIDE) : one.start], text[one.end : one.end + _BESIDE]
