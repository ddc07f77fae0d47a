"""A list of villages as people have it: a table of codes and names, uploaded or pasted, in any of the usual ways."""

import csv
import re
from collections.abc import Sequence

from menkou.mergers.rules.succession import Place

VILLAGE = re.compile(r"\d{12}")
BETWEEN = re.compile(r"[\t,，;；]|\s+")
LONGEST_NAME, LONGEST_LINE, MOST = 60, 500, 5000
HEADINGS = ("code", "代码", "编码", "区划")


class BadList(ValueError):
    """What is wrong with a list, in a sentence."""


def decoded(raw: bytes) -> str:
    """The text of an uploaded file, whichever of the two usual ways it is written in. Raises BadList."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadList("读不懂这个文件。请在表格软件里另存为 CSV（UTF-8）再传。")


def read(text: str, district: str) -> tuple[list[Place], dict[str, str]]:
    """The villages of a list, and the names of townships where its lines tell them. Raises BadList.

    A line is a code and a name; then, where it is told, the code and the name of the township.
    """
    places: dict[str, Place] = {}
    towns: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE or not line.replace("\t", " ").isprintable():
            raise BadList(f"第 {number} 行不像名单里的一行（太长，或者有看不见的怪字符）。")
        cells = _cells(line)
        if not cells or (number == 1 and cells[0].lower().startswith(HEADINGS)):
            continue
        place = _place(number, cells, district)
        if place.code in places:
            raise BadList(f"第 {number} 行的代码 {place.code} 前面已经有了，一个代码只能写一次。")
        places[place.code] = place
        if len(cells) > 3:
            towns[place.township] = cells[3]
    if not places:
        raise BadList("名单是空的。每行写一个村：12 位代码，空一格，村名。")
    if len(places) > MOST:
        raise BadList(f"名单超过 {MOST} 个村，请核对是不是别的区县也在里面。")
    return list(places.values()), towns


def _cells(line: str) -> list[str]:
    cells: Sequence[str] = next(csv.reader([line]), []) if "," in line else BETWEEN.split(line.strip())
    return [cell.strip() for cell in cells if cell.strip()]


def _place(number: int, cells: list[str], district: str) -> Place:
    if not VILLAGE.fullmatch(cells[0]):
        raise BadList(f"第 {number} 行开头应是 12 位代码，现在是“{cells[0][:20]}”。")
    if not cells[0].startswith(district):
        raise BadList(f"第 {number} 行的代码 {cells[0]} 不是本区县的，本区县的代码以 {district} 开头。")
    if len(cells) < 2:
        raise BadList(f"第 {number} 行只有代码 {cells[0]}，没有村名。")
    if len(cells[1]) > LONGEST_NAME:
        raise BadList(f"第 {number} 行的村名超过 {LONGEST_NAME} 个字，请核对。")
    return Place(cells[0], cells[1])
