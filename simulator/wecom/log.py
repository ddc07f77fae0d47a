"""消息记录: what customers wrote and what happened, as kf/sync_msg hands it out page by page (document/path/94670)."""

import base64
from dataclasses import dataclass
from random import Random
from typing import Any

from .quotas import DAY, MINUTE, Sliding
from .refusals import refused

KEPT = 3 * DAY  # documented: the last three days
TOKEN_VALID = 10 * MINUTE  # documented
LIMIT = 1000  # documented: default and most
CURSOR_BYTES, TOKEN_BYTES = 64, 128  # documented
WITHOUT_TOKEN = (10, MINUTE)  # assumed: "a strict limit" has no published number
SHORT_PAGES = 0.3  # how often a page holds fewer than it could; that it may is documented


@dataclass
class Entry:
    """One thing in the log, and when (virtual seconds) it came there."""

    at: float
    message: dict[str, Any]


class Log:
    """The log of a corp, in the order in which things happened."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.entries: list[Entry] = []
        self.tokens: dict[str, tuple[str, float]] = {}  # token of a callback -> (open_kfid, until)
        self.bare = Sliding(*WITHOUT_TOKEN)

    def add(self, at: float, message: dict[str, Any]) -> None:
        """Note a message or an event."""
        self.entries.append(Entry(at, message))

    def admit(self, at: float, token: str, open_kfid: str) -> None:
        """Let a puller in by the token of a callback, or without one as long as it does not come often."""
        if not token:
            if not self.bare.spend(at):
                raise refused(45009, "sync_msg without token")
            return
        of, until = self.tokens.get(token, ("", 0.0))
        if len(token.encode()) > TOKEN_BYTES or at >= until or open_kfid not in ("", of):
            raise refused(95007)

    def page(self, at: float, cursor: str, limit: int, open_kfid: str) -> dict[str, Any]:
        """The next page after a cursor: perhaps shorter than it could be, and then has_more says so."""
        start = place(cursor, len(self.entries))
        wanted = [
            (number, entry.message)
            for number, entry in enumerate(self.entries[start:], start + 1)
            if at - entry.at < KEPT and open_kfid in ("", entry.message["open_kfid"])
        ]
        room = limit
        if len(wanted) > 1 and self.chance.random() < SHORT_PAGES:
            room = min(limit, self.chance.randint(1, len(wanted)))
        taken = wanted[:room]
        more = len(wanted) > len(taken)
        end = taken[-1][0] if more else len(self.entries)
        return {"next_cursor": cursor_at(end), "has_more": int(more), "msg_list": [message for _, message in taken]}


def cursor_at(number: int) -> str:
    """游标: an opaque word for a place in the log."""
    return "4gw" + base64.urlsafe_b64encode(f"at:{number:012d}".encode()).decode()


def place(cursor: str, most: int) -> int:
    """The place that a cursor stands for; the beginning when there is none yet. Refused 40058 when it is not ours."""
    if not cursor:
        return 0
    try:
        number = int(base64.urlsafe_b64decode(cursor.removeprefix("4gw")).decode().removeprefix("at:"))
    except ValueError:
        raise refused(40058, "cursor") from None
    if len(cursor.encode()) > CURSOR_BYTES or not 0 <= number <= most:
        raise refused(40058, "cursor")
    return number
