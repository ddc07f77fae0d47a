"""The key files outside the database: one key ring for sealing, one key for digests that are looked up.

A file holds {"sealing": {"active": "k1", "keys": {"k1": base64}, "since": {"k1": time}}, "lookup": base64}; only its
owner may read it. A new active key is added by rotate, and one that wraps nothing any more is destroyed; every process
reads the file anew once it has changed. The lookup key never changes, or every 取件码 would be lost.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    since: dict[str, datetime] = field(
        default_factory=dict
    )  # from when on a key was the active one, where that is known


def ensure(directory: Path) -> Path:
    """Make the key file where there is none; an existing one is never touched. Return its path."""
    path = directory / FILE
    if path.exists():
        return path
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealing = {"active": "k1", "keys": {"k1": _random()}, "since": {"k1": _now()}}
    draft = _drafted(directory, {"sealing": sealing, "lookup": _random()})
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
        since = {name: datetime.fromisoformat(at) for name, at in held["sealing"].get("since", {}).items()}
        keyring = Keyring(held["sealing"]["active"], ring, base64.b64decode(held["lookup"], validate=True), since)
        whole = keyring.active in ring and all(len(key) == KEY_BYTES for key in [*ring.values(), keyring.lookup])
    except OSError as error:
        raise KeyFault(f"读不到密钥文件 {path}（{reason(error)}），请从备份恢复。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFault(f"密钥文件 {path} 已损坏，请从备份恢复。") from error
    if not whole:
        raise KeyFault(f"密钥文件 {path} 不完整，请从备份恢复。")
    return keyring


def rotate(directory: Path) -> str:
    """Add a new wrapping key and make it the active one; what the others wrapped still opens. Return its name."""
    with _changing(directory) as held:
        sealing = held["sealing"]
        numbers = [int(name[1:]) for name in [*sealing["keys"], *sealing.get("since", {})] if name[1:].isdigit()]
        name = f"k{max(numbers, default=0) + 1}"  # never the name of a key that was destroyed
        sealing["active"], sealing["keys"][name] = name, _random()
        sealing.setdefault("since", {})[name] = _now()
    return name


def destroy(directory: Path, name: str) -> None:
    """Forget a wrapping key: whatever it wrapped, here or in any backup, opens no more. Never the active one."""
    with _changing(directory) as held:
        if name == held["sealing"]["active"]:
            raise KeyFault(f"{name} 是正在用的密钥，不能销毁。请先运行 menkou keys rotate。")
        if held["sealing"]["keys"].pop(name, None) is None:
            raise KeyFault(f"没有叫 {name} 的密钥。")


def keyring() -> Keyring:
    """The key ring of this installation, as its file is now: another process may have added a key."""
    path = Path(settings.MENKOU_KEYS) / FILE
    try:
        seen = path.stat()
    except OSError:
        return load(path)  # which says what is wrong
    return _loaded(path, seen.st_ino, seen.st_mtime_ns)


@lru_cache(maxsize=2)
def _loaded(path: Path, inode: int, changed_ns: int) -> Keyring:
    return load(path)


@contextmanager
def _changing(directory: Path) -> Iterator[dict[str, Any]]:
    """What the key file holds, to be changed by one process at a time; whole on the disk before it takes effect."""
    path = directory / FILE
    load(path)
    folder = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # the folder: the file itself is another one afterwards
        held = json.loads(path.read_text())
        yield held
        draft = _drafted(directory, held)
        os.replace(draft, path)
        os.fsync(folder)
    finally:
        os.close(folder)


def _drafted(directory: Path, held: dict[str, Any]) -> Path:
    draft = directory / f"{FILE}.{secrets.token_hex(8)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(held, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest(purpose: str, *parts: str) -> bytes:
    """Keyed digest (32 bytes) of parts for one purpose; the parts cannot be found from it without the key."""
    said = b"".join(len(part := word.encode()).to_bytes(4) + part for word in (purpose, *parts))
    return hmac.new(keyring().lookup, said, hashlib.sha256).digest()


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
