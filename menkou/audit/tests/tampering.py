"""A chain as the product makes it, its export and its anchors, and ways of tampering with the export."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from menkou.core.chain import digests

BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
SLUG = "shili"
Rows = list[dict[str, Any]]
Way = Callable[[Random, Rows], int]


def chain(count: int, *, every: int = 25) -> tuple[list[str], list[str]]:
    """An export of so many lines, some of them held back, and its anchors; the last line has one."""
    head = {
        "audit": 1,
        "district": SLUG,
        "name": "示例区",
        "made_at": digests.moment(BEGINS + timedelta(minutes=count + 1)),
        "links": count,
    }
    rows, anchors = [head], []
    for number in range(1, count + 1):
        at = BEGINS + timedelta(minutes=number)
        line = {"id": str(UUID(int=number)), "at": digests.moment(at), "by": f"陈明 #{number % 7}"}
        line |= {"what": "worklog.verified", "subject": f"worklogs.Entry:{number % 30}"}
        line["count"] = number if number % 5 == 0 else None
        held = {"line": line_of(line)}
        place = {"number": number, "linked_at": digests.moment(at + timedelta(seconds=3))}
        rows.append({**place, "digest": "", **(held if number % 11 == 0 else line)})
    linked(rows)
    for number in [*range(every, count, every), count]:
        said = {"district": SLUG, "number": number, "digest": rows[number]["digest"], "at": rows[number]["linked_at"]}
        anchors.append(json.dumps(said))
    return [json.dumps(row, ensure_ascii=False) for row in rows], anchors


def line_of(row: dict[str, Any]) -> str:
    """The digest of an audit line, in hexadecimal digits."""
    if "line" in row:
        return row["line"]
    at = datetime.fromisoformat(row["at"])
    return digests.of_line(UUID(row["id"]), at, row["by"], row["what"], row["subject"], row["count"]).hex()


def linked(rows: Rows, since: int = 1) -> None:
    """Make the digests again, from a line on, as whoever holds the database can."""
    before = bytes.fromhex(rows[since - 1]["digest"]) if since > 1 else digests.NOTHING
    for row in rows[since:]:
        at = datetime.fromisoformat(row["linked_at"])
        before = digests.of_link(before, SLUG, row["number"], at, bytes.fromhex(line_of(row)))
        row["digest"] = before.hex()


def edit(chance: Random, rows: Rows) -> int:
    """One word, number or moment of one line."""
    number = chance.randrange(1, len(rows))
    row = rows[number]
    name = chance.choice(sorted(row))
    if name == "count":
        row[name] = chance.choice([one for one in (None, 0, 1, 10**6) if one != row[name]])
    elif name == "number":
        row[name] = -row[name]
    elif name in ("digest", "line"):
        row[name] = row[name][::-1]
    elif name in ("at", "linked_at"):
        row[name] = digests.moment(datetime.fromisoformat(row[name]) + timedelta(microseconds=chance.choice([1, -1])))
    else:
        place = chance.randrange(len(row[name]) + 1)
        row[name] = row[name][:place] + chance.choice("0王 ") + row[name][place + chance.randrange(2) * 2 :] + "·"
    return number


def delete(chance: Random, rows: Rows) -> int:
    """Some lines in a row."""
    first = chance.randrange(1, len(rows))
    del rows[first : first + chance.choice([1, 1, 2, 9])]
    return first


def delete_and_number(chance: Random, rows: Rows) -> int:
    """A line, so that no number is missing; the head too says one less."""
    first = chance.randrange(1, len(rows))
    del rows[first]
    return _numbered(rows, first)


def insert(chance: Random, rows: Rows) -> int:
    """A line that never was, or one of the others a second time."""
    first = chance.randrange(1, len(rows))
    made = copy.deepcopy(rows[chance.randrange(1, len(rows))])
    made |= {"number": chance.choice([first, made["number"]])}
    if chance.random() < 0.5:
        made["digest"] = f"{chance.getrandbits(256):064x}"
    if made == rows[first]:  # the same line twice: the second of them is one too many
        rows.insert(first, made)
        return first + 1
    rows.insert(first, made)
    return first


def insert_and_number(chance: Random, rows: Rows) -> int:
    """A line that never was, and the numbers after it move on."""
    first = chance.randrange(1, len(rows))
    made = copy.deepcopy(rows[first])
    made |= {"digest": f"{chance.getrandbits(256):064x}"}
    made |= {"by": "林芳 #8"} if "by" in made else {"line": made["digest"]}
    rows.insert(first, made)
    return _numbered(rows, first)


def reorder(chance: Random, rows: Rows) -> int:
    """Two lines in each other's place, or a line moved to another."""
    first, second = sorted(chance.sample(range(1, len(rows)), 2))
    if chance.random() < 0.5:
        rows[first], rows[second] = rows[second], rows[first]
    else:
        rows.insert(first, rows.pop(second))
    return first


def truncate(chance: Random, rows: Rows) -> int:
    """The end; the head may say so too."""
    first = chance.randrange(1, len(rows))
    del rows[first:]
    if chance.random() < 0.5:
        rows[0]["links"] = len(rows) - 1
    return first


def rechain(chance: Random, rows: Rows) -> int:
    """Any of the others, and all digests are made again from there on."""
    first = chance.choice([_reworded, delete_and_number, insert_and_number, _cut])(chance, rows)
    linked(rows, min(first, len(rows)))
    return first


WAYS: list[Way] = [edit, delete, delete_and_number, insert, insert_and_number, reorder, truncate, rechain]


def _reworded(chance: Random, rows: Rows) -> int:
    number = chance.choice([place for place in range(1, len(rows)) if "by" in rows[place]])
    rows[number]["by"] = "林芳 #8"
    return number


def _cut(chance: Random, rows: Rows) -> int:
    first = chance.randrange(1, len(rows))
    del rows[first:]
    rows[0]["links"] = len(rows) - 1
    return first


def _numbered(rows: Rows, first: int) -> int:
    for number, row in enumerate(rows[1:], 1):
        row["number"] = number
    rows[0]["links"] = len(rows) - 1
    return first
