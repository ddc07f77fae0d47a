"""Where a code that somebody scanned in a chat leads: a board's number, to the code of its village."""

from menkou.boards.models import Board
from menkou.boards.rules.numbers import tidy


def village_code(scene: str) -> str | None:
    """None where no board has that number. A number opens nothing: it only says which village is meant."""
    number = tidy(scene)
    board = Board.objects.select_related("village").filter(number=number).first() if number else None
    return board.village.code if board else None
