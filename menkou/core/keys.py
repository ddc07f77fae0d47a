"""The key files outside the database: one key ring for sealing, one key for digests that are looked up.

A file holds {"sealing": {"active": "k1", "keys": {"k1": base64}}, "lookup": base64}; only its owner may read it.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from menkou.embedded.errors import reason

KEY_BYTES = 32
FILE = "keys.json"


class KeyFault(RuntimeError):
    """The key file is missing, damaged or open to others; the text says which and what to do."""


@dataclass(frozen=True)
class Keyring:
    active: str
    sealing: dict[str, bytes]
    lookup: bytes


def ensure(directory: Path) -> Path:
    """Make the key file where there is none; an existing one is never touched. Return its path."""
    path = directory / FILE
    if path.exists():
        return path
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = {"sealing": {"active": "k1", "keys": {"k1": _random()}}, "lookup": _random()}
    draft = directory / f"{FILE}.{secrets.token_hex(8)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(new, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)  # whole or not at all, and never over another
    draft.unlink()
    return path


def load(path: Path) -> Keyring:
    """Read a key file. Raises KeyFault."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFault(f"密钥文件 {path} 别人也能读，请执行 chmod 600 {path}。")
        held = json.loads(path.read_text())
        ring = {name: base64.b64decode(key, validate=True) for name, key in held["sealing"]["keys"].items()}
        keyring = Keyring(held["sealing"]["active"], ring, base64.b64decode(held["lookup"], validate=True))
        whole = keyring.active in ring and all(len(key) == KEY_BYTES for key in [*ring.values(), keyring.lookup])
    except OSError as error:
        raise KeyFault(f"读不到密钥文件 {path}（{reason(error)}），请从备份恢复。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFault(f"密钥文件 {path} 已损坏，请从备份恢复。") from error
    if not whole:
        raise KeyFault(f"密钥文件 {path} 不完整，请从备份恢复。")
    return keyring


@cache
def keyring() -> Keyring:
    """The key ring of this installation."""
    return load(Path(settings.MENKOU_KEYS) / FILE)


def digest(purpose: str, *parts: str) -> bytes:
    """Keyed digest (32 bytes) of parts for one purpose; the parts cannot be found from it without the key."""
    said = b"".join(len(part := word.encode()).to_bytes(4) + part for word in (purpose, *parts))
    return hmac.new(keyring().lookup, said, hashlib.sha256).digest()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
