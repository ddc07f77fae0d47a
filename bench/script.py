"""What one question says to PostgreSQL, taken down from the product and said again with fresh identities.

A statement is kept as it was sent, except for what must be new each time: every identity made by the question
becomes {id}, every keyed digest {digest}.
"""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from uuid_utils.compat import uuid7

ID, DIGEST = "{id}", "{digest}"
UUID_FORM = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}(?![0-9a-f])")
DIGEST_FORM = re.compile(r"(?<='\\x)[0-9a-f]{64}(?=')")
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass(frozen=True)
class Script:
    """The statements of one question, and where it is asked."""

    all: list[str]
    district_id: int
    reader_id: str  # the adviser whose pages are read
    village: str  # the village whose page is read
    asked_at: list[str]  # codes of the villages where the load asks
    consultation: str
    session: str
    devices: list[str]  # the cookies of phones that ask, one for each of those villages

    @classmethod
    def load(cls, path: str) -> "Script":
        """The script that an installation holds."""
        return cls(**json.loads(Path(path).read_text()))

    def keep(self, path: str) -> None:
        """Keep it for the bare views, in the temporary home."""
        Path(path).write_text(json.dumps(asdict(self), ensure_ascii=False))

    @property
    def writes(self) -> list[str]:
        """Where we are, and every row that is added."""
        return [self._scope(), *(one for one in self.all if is_write(one))]

    @property
    def floor(self) -> list[str]:
        """Where we are, and the consultation's own row."""
        return [self._scope(), next(filter(None, map(first_row, self.all)))]

    def fresh(self) -> Callable[[str], str]:
        """What makes one run's statements its own."""
        new, digests = str(uuid7()), secrets.token_hex(32)
        return lambda statement: statement.replace(ID, new).replace(DIGEST, digests)

    def _scope(self) -> str:
        return next(one for one in self.all if one.startswith("set local menkou."))


def first_row(statement: str) -> str:
    """The insert of the consultation's own row, which goes in one statement with its key and its first message."""
    found = re.match(r"with row0 as \((insert into \"consultations_consultation\" .*?)\), row1 as \(", statement, re.S)
    return found[1] if found else ""


def is_write(statement: str) -> bool:
    """A row, or a job, is added."""
    return statement.lower().startswith(("insert", "with row0")) or "procrastinate_defer" in statement


def generalise(statements: list[str], since_ms: int) -> list[str]:
    """Take out what a second run could not say again: digests, and identities that were made since a moment."""

    def settle(found: re.Match[str]) -> str:
        made_ms = int(found[0].replace("-", "")[:12], 16)
        return ID if made_ms >= since_ms else found[0]

    kept = [one for one in statements if one not in TRANSACTION]
    return [DIGEST_FORM.sub(DIGEST, UUID_FORM.sub(settle, one)) for one in kept]


def outline(statement: str) -> str:
    """A statement in a few words, for people: what it does to which table."""
    said = re.sub(r"\s+", " ", statement).strip()
    if tables := re.findall(r"insert into \"(\w+)\"", said, re.I):
        return f"insert {', '.join(tables)}"
    if found := re.match(r"SELECT .*? FROM \"(\w+)\"", said):
        return f"select {found[1]}"
    if found := re.search(r"procrastinate_defer\w*", said):
        return f"select {found[0]}() (a job)"
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", said)[:70]
