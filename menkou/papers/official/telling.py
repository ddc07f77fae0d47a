"""A paper as its writers read it: every word as it is printed, numbered and dated, so that Word, PDF and page agree."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from menkou.papers.official.paper import Annex, Block, Imprint, Paper, Signature, Table

DIGITS = "〇一二三四五六七八九"
FEW_COLUMNS = 8  # a table of more is set smaller
FEW_ROWS, SHORT = 6, 20  # a table that is not torn
NO_DAY = "    年    月    日"
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)  # what no paper shows, turns words around, or no Word file can hold
Told = dict[str, Any]


def told(paper: Paper) -> Told:
    """All that stands on a paper, as plain values in the order in which it is read."""
    imprint = paper.imprint and _imprint(paper.imprint)
    return {
        "note": plain(paper.note),
        "head": plain(paper.head),
        "number": plain(paper.number),
        "title": plain(paper.title),
        "addressee": f"{plain(paper.addressee)}：" if paper.addressee else "",
        "body": _body(paper.body),
        "listed": _listed(paper.annexes),
        "signatures": _signatures(paper.signatures, in_digits(paper.dated)),
        "remark": f"（{plain(paper.remark)}）" if paper.remark else "",
        "annexes": [_annex(one, number, len(paper.annexes)) for number, one in enumerate(paper.annexes, 1)],
        "imprint": imprint or {"copies": "", "printer": "", "printed": ""},
    }


def plain(words: str) -> str:
    """Words as one line of print."""
    return re.sub(r"[\t\n\v\f\r\u2028\u2029]+", " ", UNPRINTABLE.sub("", words))


def in_digits(day: date | None) -> str:
    """成文日期 in Arabic digits; a place for the pen where there is none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else NO_DAY


def in_characters(number: int) -> str:
    """一, 十, 二十一: up to 99, as paragraphs are counted."""
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones or not tens else ''}"


def words_of(said: Told) -> list[str]:
    """Every word that is printed, in the order of reading; the note of each page, and what Menkou itself draws, aside."""
    first = ("head", "number", "title") if said["head"] else ("title", "number")
    found = [
        *(said[name] for name in (*first, "addressee")),
        *_words(said["body"]),
        *(one["mark"] + one["number"] + one["words"] for one in said["listed"]),
    ]
    for one in said["signatures"]:
        found += [one["hand"], one["name"], one["day"], one["seal"]]
    found.append(said["remark"])
    for annex in said["annexes"]:
        found += [annex["mark"], annex["title"], *_words(annex["body"])]
    return [one for one in [*found, *said["imprint"].values()] if one.strip()]


def _words(body: Iterable[Told]) -> list[str]:
    found = []
    for one in body:
        if "words" in one:
            found.append(one["number"] + one["words"])
        else:
            found += [*one["heads"], *(cell for row in one["rows"] for cell in row)]
    return found


def _body(blocks: Iterable[Block], *, is_wide: bool = False) -> list[Told]:
    """Paragraphs get their numbers; those of a lower level begin anew below each of a higher one."""
    counts, said = [0] * 5, []
    for one in blocks:
        if isinstance(one, Table):
            said.append(_table(one, is_wide=is_wide))
            continue
        if one.level:
            counts[one.level] += 1
            counts[one.level + 1 :] = [0] * (4 - one.level)
        said.append({"words": plain(one.words), "level": one.level, "number": _number(one.level, counts[one.level])})
    return said


def _number(level: int, count: int) -> str:
    return ("", f"{in_characters(count)}、", f"（{in_characters(count)}）", f"{count}.", f"（{count}）")[level]


def _table(table: Table, *, is_wide: bool) -> Told:
    width = len(table.heads)
    if any(len(row) != width for row in table.rows) or len(table.widths) not in (0, width):
        raise ValueError("a row or the widths of a table are not as long as its head")
    rows = [[plain(cell) for cell in row] for row in table.rows]
    look = {"dense": is_wide or width > FEW_COLUMNS, "whole": _is_whole(rows)}
    return {
        "heads": [plain(one) for one in table.heads],
        "rows": rows,
        "widths": list(table.widths or [1] * width),
        **look,
    }


def _is_whole(rows: list[list[str]]) -> bool:
    """A table of a few short lines stands on one page."""
    return len(rows) <= FEW_ROWS and all(len(cell) <= SHORT for row in rows for cell in row)


def _listed(annexes: tuple[Annex, ...]) -> list[Told]:
    """附件说明: 附件：1.…, the next ones below each other."""
    several = len(annexes) > 1
    return [
        {"mark": "" if number > 1 else "附件：", "number": f"{number}." if several else "", "words": plain(one.title)}
        for number, one in enumerate(annexes, 1)
    ]


def _annex(annex: Annex, number: int, count: int) -> Told:
    mark = f"附件{number}" if count > 1 else "附件"
    return {
        "mark": mark,
        "title": plain(annex.title),
        "body": _body(annex.body, is_wide=annex.is_wide),
        "wide": annex.is_wide,
    }


def _signatures(signatures: tuple[Signature, ...], day: str) -> list[Told]:
    """The day stands below the last name."""
    said = [{"name": plain(one.name), "seal": plain(one.seal), "hand": plain(one.hand)} for one in signatures]
    return [one | {"day": day if number == len(said) else ""} for number, one in enumerate(said, 1)]


def _imprint(one: Imprint) -> Told:
    copies = f"抄送：{'，'.join(map(plain, one.copies_to))}。" if one.copies_to else ""
    printed = f"{in_digits(one.printed_on)}印发" if one.printed_on or one.printer else ""
    return {"copies": copies, "printer": plain(one.printer), "printed": printed}
