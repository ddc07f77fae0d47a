"""A list of villages as people have it: a table of codes and names, uploaded or pasted, in any of the usual ways."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Sequence

from menkou.mergers.rules.succession import Place

VILLAGE = re.compile(r"[0-9]{12}")
BETWEEN = re.compile(r"[\t,，;；、]|\s+")
SPACES = re.compile(r"[^\S\t]")  # a full-width one, as a Chinese keyboard writes it, one that does not break a line
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")  # what chats and web pages put between
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
LONGEST_NAME, LONGEST_TOWN, LONGEST_LINE, MOST = 60, 40, 500, 5000
HEADINGS = ("code", "代码", "编码", "区划")


class BadList(ValueError):
    """What is wrong with a list, in a sentence."""


def decoded(raw: bytes) -> str:
    """The text of an uploaded file, in whichever of the usual ways it is written. Raises BadList."""
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # a spreadsheet's "Unicode text"
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
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
    for number, line in enumerate(_plain(text).splitlines(), 1):
        if len(line) > LONGEST_LINE or not line.replace("\t", " ").isprintable():
            raise BadList(f"第 {number} 行不像名单里的一行（太长，或者有看不见的怪字符）。")
        cells = _cells(line)
        if not cells or (not places and cells[0].lower().startswith(HEADINGS)):
            continue
        place = _place(number, cells, district)
        if place.code in places:
            raise BadList(f"第 {number} 行的代码 {place.code} 前面已经有了，一个代码只能写一次。")
        places[place.code] = place
        if len(cells) > 3:
            towns[place.township] = _town(number, cells, place)
    if not places:
        raise BadList("名单是空的。每行写一个村：12 位代码，空一格，村名。")
    if len(places) > MOST:
        raise BadList(f"名单超过 {MOST} 个村，请核对是不是别的区县也在里面。")
    return list(places.values()), towns


def _plain(text: str) -> str:
    """The same with plain spaces, and without what nobody sees."""
    return UNSEEN.sub("", SPACES.sub(lambda found: found[0] if found[0] in "\r\n" else " ", text))


def _cells(line: str) -> list[str]:
    cells: Sequence[str] = next(csv.reader([line]), []) if "," in line else BETWEEN.split(line.strip())
    return [cell.strip() for cell in cells if cell.strip()]


def _code(cell: str) -> str:
    """The digits of a code, also where they are full-width, or marked as text for a spreadsheet."""
    return unicodedata.normalize("NFKC", cell).lstrip("='").strip('"')


def _place(number: int, cells: list[str], district: str) -> Place:
    code = _code(cells[0])
    if not VILLAGE.fullmatch(code):
        raise BadList(f"第 {number} 行开头应是 12 位代码，现在是“{cells[0][:20]}”。")
    if not code.startswith(district):
        raise BadList(f"第 {number} 行的代码 {code} 不是本区县的，本区县的代码以 {district} 开头。")
    if code.endswith("000"):
        raise BadList(f"第 {number} 行的代码 {code} 末三位是 000，是镇街，不是村（社区）。请去掉这一行。")
    if len(cells) < 2:
        raise BadList(f"第 {number} 行只有代码 {code}，没有村名。")
    return Place(code, _name(number, "村名", cells[1], LONGEST_NAME))


def _town(number: int, cells: list[str], place: Place) -> str:
    if _code(cells[2]) not in (place.township, place.township + "000"):
        raise BadList(f"第 {number} 行的镇街代码应是村代码的前 9 位 {place.township}，现在是“{cells[2][:20]}”。")
    return _name(number, "镇街名称", cells[3], LONGEST_TOWN)


def _name(number: int, what: str, name: str, most: int) -> str:
    if len(name) > most:
        raise BadList(f"第 {number} 行的{what}超过 {most} 个字，请核对。")
    if not HAN.search(name) or name[0] in "=+-@<":
        raise BadList(f"第 {number} 行的{what}是“{name[:20]}”，不像名称。请核对各列的顺序：代码、名称。")
    return name
