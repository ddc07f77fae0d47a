"""What an official paper is made of; plain values, no database. What is not said stays out of the paper."""

from dataclasses import dataclass
from datetime import date

DEMO = "演示：人和事都是编的"
NUMBER = "〔    〕    号"  # 发文字号: its place; whoever sends the paper gives the number


class Sourced(str):
    """What stands on a page of ours, a number, a day, a name: on which page, and by what key it is found again."""

    page: str
    key: str

    def __new__(cls, words: object, page: str, key: str) -> "Sourced":
        made = super().__new__(cls, words)
        made.page, made.key = page, key
        return made


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; of a level from 1 to 4 it is numbered by itself: 一、（一）1.（1）. `sourced` is what in it is of a page."""

    words: str
    level: int = 0
    sourced: tuple[Sourced, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table, its head repeated on each page; `widths` are shares of the line, alike where none are named."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


Block = Paragraph | Table


@dataclass(frozen=True)
class Signature:
    """署名: in whose name it is; `seal` says whose seal goes into the dashed 用印处, `hand` who signs above it."""

    name: str
    seal: str = ""
    hand: str = ""


@dataclass(frozen=True)
class Annex:
    """附件, from a page of its own; the paper lists it below its body. A wide one lies across: 225 mm for its tables."""

    title: str
    body: tuple[Block, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Imprint:
    """版记, at the foot of the last page."""

    copies_to: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """公文, from its head to its imprint. Without `dated` the day stays a place for the pen."""

    title: str
    body: tuple[Block, ...]
    head: str = ""  # 发文机关标志, in red; none where the paper is no government's
    number: str = ""  # 发文字号: NUMBER, with what stands before it; never one that we made up
    addressee: str = ""
    annexes: tuple[Annex, ...] = ()
    signatures: tuple[Signature, ...] = ()
    dated: date | None = None
    remark: str = ""  # 附注
    imprint: Imprint | None = None
    note: str = ""  # at the head of each page: 草稿·未编号, 演示


def saying(words: str, *sourced: Sourced, level: int = 0) -> Paragraph:
    """A paragraph whose {} are filled with what stands on pages."""
    return Paragraph(words.format(*sourced), level, sourced)


def literal(words: str) -> str:
    """What somebody has named, within the words of `saying`: a brace in it is a brace."""
    return words.replace("{", "{{").replace("}", "}}")


def quoted(words: Sourced) -> tuple[Paragraph, ...]:
    """What somebody typed on a page, as the paragraphs of a body."""
    lines = (Sourced(one.words, words.page, words.key) for one in written(words))
    return tuple(Paragraph(one, 0, (one,)) for one in lines)


def sourced_in(paper: Paper) -> list[Sourced]:
    """All that a paper has from pages, in the order in which it is read."""
    found: list[Sourced] = []
    for block in (*paper.body, *(one for annex in paper.annexes for one in annex.body)):
        if isinstance(block, Paragraph):
            found += block.sourced
        else:
            found += [cell for row in block.rows for cell in row if isinstance(cell, Sourced)]
    return found


def written(words: str) -> tuple[Paragraph, ...]:
    """What somebody typed in several lines, as the paragraphs of a body."""
    return tuple(Paragraph(line.strip()) for line in words.splitlines() if line.strip())
