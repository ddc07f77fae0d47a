"""A dropped file and what is on record, brought together: what its sheets are, and what each row would do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from menkou.imports import queries
from menkou.imports.models import Import
from menkou.imports.rules import comparing, matching, reading
from menkou.imports.rules.comparing import Line
from menkou.imports.rules.matching import Found, Layout
from menkou.imports.rules.reading import Sheet, Unreadable
from menkou.imports.rules.sheets import KINDS, spoken
from menkou.places.models import District

TITLES_SHOWN = 40
NOTHING_KNOWN = "没有认出一张表。请用模板，或者在下面选每张表是什么、哪列是什么。"

Progress = Callable[[int], bool]


def judged(
    dropped: Import, sheets: list[Sheet], progress: Progress | None = None
) -> tuple[list[dict[str, Any]], list[Line]]:
    """What the sheets are, as pages show it, and the lines. Run it within the district."""
    remembered = queries.remembered()
    found = [(sheet, _layout(dropped, sheet, remembered)) for sheet in sheets if sheet.rows]
    district = District.objects.get(pk=dropped.district_id)
    chosen = [(sheet, one.layout) for sheet, one in found if one.layout]
    lines = comparing.compare(chosen, queries.known(district), dropped.answers, progress)
    return [_told(sheet, one) for sheet, one in found], lines


def rows_in(sheets: list[Sheet]) -> int:
    return sum(len(sheet.rows) for sheet in sheets)


def read(path: Path) -> list[Sheet]:
    """Raises Unreadable."""
    try:
        return reading.read_apart(path)
    except OSError as error:
        raise Unreadable("文件已经不在了，请再传一次。") from error


def _layout(dropped: Import, sheet: Sheet, remembered: dict[str, Layout]) -> Found:
    found = matching.find(sheet, remembered)
    if (chosen := dropped.columns.get(sheet.name)) is None:
        return found
    header = int(chosen["header"])
    titles = next((tuple(map(matching.plain, cells)) for number, cells in sheet.rows if number == header), found.titles)
    columns = {int(place): key for place, key in chosen["columns"].items()}
    layout = Layout(chosen["kind"], header, columns) if chosen["kind"] else None
    return Found(layout, titles, matching.signature_of(titles), True)


def _told(sheet: Sheet, found: Found) -> dict[str, Any]:
    layout = found.layout
    header = layout.header if layout else sheet.rows[0][0]
    first = next((cells for number, cells in sheet.rows if number > header), ())
    samples = [spoken(matching.plain(cell))[:30] for cell in first[:TITLES_SHOWN]]
    width = max(len(found.titles[:TITLES_SHOWN]), len(samples))
    titles = [*found.titles[:TITLES_SHOWN], *[""] * width][:width]
    return {
        "name": sheet.name,
        "rows": len(sheet.rows),
        "kind": layout.kind if layout else "",
        "kind_title": KINDS[layout.kind].title if layout else "",
        "header": header,
        "titles": titles,
        "samples": [*samples, *[""] * width][:width],
        "columns": {str(place): key for place, key in layout.columns.items()} if layout else {},
        "missing": [one.title for one in layout.missing()] if layout else [],
        "sure": found.sure,
        "signature": found.signature,
    }
