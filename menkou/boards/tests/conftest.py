"""A village whose board can be printed: both posts, the words adopted, the office on record."""

from datetime import date

import pytest

from menkou.boards import actions
from menkou.boards.models import Board, Disclosure
from menkou.boards.rules import words
from menkou.boards.words import actions as wording
from menkou.core import clock

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def adopted(district, bureau):
    """The bureau has adopted what the system proposed."""
    said = Disclosure(
        brand=words.BRAND,
        content=list(words.CONTENT),
        commitments=list(words.COMMITMENTS),
        standards=list(words.STANDARDS),
        visiting=words.VISITING,
        bureau_phone="0537-0000009",
        valid_from=LONG_AGO,
        source=words.SOURCE,
    )
    wording.adopt(by=bureau, district=district, disclosure=said)
    return said


@pytest.fixture
def make(district, bureau):
    """Boards of these carriers for these villages."""

    def make(*villages, carriers=("a3",), **more) -> list[Board]:
        return actions.make(by=bureau, district=district, villages=villages, carriers=carriers, **more)

    return make


@pytest.fixture
def hang(district, bureau, adopted):
    """Print boards and put them up; they are as the database has them then."""

    def hang(*boards: Board) -> None:
        actions.record_printing(by=bureau, district=district, boards=boards)
        for board in boards:
            actions.put_up(by=bureau, board=board, place="村委会门口")
            board.refresh_from_db()

    return hang


@pytest.fixture
def board(make, hang, village, chen, lin) -> Board:
    """The A3 board of 红花村, up and true."""
    (made,) = make(village)
    hang(made)
    return made


@pytest.fixture
def stale(district):
    """Which boards are not true, by number, as it is on record now."""

    def stale() -> dict[str, str]:
        assert clock.today()
        return dict(Board.objects.exclude(stale_since=None).values_list("number", "why"))

    return stale
