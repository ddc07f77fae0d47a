"""验审计链: a program by itself, which reads an export and the anchors and nothing else, and needs only Python 3.11.

    python verify.py 导出文件 锚所在的文件夹（或文件） [导出的时间，如 2026-03-05T16:00]

The export is export.jsonl, or the whole inspection pack (zip). Anchors go on after it was made: those after the time that
it names say nothing of its end. Whoever took it names that time (Beijing), and need not believe the file.

Exit code 0: every line stands as it was linked, and the anchors agree. 1: something was changed; the first bad line is
named. 2: it could not be examined.
"""

import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

NOTHING = "0" * 64  # before the first link
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.A)
DIGEST = re.compile(r"[0-9a-f]{64}")
HEAD = {"audit": int, "district": str, "name": str, "made_at": str, "links": int}
PLACE = {"number": int, "linked_at": str, "digest": str}
WHOLE = {**PLACE, "id": str, "at": str, "by": str, "what": str, "subject": str}  # and a count, or none
HELD_BACK, GONE = {**PLACE, "line": str}, {**PLACE, "gone": bool}
BEIJING = timezone(timedelta(hours=8))
LATE = timedelta(hours=1)
Read = Callable[[], Iterable[str]]


class CannotTell(Exception):
    """It cannot be examined, for this reason."""


class Bad(Exception):
    """The first bad line, by its number in the chain, and what is wrong."""

    def __init__(self, number: int, kind: str, words: str) -> None:
        super().__init__(words)
        self.number, self.kind, self.words = number, kind, words


class Row(NamedTuple):
    """A line of the export."""

    number: int
    linked_at: str
    digest: str
    line: str  # the digest of the audit line itself
    form: dict[str, type]
    is_late: bool


@dataclass(frozen=True)
class Passed:
    """All is well, and how far that goes."""

    district: str
    made_at: str  # as the export says
    count: int
    anchored: int  # the last number that an anchor stands for
    latest: int  # the last number of all anchors, those that came after the export too
    held: int  # lines of which there is a digest and nothing else
    late: int  # lines that were linked more than an hour after they say they were written
    first_late: int


def judge(export: Read, anchors: Iterable[str], until: datetime | None = None) -> Passed:
    """Go through an export, made at `until` or when it says, from first to last. Raises Bad, CannotTell."""
    lines = iter(export())
    head = _head(next(lines, ""))
    district, expected = head["district"], head["links"]
    known, last = _anchors(anchors, district, until or datetime.fromisoformat(head["made_at"]))
    if not known:
        raise CannotTell(f"锚里没有 {district} 的，只看导出文件证明不了什么。")
    before, number, anchored, held, late, first_late = NOTHING, 0, 0, 0, 0, 0
    for row, after in _with_next(_rows(lines)):
        number += 1
        _demand_in_place(row, number, export)
        if _link(before, district, row) != row.digest:
            raise _changed(before, district, row, after)
        before = row.digest
        if known.get(number, before) != before:
            raise _rechained(anchored + 1, number)
        anchored = number if number in known else anchored
        held += row.form is HELD_BACK
        late, first_late = late + row.is_late, first_late or (number if row.is_late else 0)
    _demand_end(number, expected, anchored, last)
    return Passed(district, head["made_at"], number, anchored, max(known), held, late, first_late)


def _demand_in_place(row: Row, number: int, export: Read) -> None:
    """Whether the line that has to come now has come."""
    if row.number < number:
        raise Bad(number, "inserted", f"第 {number} 行的位置上又来了一个第 {row.number} 行：插进来的，或者重复了。")
    if row.number > number:
        later = any(one.number == number for one in _rows(islice(export(), 1, None), strict=False))
        if later:
            raise Bad(number, "reordered", f"第 {number} 行没有在自己的位置上：顺序被换过。")
        raise Bad(number, "deleted", f"第 {number} 行没有了：被删掉了。")
    if row.form is GONE:
        raise Bad(number, "deleted", f"第 {number} 行在数据库里已经没有了：被删掉了，只剩下链上的位置。")


def _changed(before: str, district: str, row: Row, after: Row | None) -> Bad:
    """A line whose digest is not what it has to be: another's place was taken, or it was changed."""
    number = row.number
    if after and _link(before, district, after._replace(number=number)) == after.digest:
        return Bad(number, "inserted", f"第 {number} 行是插进来的。")
    return Bad(number, "edited", f"第 {number} 行被改过：内容和它的摘要对不上。")


def _rechained(first: int, number: int) -> Bad:
    where = f"第 {first} 行" if first == number else f"第 {first} 行到第 {number} 行之间"
    return Bad(first, "rechained", f"{where}被改过，改后又重新连了链：第 {number} 行和当时写下的锚对不上。")


def _demand_end(number: int, expected: int, anchored: int, last: int) -> None:
    """Whether all that was there when the export was made, and when the last anchor was written, is there."""
    if number > expected:
        raise Bad(expected + 1, "inserted", f"第 {expected + 1} 行起是后来添上的：导出时只有 {expected} 行。")
    if number < expected:
        raise Bad(number + 1, "truncated", f"第 {number + 1} 行起没有了：导出时有 {expected} 行，末尾被截掉了。")
    if number < last:
        words = f"锚上写着已有 {last} 行，这里只有 {number} 行："
        raise Bad(anchored + 1, "truncated", f"{words}第 {anchored + 1} 行以后被截掉过，或者改过又重新连了链。")


def _link(before: str, district: str, row: Row) -> str:
    return _digest("menkou-audit-link-1", before, district, str(row.number), row.linked_at, row.line)


def _digest(name: str, *words: str) -> str:
    """SHA-256 of a name and of some words, each with its length in bytes before it."""
    made = hashlib.sha256(name.encode())
    for word in words:
        said = word.encode("utf-8", "surrogatepass")
        made.update(len(said).to_bytes(8, "big"))
        made.update(said)
    return made.hexdigest()


def _rows(lines: Iterable[str], *, strict: bool = True) -> Iterator[Row]:
    """The lines as rows; what cannot be read stands in nobody's place, or is passed over where that is enough."""
    for number, text in enumerate(lines, 1):
        try:
            yield _row(text)
        except (ValueError, TypeError, KeyError, RecursionError) as problem:
            if strict:
                raise Bad(number, "edited", f"第 {number} 行看不懂（文件的第 {number + 1} 行）：被改过。") from problem


def _row(text: str) -> Row:
    said = _object(text)
    count = said.pop("count", None) if "id" in said else None
    form = GONE if "gone" in said else WHOLE if "id" in said else HELD_BACK
    _demand(said, form)
    if count is not None and (type(count) is not int or count < 0):
        raise ValueError(count)
    if not MOMENT.fullmatch(said["linked_at"]) or not DIGEST.fullmatch(said["digest"]):
        raise ValueError(text)
    place = said["number"], said["linked_at"], said["digest"]
    if form is not WHOLE:
        return Row(*place, said.get("line", ""), form, False)
    words = [said[name] for name in ("id", "at", "by", "what", "subject")]
    line = _digest("menkou-audit-line-1", *words, "" if count is None else str(count))
    is_late = datetime.fromisoformat(said["linked_at"]) - datetime.fromisoformat(said["at"]) > LATE
    return Row(*place, line, form, is_late)


def _object(text: str) -> dict[str, Any]:
    """What a line says. Raises ValueError where a word stands twice, which different readers read differently."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError(pairs)
        return dict(pairs)

    said = json.loads(text, object_pairs_hook=once)
    if not isinstance(said, dict):
        raise ValueError(text)
    return said


def _demand(said: dict[str, Any], form: dict[str, type]) -> None:
    if {name: type(value) for name, value in said.items()} != form:
        raise ValueError(form)


def _head(text: str) -> dict[str, Any]:
    try:
        said = _object(text)
        _demand(said, HEAD)
        if not MOMENT.fullmatch(said["made_at"]) or not datetime.fromisoformat(said["made_at"]):
            raise ValueError(text)
    except (ValueError, TypeError, RecursionError) as problem:
        raise CannotTell("第一行看不懂，或者没有写导出的时间：这不是审计链的导出文件。") from problem
    if said["audit"] != 1:
        raise CannotTell("这个导出文件比本程序新，请用同一版的验证程序。")
    return said


def _anchors(lines: Iterable[str], district: str, until: datetime) -> tuple[dict[int, str], int]:
    """The digests that anchors hold, by number, and the last number until a time. Raises Bad where two disagree."""
    known: dict[int, str] = {}
    last = 0
    for text in lines:
        try:
            said = json.loads(text)
            place, number, digest = said["district"], said["number"], said["digest"]
            at = _zoned(datetime.fromisoformat(said["at"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue  # a line that a full disk or a power cut has cut off
        if place != district or type(number) is not int or type(digest) is not str:
            continue
        if known.setdefault(number, digest) != digest:
            raise Bad(number, "rechained", f"第 {number} 行有两个不同的锚：链在其间被重新连过，或者锚被改过。")
        last = max(last, number if at <= until else 0)
    return known, last


def _with_next(rows: Iterator[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each row with the one after it; what is wrong with that one is said when its turn comes."""
    row = next(rows, None)
    while row:
        after: Row | None = None
        try:
            after = next(rows, None)
        except Bad:
            yield row, None
            raise
        yield row, after
        row = after


def _lines(path: Path) -> Iterator[str]:
    """The lines of an export, packed or not."""
    try:
        with zipfile.ZipFile(path).open("export.jsonl") if zipfile.is_zipfile(path) else path.open("rb") as file:
            yield from (line.decode() for line in file)
    except (OSError, EOFError, KeyError, RuntimeError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error) as problem:
        raise CannotTell(f"读不了 {path}（{type(problem).__name__}）。") from problem


def _anchor_lines(path: Path) -> Iterator[str]:
    try:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            yield from file.read_text(errors="replace").splitlines()
    except OSError as problem:
        raise CannotTell(f"读不了 {path}（{type(problem).__name__}）。") from problem


def _zoned(at: datetime) -> datetime:
    """Where no zone is written, somebody has written down what a clock in China showed."""
    return at if at.tzinfo else at.replace(tzinfo=BEIJING)


def main(words: list[str]) -> int:
    """Say what was found; return the exit code."""
    try:
        export, anchors = Path(words[0]), Path(words[1])
        until = [_zoned(datetime.fromisoformat(one)) for one in words[2:3]]
    except (IndexError, ValueError):
        sys.stderr.write("用法：python verify.py 导出文件 锚所在的文件夹 [导出的时间，如 2026-03-05T16:00]\n")
        return 2
    try:
        found = judge(lambda: _lines(export), _anchor_lines(anchors), *until)
    except CannotTell as problem:
        sys.stderr.write(f"没法验：{problem}\n")
        return 2
    except Bad as bad:
        sys.stdout.write(f"不对。{bad.words}\n")
        return 1
    sys.stdout.write("".join(f"{one}\n" for one in _report(found)))
    return 0


def _report(found: Passed) -> Iterator[str]:
    yield f"对。{found.district} 的 {found.count} 行一行不少、一行没改，锚对到第 {found.anchored} 行。"
    if found.count > found.anchored:
        yield f"第 {found.anchored + 1} 行以后还没有锚，等下一个锚写下来再验。"
    if found.held:
        yield f"其中 {found.held} 行只有摘要，没有被改过，写的是什么看不到；比居民做的事多，就要问为什么。"
    if found.latest > found.count:
        made = f"{datetime.fromisoformat(found.made_at).astimezone(BEIJING):%Y-%m-%d %H:%M}"
        yield f"文件说自己导出于北京时间 {made}；锚已经到第 {found.latest} 行，后来的不在这份里。"
        yield "这个时间和您取它的时间对不上的，就是末尾被截掉了。"
    if found.late:
        yield f"其中 {found.late} 行写下一小时以后才连上（第一个是第 {found.first_late} 行）。"
        yield "那时后台任务停着，就是正常的；没有停，就要问是不是补写的。"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
