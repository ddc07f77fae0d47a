"""What an official paper is made of; plain values, no database. What is not said stays out of the paper."""

from dataclasses import dataclass
from datetime import date

NUMBER = "〔    〕    号"  # 发文字号: its place; whoever sends the paper gives the number


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; of a level from 1 to 4 it is numbered by itself: 一、（一）1.（1）."""

    words: str
    level: int = 0


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
    """附件, from a page of its own; the paper lists it below its body."""

    title: str
    body: tuple[Block, ...]


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


def written(words: str) -> tuple[Paragraph, ...]:
    """What somebody typed in several lines, as the paragraphs of a body."""
    return tuple(Paragraph(line.strip()) for line in words.splitlines() if line.strip())
