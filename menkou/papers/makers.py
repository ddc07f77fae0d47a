"""Who makes which papers: an app above registers a maker, and asking, waiting, resuming and taking away are the same."""

from collections.abc import Callable
from typing import IO, Any, NamedTuple

CONTRACTS = "contracts"  # those this app makes itself
Say = Callable[[int], None]  # so many are done; raises where another attempt has taken over
Write = Callable[[Any, IO[bytes], Say], None]


class CannotMake(Exception):
    """These papers cannot be made, for the reason that it holds in words."""


class Maker(NamedTuple):
    """What a batch of these is called, and what writes its file and puts on record that it was made."""

    title: str
    write: Write


_makers: dict[str, Maker] = {}


def register(name: str, title: str) -> Callable[[Write], Write]:
    """Make a function the maker of a kind of papers: it is handed the batch, the file and whom to tell how many."""

    def registered(write: Write) -> Write:
        _makers[name] = Maker(title, write)
        return write

    return registered


def maker_of(name: str) -> Maker | None:
    """The maker; None for contracts."""
    return _makers.get(name)


def title_of(name: str) -> str:
    """What a batch is of, in words."""
    return _makers[name].title if name in _makers else "聘用合同"
