"""Whether a code is ours: what its address, a pasted link or a typed number comes to. Changes nothing."""

from dataclasses import dataclass

from menkou.boards import links
from menkou.boards.models import Alarm, Board

Kind = Alarm.Kind


@dataclass(frozen=True)
class Found:
    """A board whose code is ours; or what is wrong, and with which of our numbers."""

    board: Board | None = None
    problem: str = ""
    number: str = ""
    host: str = ""


def by_code(slug: str, code: str) -> Found:
    """What stands behind /b/; one letter off is not ours."""
    pair = links.apart(code)
    return by_signature(slug, *pair) if pair else Found(problem=Kind.UNKNOWN)


def by_signature(slug: str, number: str, signature: str) -> Found:
    """A number with its signature."""
    board = _board(number)
    if board is None:
        return Found(problem=Kind.UNKNOWN)
    if links.is_signed(slug, number, board.epoch, signature):
        return Found(problem=Kind.REVOKED, number=number) if board.revoked_at else Found(board)
    if any(links.is_signed(slug, number, epoch, signature) for epoch in range(1, board.epoch)):
        return Found(problem=Kind.REVOKED, number=number)
    return Found(problem=Kind.ALTERED, number=number)


def by_words(slug: str, text: str, hosts: set[str]) -> Found:
    """A typed board number, or a pasted link."""
    said = links.understood(text, slug, hosts)
    if said.host:
        return Found(problem=Kind.FOREIGN, host=said.host)
    if said.is_link and said.signature:
        return by_signature(slug, said.number, said.signature)
    board = _board(said.number) if said.number and not said.is_link else None
    if board is None:
        return Found(problem=Kind.UNKNOWN)
    return Found(problem=Kind.REVOKED, number=board.number) if board.revoked_at else Found(board)


def _board(number: str) -> Board | None:
    """The board of a number that stands on paper; an earlier board has a number that nobody printed."""
    found = Board.objects.exclude(carrier="earlier").select_related("village__township")
    return found.filter(number=number).first()
