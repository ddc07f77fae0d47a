"""What a link's digest is made of. menkou/audit/verify.py says the same in code of its own, and a test compares them."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

LINE, LINK = b"menkou-audit-line-1", b"menkou-audit-link-1"  # another way of making them will have another name
NOTHING = bytes(32)  # before the first link


def moment(at: datetime) -> str:
    """An instant as it is stored and exported: in UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def of_line(pk: UUID, at: datetime, by: str, what: str, subject: str, count: int | None) -> bytes:
    """The digest of one audit line, from which nothing of it can be guessed: its id holds 74 bits of chance."""
    return _digest(LINE, str(pk), moment(at), by, what, subject, "" if count is None else str(count))


def of_link(before: bytes, district: str, number: int, linked_at: datetime, line: bytes) -> bytes:
    """The digest of a link: of all that was linked before it, of its place, and of its line."""
    return _digest(LINK, before.hex(), district, str(number), moment(linked_at), line.hex())


def _digest(name: bytes, *words: str) -> bytes:
    """Each word with its length in bytes before it, so that no two lists of words are the same bytes."""
    made = hashlib.sha256(name)
    for word in words:
        said = word.encode()
        made.update(len(said).to_bytes(8, "big") + said)
    return made.digest()
