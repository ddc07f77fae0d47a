"""The tables of an official paper as Excel: a sheet for each, and one that says on which page each number stands."""

import re

from menkou.core.sheets import Book, Cells, workbook
from menkou.papers.official.paper import Block, Paper, Sourced, Table

SHEET_HOLDS = 31  # characters of a sheet's name
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
A_NUMBER = re.compile(r"−?\d{1,12}(\.\d+)?")
BODY = "正文"


def xlsx(paper: Paper) -> bytes:
    """Its tables by their place in the paper, and 数的出处."""

    def fill(book: Book) -> None:
        for place, body in _parts(paper):
            tables = [one for one in body if isinstance(one, Table)]
            for number, table in enumerate(tables, 1):
                several = f"-{number}" if len(tables) > 1 else ""
                rows = [[_cell(cell) for cell in row] for row in table.rows]
                book.sheet(FORBIDDEN.sub("", f"{place}{several}")[:SHEET_HOLDS], table.heads, rows)
        book.sheet("数的出处", ("在哪里", "写的是", "取自哪一页"), _sources(paper))

    return workbook(fill)


def _parts(paper: Paper) -> list[tuple[str, tuple[Block, ...]]]:
    annexes = [(f"附件{number} {one.title}", one.body) for number, one in enumerate(paper.annexes, 1)]
    return [(BODY, paper.body), *annexes]


def _sources(paper: Paper) -> list[Cells]:
    """Of the body one by one, of each table its pages: a cell's place says which number it is."""
    found: list[Cells] = []
    for place, body in _parts(paper):
        for one in body:
            if isinstance(one, Table):
                pages = dict.fromkeys(cell.page for row in one.rows for cell in row if isinstance(cell, Sourced))
                found += [(place, "表里的数", page) for page in pages]
            else:
                found += [(place, _cell(said), said.page) for said in one.sourced]
    return found


def _cell(said: str) -> str | float:
    """A number of a page's as a number; all else stays text."""
    if isinstance(said, Sourced) and A_NUMBER.fullmatch(said):
        value = float(said.replace("−", "-"))
        return int(value) if value.is_integer() else value
    return str(said)
