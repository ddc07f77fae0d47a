"""收: one person's messages, alone and in order. Outside calls are made between transactions, never in one.

Whatever dies on the way, the rows are still there: a message is emptied in the very transaction that did what it says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from menkou.channels import accounts, inbox
from menkou.channels.accounts import Credentials
from menkou.channels.arrived import Arrived, Unreadable
from menkou.channels.errors import Failed, Final, Wrong
from menkou.channels.models import Correspondent, Incoming
from menkou.chats import actions, hearing, queries, reaching
from menkou.chats.doing import SENDS_HELD, Came
from menkou.chats.enclosing import Said
from menkou.chats.models import Chat
from menkou.chats.rules.dialogue import decide
from menkou.chats.rules.standing import Do, Sort
from menkou.core import voices
from menkou.core.actors import CLOCK
from menkou.core.errors import Invalid, TooSoon
from menkou.core.scope import within

NO_MEDIA = frozenset({"too large", "an address instead of media"})  # calls of media_get that no retry mends
SOONEST, LATEST = timedelta(seconds=15), timedelta(minutes=30)


class PutOff(Exception):
    """The message waits: for a platform, or since too much came at once."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__("put off")
        self.pause = pause


@dataclass
class Read:
    """One message, opened, and what has to be fetched before it can be done; `done`: it was no message at all."""

    row: Incoming
    plain: bytes = field(repr=False, default=b"")
    arrived: Arrived | None = None
    wanted: tuple[tuple[Arrived, bytes], ...] = field(repr=False, default=())
    account: Credentials | None = None


def claimed_of(district_id: int, incoming_id: UUID) -> Correspondent | None:
    """Whoever sent this, ours alone from now on; None where it was taken, or somebody else is at it."""
    with within(district_id):
        row = queries.untaken(incoming_id)
        if row is None:
            return None
        arrived = _parsed(row)
        if arrived is None:
            return None
        return inbox.claim(inbox.correspondent(row.account, arrived.sender))


def take_all(district_id: int, claimed: Correspondent) -> None:
    """Everything that waits of this one. Raises PutOff where the rest has to wait."""
    try:
        while _take_next(district_id, claimed):
            pass
    finally:
        with within(district_id):
            inbox.release(claimed)


def _take_next(district_id: int, claimed: Correspondent) -> bool:
    """The next message; whether there may be another. Raises PutOff."""
    with within(district_id):
        if not inbox.still_mine(claimed):
            return False
        read = _read_next(claimed)
    if read is None:
        return False
    if read.arrived is None:
        return True
    try:
        mine = _fetched(district_id, claimed, read)
        if mine is None:
            return False
        with within(district_id):
            if not inbox.still_mine(claimed):
                return False
            _do(claimed, read, read.arrived, mine)
    except TooSoon as wait:
        _put_off(district_id, read.row, timedelta(seconds=wait.seconds))
    except Failed:
        _put_off(district_id, read.row, min(SOONEST * 2 ** min(read.row.settled, 8), LATEST))
    return True


def _put_off(district_id: int, row: Incoming, pause: timedelta) -> None:
    with within(district_id):
        inbox.put_off(row)
    raise PutOff(pause)


def _read_next(claimed: Correspondent) -> Read | None:
    row = inbox.next_of(claimed)
    if row is None:
        return None
    inbox.begin(row)
    arrived = _parsed(row)
    if arrived is None:
        return Read(row)
    chat = _chat(claimed)
    plain = inbox.opened(row)
    wanted = tuple(_wanted(chat, arrived, plain))
    return Read(row, plain, arrived, wanted, accounts.opened(claimed.account) if wanted else None)


def _parsed(row: Incoming) -> Arrived | None:
    """None where it is no message: it belongs nowhere."""
    try:
        return hearing.parsed(row.account, inbox.opened(row))
    except Unreadable:
        inbox.taken([row])
        return None


def _chat(claimed: Correspondent) -> Chat:
    found = queries.chat_with_correspondent(claimed)
    return queries.chat_with((found or actions.begin(by=CLOCK, correspondent=claimed)).pk)


def _wanted(chat: Chat, arrived: Arrived, plain: bytes) -> Iterable[tuple[Arrived, bytes]]:
    """The messages that are to be sent now: this one, or all that were held."""
    by, held = queries.actor_of(chat), inbox.held_of(chat.correspondent)
    heard, _ = hearing.heard(chat, arrived, plain)
    do = decide(queries.standing_of(chat, queries.matter_of(by, chat), len(held)), heard).do
    if do is Do.FOLLOW_UP:
        yield arrived, plain
    for row in held if do in SENDS_HELD else ():
        opened = inbox.opened(row)
        yield hearing.parsed(row.account, opened), opened


def _fetched(district_id: int, claimed: Correspondent, read: Read) -> list[Said] | None:
    """What is sent, with its bytes; None where somebody has taken over, since fetching may outlast the lease.

    Raises Failed where the platform may still have them.
    """
    found: list[Said] = []
    for arrived, plain in read.wanted if read.account else ():
        with within(district_id):
            if not inbox.still_mine(claimed):
                return None
        assert read.account is not None
        found.append(_with_bytes(read.account, arrived, plain))
    return found


def _with_bytes(account: Credentials, arrived: Arrived, plain: bytes) -> Said:
    sort = hearing.sort_of(arrived, plain)
    if sort is Sort.WORDS:
        return Said(sort, hearing.words_of(arrived))
    try:
        content = reaching.media(account, arrived.media_id)
        return Said(sort, "", *voices.clip(content)) if sort is Sort.VOICE else Said(sort, "", content)
    except (Final, Invalid):
        return Said(sort)  # it is gone, or no voice: that is told
    except Wrong as error:
        if (
            error.code not in NO_MEDIA
        ):  # our secret, our address: somebody mends it, and the platform keeps it meanwhile
            raise
        return Said(sort)


def _do(claimed: Correspondent, read: Read, arrived: Arrived, mine: list[Said]) -> None:
    chat = _chat(claimed)
    came = Came(read.row, arrived, read.plain, mine)
    actions.take(by=queries.actor_of(chat), chat=chat, came=came)
