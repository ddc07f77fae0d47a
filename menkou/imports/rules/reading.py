"""A workbook as people have it, xlsx, xls, ods or csv, into sheets of cells. Nothing in it is run, and little is believed.

Run as a program it reads in a process of its own with a lid on its memory: whatever a file does to it, nobody else falls.
"""

import codecs
import csv
import io
import pickle
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from menkou.imports.rules import spanning
from menkou.imports.rules.cleaning import Cell, plain

LARGEST, LARGEST_UNPACKED, MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 30 << 20, 200 << 20, 20_000, 256, 60
MEMORY, SECONDS, ASLEEP_S = 1536 << 20, 60, 180
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WAYS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再传。"
TOO_LARGE = "文件超过 30 MB，读不了。请只留要导入的表，去掉图片，再传。"
TOO_MUCH = "这个工作簿展开以后太大，读不了。请把要导入的行复制到新的工作簿里再传。"
LOCKED = "这个工作簿加了打开密码，读不了。请用 Excel 或 WPS 打开，去掉密码，另存一份再传。"
MACROS = "这个工作簿带宏，出于安全不收。请另存为不带宏的 .xlsx 再传。"
NO_WORKBOOK = f"这不是一个工作簿，只是改了名字的压缩文件。{WAYS}"
BROKEN = f"这个文件打不开，可能没有传完，或者已经损坏。{WAYS}"
NOT_TEXT = "读不懂这个文件里的文字。请在表格软件里另存为 CSV（UTF-8），或者 .xlsx，再传。"
EMPTY = "这个文件是空的，没有一行可以导入。"


class Unreadable(ValueError):
    """A file that cannot be read; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows that hold something, each with its number as the spreadsheet shows it."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read(raw: bytes) -> list[Sheet]:
    """The sheets of a workbook. Raises Unreadable."""
    kind = _kind(raw)
    sheets = [_csv(raw)] if kind == "csv" else list(_workbook(raw, kind))
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable(EMPTY)
    return sheets


def read_apart(path: Path, most: int = 0) -> list[Sheet]:
    """The same of a file, in a process of its own, if it comes to so many bytes at most. Raises Unreadable."""
    if path.stat().st_size > LARGEST:
        raise Unreadable(TOO_LARGE)
    ours = [sys.executable, "-m", "menkou.imports.rules.reading", str(path)]
    try:
        done = subprocess.run(ours, capture_output=True, timeout=ASLEEP_S, check=False)  # noqa: S603  # ourselves
    except subprocess.TimeoutExpired as late:
        raise Unreadable(TOO_MUCH) from late
    if done.returncode:
        raise Unreadable(TOO_MUCH if done.returncode < 0 or b"emory" in done.stderr else BROKEN)
    if most and len(done.stdout) > most:
        raise Unreadable(TOO_MUCH)
    found = pickle.loads(done.stdout)  # noqa: S301  # our own child wrote it
    if isinstance(found, str):
        raise Unreadable(found)
    return found


def _kind(raw: bytes) -> str:
    """xlsx, xls, ods or csv, by what is in it. Raises Unreadable."""
    if len(raw) > LARGEST:
        raise Unreadable(TOO_LARGE)
    if not raw.strip():
        raise Unreadable(EMPTY)
    if raw.startswith(OLE):
        if ENCRYPTED in raw:
            raise Unreadable(LOCKED)
        return "xls"
    return _packed(raw) if raw.startswith(b"PK") else "csv"


def _packed(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(BROKEN) from error
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable(TOO_MUCH)
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(MACROS)
    if any(part.flag_bits & 1 for part in parts) or "encryptedpackage" in names:
        raise Unreadable(LOCKED)
    if "content.xml" in names:
        if spanning.is_locked(raw):
            raise Unreadable(LOCKED)
        return "ods"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    raise Unreadable(NO_WORKBOOK)


def _workbook(raw: bytes, kind: str) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        spans = spanning.merged(raw) if kind == "ods" else {}
        for name in book.sheet_names[:MOST_SHEETS]:
            yield _sheet(book, name, spans.get(name))
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(LOCKED if "assword" in str(error) else BROKEN) from error


def _sheet(book, name: str, spans: list[spanning.Span] | None) -> Sheet:
    from python_calamine import WorksheetNotFound

    try:
        sheet = book.get_sheet_by_name(name)
    except WorksheetNotFound:  # a sheet that holds nothing but a chart
        return Sheet(name, ())
    first = sheet.start or (0, 0)
    if sheet.end and sheet.end[1] >= MOST_COLUMNS:
        raise Unreadable(f"“{name}”这张表超过 {MOST_COLUMNS} 列，读不了。请只留要导入的列再传。")
    left = (None,) * first[1]  # the library's rows begin at the first row, and at the first used column
    used = _used(name, (left + tuple(row) for row in sheet.iter_rows()))
    return Sheet(name, tuple(_fill(used, _merged(sheet) if spans is None else spans)))


def _used(name: str, rows: Iterable[tuple]) -> list[tuple[int, tuple[Cell, ...]]]:
    """The rows that hold something. Raises Unreadable where there are too many."""
    found = []
    for number, row in enumerate(rows, 1):
        if any(cell not in (None, "") for cell in row):
            found.append((number, _known(row)))
            if len(found) > MOST_ROWS:
                raise Unreadable(f"“{name}”这张表超过 {MOST_ROWS} 行，读不了。请分成几个文件再传。")
    return found


def _known(row: tuple) -> tuple[Cell, ...]:
    kinds = (str, float, int, bool)
    return tuple(
        None if one == "" else one if one is None or isinstance(one, kinds) or hasattr(one, "year") else str(one)
        for one in row
    )


def _merged(sheet) -> list[tuple[int, int, int, int]]:
    """Merged cells that go down over several rows: (first row, first column, last row, last column), from nothing."""
    try:
        found = sheet.merged_cell_ranges or []
    except Exception:  # the library knows them of xlsx and xls only
        return []
    return [(*one[0], *one[1]) for one in found if one[1][0] > one[0][0]]


def _fill(rows: list[tuple[int, tuple[Cell, ...]]], merged: list[tuple[int, int, int, int]]) -> Iterator:
    """Every row of a merged cell says what the first one says."""
    values = {number: list(cells) for number, cells in rows}
    for top, left, bottom, _ in merged:
        said = values.get(top + 1)
        if said is None or left >= len(said) or said[left] is None:
            continue
        for number in range(top + 2, min(bottom + 1, top + MOST_ROWS) + 1):
            if (cells := values.get(number)) and left < len(cells) and cells[left] is None:
                cells[left] = said[left]
    return ((number, tuple(values[number])) for number, _ in rows)


def _csv(raw: bytes) -> Sheet:
    text = _decoded(raw)
    if "\x00" in text:
        raise Unreadable(NOT_TEXT)
    head = text[:10_000].partition("\n")[0]
    mark = max("\t,;", key=head.count)
    csv.field_size_limit(1 << 20)
    try:
        rows = list(_used("CSV", (tuple(row[:MOST_COLUMNS]) for row in csv.reader(io.StringIO(text), delimiter=mark))))
    except csv.Error as error:
        raise Unreadable(NOT_TEXT) from error
    kept = [(number, tuple(plain(cell) or None for cell in cells)) for number, cells in rows]
    return Sheet("CSV", tuple(kept))


def _decoded(raw: bytes) -> str:
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(NOT_TEXT)


def main(path: str) -> None:
    """Read one file and hand the sheets, or the sentence, to whoever started us."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    said: list[Sheet] | str
    try:
        said = read(Path(path).read_bytes())
    except Unreadable as error:
        said = str(error)
    except MemoryError:
        said = TOO_MUCH
    pickle.dump(said, sys.stdout.buffer)


if __name__ == "__main__":
    from menkou.imports.rules import reading  # so that what is pickled is not of __main__

    reading.main(sys.argv[1])
