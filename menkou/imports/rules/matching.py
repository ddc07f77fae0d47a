"""Which kind of sheet is this, where is its header, and which column is what: by name first, then by content."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from menkou.imports.rules.cleaning import Cell, plain
from menkou.imports.rules.reading import Sheet
from menkou.imports.rules.sheets import ALL, KINDS, Field, Kind

FIRST_ROWS, LOOKED_AT = 15, 40
NOISE = re.compile(r"[\s*＊:：/、，,（）()【】\[\]]|必填|选填")
INSTRUCTIONS = ("说明", "填表说明", "填写说明")
TOTALS = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: its kind, the row of its header, and which column holds which field."""

    kind: str
    header: int  # the number of the row, as the spreadsheet shows it; 0 where there is none
    columns: Mapping[int, str]

    def missing(self) -> list[Field]:
        """The columns without which nothing new can be read."""
        there = set(self.columns.values())
        return [one for one in KINDS[self.kind].fields if one.needed and one.key not in there]


@dataclass(frozen=True)
class Found:
    """What was made of a sheet; `sure` where nobody needs to be asked."""

    layout: Layout | None
    titles: tuple[str, ...]
    signature: str
    sure: bool


def bare(title: str) -> str:
    """A title without what people decorate titles with."""
    return NOISE.sub("", title)


def signature_of(titles: Sequence[str]) -> str:
    """The same for two sheets with the same titles in the same order."""
    return "|".join(map(bare, titles)).rstrip("|")[:1000]


def letters(column: int) -> str:
    """A column as a spreadsheet calls it."""
    said, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(65 + rest) + said
    return said


def find(sheet: Sheet, remembered: Mapping[str, Layout]) -> Found:
    """What a sheet is. What was chosen once for these titles is remembered."""
    widest = _widest(sheet)
    best: tuple[float, Found] = (0.0, Found(None, widest, signature_of(widest), False))
    for number, cells in sheet.rows[:FIRST_ROWS]:
        titles = tuple(plain(cell) for cell in cells)
        signature = signature_of(titles)
        if known := remembered.get(signature):
            return Found(Layout(known.kind, number, known.columns), titles, signature, True)
        if sheet.name.strip() in INSTRUCTIONS:
            continue
        for kind in ALL:
            named = _by_name(kind, titles)
            alike = _by_likeness(kind, named, titles, sheet, number) if named else {}
            score = _score(kind, sheet.name, {*named.values(), *alike.values()}) - len(alike) / 2
            if len(named) + len(alike) > 1 and score > best[0]:
                layout = Layout(kind.key, number, _by_content(kind, named | alike, sheet, number))
                best = (score, Found(layout, titles, signature, not alike and not layout.missing()))
    return best[1]


def rows_of(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, dict[str, Cell], dict[str, int]]]:
    """The rows below the header: number, what stands in each field, and in which column."""
    places = {key: place for place, key in layout.columns.items()}
    for number, cells in sheet.rows:
        if number > layout.header:
            if next((text for cell in cells if (text := plain(cell).replace(" ", ""))), "") in TOTALS:
                continue
            said = {key: cells[place] for key, place in places.items() if place < len(cells)}
            if any(plain(cell) for cell in said.values()):
                yield number, said, places


def _widest(sheet: Sheet) -> tuple[str, ...]:
    first = [cells for _, cells in sheet.rows[:FIRST_ROWS]]
    return tuple(
        plain(cell) for cell in max(first, key=lambda cells: sum(cell is not None for cell in cells), default=())
    )


def _by_name(kind: Kind, titles: Sequence[str]) -> dict[int, str]:
    """Columns by their titles; a title that is a field's own comes before one that it may also have."""
    found: dict[int, str] = {}
    for rank in range(max(len(one.titles) for one in kind.fields)):
        for one in kind.fields:
            if rank >= len(one.titles) or one.key in found.values():
                continue
            wanted = bare(one.titles[rank])
            for place, title in enumerate(titles):
                if place not in found and bare(title) == wanted:
                    found[place] = one.key
                    break
    return found


def _by_likeness(
    kind: Kind, named: Mapping[int, str], titles: Sequence[str], sheet: Sheet, header: int
) -> dict[int, str]:
    """Columns whose titles begin or end with a known one: 值班电话, 执业证号码. Whoever looks is asked to make sure."""
    found: dict[int, str] = {}
    known = [(bare(title), one) for one in kind.fields if one.key not in named.values() for title in one.titles]
    for wanted, one in sorted(known, key=lambda both: -len(both[0])):
        for place, title in enumerate(map(bare, titles)):
            if place in named or place in found or one.key in found.values() or len(wanted) < 2:
                continue
            fits = title.endswith(wanted) or title.startswith(wanted)
            if fits and (one.looks is None or any(map(one.looks.fullmatch, _said(sheet, header, place)))):
                found[place] = one.key
    return found


def _said(sheet: Sheet, header: int, place: int) -> list[str]:
    """What the first rows below a header say in a column."""
    below = [cells for number, cells in sheet.rows if number > header][:LOOKED_AT]
    return [plain(cells[place]).replace(" ", "") for cells in below if place < len(cells) and cells[place]]


def _by_content(kind: Kind, columns: dict[int, str], sheet: Sheet, header: int) -> dict[int, str]:
    """Columns without a known title whose cells can only be one thing."""
    whole = dict(columns)
    widest = max((len(cells) for number, cells in sheet.rows if number > header), default=0)
    for one in kind.fields:
        if one.looks is None or one.key in whole.values():
            continue
        for place in range(widest):
            said = _said(sheet, header, place)
            if place not in whole and len(said) > 1 and all(map(one.looks.fullmatch, said)):
                whole[place] = one.key
                break
    return whole


def _score(kind: Kind, name: str, found: set[str]) -> float:
    needed = {one.key for one in kind.fields if one.needed}
    named = bare(name)
    words = [bare(word) for word in (kind.title, *kind.also)]
    by_name = 4 if named == words[0] else 3 if named in words else 2 if any(word in named for word in words) else 0
    return 2 * len(found & needed) + len(found - needed) + by_name - 2 * len(needed - found)
