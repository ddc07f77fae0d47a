"""Merged cells of an .ods, which the library that reads it passes over; and whether it is locked."""

import io
import zipfile
import zlib
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LOCKS = b"encryption-data"
Span = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from nothing


def is_locked(raw: bytes) -> bool:
    """Whether an .ods wants a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return "META-INF/manifest.xml" in packed.namelist() and LOCKS in packed.read("META-INF/manifest.xml")
    except (zipfile.BadZipFile, zlib.error):
        return False


def merged(raw: bytes) -> dict[str, list[Span]]:
    """Cells that go down over several rows, by the name of their sheet; none where the file is not well formed."""
    found: dict[str, list[Span]] = {}
    name, row, column = "", 0, 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open("content.xml") as content:
            for event, one in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314  # read in a lidded process
                if event == "start" and one.tag == f"{TABLE}table":
                    name, row, column = one.get(f"{TABLE}name", ""), 0, 0
                elif event == "start" and one.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    down, across = (int(one.get(f"{TABLE}number-{way}-spanned", 1)) for way in ("rows", "columns"))
                    if down > 1:
                        found.setdefault(name, []).append((row, column, row + down - 1, column + across - 1))
                    column += int(one.get(f"{TABLE}number-columns-repeated", 1))
                elif event == "end" and one.tag == f"{TABLE}table-row":
                    row, column = row + int(one.get(f"{TABLE}number-rows-repeated", 1)), 0
                    one.clear()
    except (ElementTree.ParseError, ValueError, KeyError, zipfile.BadZipFile, zlib.error):
        return {}
    return found
