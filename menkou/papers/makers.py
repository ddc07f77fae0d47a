"""Who makes which papers: an app above registers a maker, and asking, waiting, resuming and taking away are the same."""

from collections.abc import Callable
from typing import IO, Any, NamedTuple

from menkou.core.actors import Role

CONTRACTS = "contracts"  # those this app makes itself
NOT_SET = "排版没有做成。请再取一次；还不行，请让系统运维看一下。"
Say = Callable[[int], None]  # so many are done; raises where another attempt has taken over
Write = Callable[[Any, IO[bytes], Say], None]


class CannotMake(Exception):
    """These papers cannot be made, for the reason that it holds in words."""


class Maker(NamedTuple):
    """What a batch of these is called, what writes its file, of what it has so many, where it is asked for, and by whom."""

    title: str
    write: Write
    unit: str
    page: str
    roles: tuple[Role, ...]


_makers: dict[str, Maker] = {}


def register(
    name: str,
    title: str,
    *,
    unit: str = "份",
    page: str = "papers:batches",
    roles: tuple[Role, ...] = (Role.JUSTICE_BUREAU,),
) -> Callable[[Write], Write]:
    """Make a function the maker of a kind of papers: it is handed the batch, the file and whom to tell how many."""

    def registered(write: Write) -> Write:
        _makers[name] = Maker(title, write, unit, page, roles)
        return write

    return registered


def maker_of(name: str) -> Maker | None:
    """The maker; None for contracts."""
    return _makers.get(name)


def title_of(name: str) -> str:
    """What a batch is of, in words."""
    return _makers[name].title if name in _makers else "聘用合同"


def unit_of(name: str) -> str:
    """Of what a batch has so many."""
    return _makers[name].unit if name in _makers else "份"


def page_of(name: str) -> str:
    """The name of the page on which a batch is asked for."""
    return _makers[name].page if name in _makers else "engagements:contracts"


def roles_of(name: str) -> tuple[Role, ...]:
    """Who may ask for these."""
    return _makers[name].roles if name in _makers else (Role.JUSTICE_BUREAU,)


def known() -> list[str]:
    """Everything that batches are made of."""
    return [CONTRACTS, *_makers]
