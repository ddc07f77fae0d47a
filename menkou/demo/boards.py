"""公示牌 of the demo: an A3 board at most doors, some with an old phone, some unseen for long, one nobody scans."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from menkou.boards import actions, queries
from menkou.boards.models import Board, Disclosure, Placing, Printing, ScanCount
from menkou.boards.rules import words
from menkou.boards.rules.numbers import ALPHABET, LENGTH
from menkou.boards.words import actions as wording
from menkou.core import clock
from menkou.core.actors import INSTALLER
from menkou.demo.places import WALK_VILLAGE
from menkou.places.models import District, Village

BUREAU_PHONE = "0537-0000100"
PLACES = ("村委会大门右边", "党群服务中心门口", "文化广场公示栏", "卫生室对面的墙上")
OLD_PHONE = "10000000000"
NONE_EVERY, STALE_EVERY, UNSEEN_EVERY, UNHUNG_EVERY = 17, 11, 6, 29
SCANNED_DAYS, SILENT_DAYS = 75, 21
NOON = time(12)
PUT_UP_AFTER = timedelta(days=3)


class Stage(Protocol):
    """What the load has made."""

    district: District
    villages: dict[str, Village]


@dataclass
class Rows:
    """What stands on record in the end."""

    boards: list[Board] = field(default_factory=list)
    printings: list[Printing] = field(default_factory=list)
    placings: list[Placing] = field(default_factory=list)
    scans: list[ScanCount] = field(default_factory=list)


def hang(stage: Stage, today: date) -> None:
    """Adopt the proposed words, and put up the year's boards."""
    said = Disclosure(
        brand=words.BRAND,
        content=list(words.CONTENT),
        commitments=list(words.COMMITMENTS),
        standards=list(words.STANDARDS),
        visiting=words.VISITING,
        bureau_phone=BUREAU_PHONE,
        valid_from=today.replace(year=today.year - 1, day=1),
        source="演示数据，纯属虚构",
    )
    wording.adopt(by=INSTALLER, district=stage.district, disclosure=said)
    facts, rows = queries.facts_of(stage.villages.values()), Rows()
    for place, (code, village) in enumerate(sorted(stage.villages.items())):
        if place % NONE_EVERY == NONE_EVERY - 1 and code != WALK_VILLAGE:
            continue
        chance = random.Random(f"board {code}")  # noqa: S311
        board = _board(village, place, chance, today)
        shown = queries.shown_now(board, facts[village.pk])
        if place % STALE_EVERY == STALE_EVERY - 1:
            shown["A岗电话"] = OLD_PHONE
        rows.boards.append(board)
        rows.printings.append(Printing(board=board, version=1, shown=shown, printed_at=board.made_at))
        if board.seen_at:
            for kind, at in ((Placing.Kind.UP, board.made_at + PUT_UP_AFTER), (Placing.Kind.SEEN, board.seen_at)):
                rows.placings.append(Placing(board=board, kind=kind, version=1, place=board.place, at=at))
            rows.scans += _scans(board, chance, today, is_silent=place == 1)
    actions.replay(by=INSTALLER, district=stage.district, **vars(rows))


def _board(village: Village, place: int, chance: random.Random, today: date) -> Board:
    number = "".join(chance.choice(ALPHABET) for _ in range(LENGTH))
    made_at = _noon(today - timedelta(days=200))
    board = Board(village=village, carrier="a3", number=number, made_at=made_at, version=1, state=Board.State.PRINTED)
    if place % UNHUNG_EVERY != UNHUNG_EVERY - 1:
        ago = 90 + chance.randrange(30) if place % UNSEEN_EVERY == 2 else chance.randrange(5, 40)
        board.state, board.hung, board.place = Board.State.UP, 1, chance.choice(PLACES)
        board.seen_at = _noon(today - timedelta(days=ago))
    return board


def _scans(board: Board, chance: random.Random, today: date, *, is_silent: bool) -> list[ScanCount]:
    """A scan every few days; where it is to be silent, none of late."""
    days = range(SILENT_DAYS if is_silent else 1, SCANNED_DAYS, 1 if is_silent else chance.randrange(3, 9))
    return [ScanCount(board=board, day=today - timedelta(days=ago), count=chance.randrange(1, 3)) for ago in days]


def _noon(day: date) -> datetime:
    return datetime.combine(day, NOON, tzinfo=clock.SHANGHAI)
