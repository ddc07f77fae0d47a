"""Homes that are made once and copied: to build all tables anew takes some fifteen seconds, to copy them less than one.

They lie in .menkou-made, each under the fingerprint of the code that it was made by; `make clean` removes them.
A copy is what a moved home is to the product: the same keys, a socket of its own.
"""

import contextlib
import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from menkou.command import home as homes
from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN

MADE = CHECKOUT / ".menkou-made"
SOURCES = ("menkou", "config", "static", "requirements.lock")  # what a home is made by
MAKING = {"migrated": (["migrate"], ["stop"]), "demo": (["demo", "--villages", "20"], ["stop"])}
BEGUN = {"demo": "migrated"}  # what another is made from


def copy_of(kind: str, to: Path) -> None:
    """Put a copy of a made home, never started since, into an empty or missing directory.

    `migrated` has its tables and no row; `demo` has the demo of twenty villages. Raises RuntimeError where it cannot be
    made, with what the command said.
    """
    with _alone(kind) as place:
        source = place / fingerprint(kind)
        if not source.exists():
            _make(kind, place, source)
        subprocess.run(["cp", "-a", "--reflink=auto", f"{source}/.", to], check=True)


def fingerprint(kind: str, sources: tuple[str, ...] = SOURCES, root: Path = CHECKOUT) -> str:
    """What a home is known by: all code that made it, its place, and for the demo the day, which its stories hang on."""
    day = str(date.today()) if kind == "demo" else ""
    return homes.fingerprint(list(_files(root, sources)), kind, day)[:32]


def _files(root: Path, sources: tuple[str, ...]) -> Iterator[Path]:
    """Code and what lies beside it, without tests and what Python compiled."""
    for source in sources:
        found = root / source
        paths = found.rglob("*") if found.is_dir() else [found]
        yield from (one for one in paths if one.is_file() and not {"__pycache__", "tests"} & set(one.parts))


@contextlib.contextmanager
def _alone(kind: str) -> Iterator[Path]:
    """Whoever makes it first; the other lane waits, and copies."""
    place = MADE / kind
    place.mkdir(parents=True, exist_ok=True)
    with open(place.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield place


def _make(kind: str, place: Path, to: Path) -> None:
    """Make it where the database's user can reach it, and keep it instead of those of older code."""
    home = Path(tempfile.mkdtemp(prefix="menkou-made-"))
    try:
        if kind in BEGUN:
            copy_of(BEGUN[kind], home)
        home.chmod(0o711)
        for words in MAKING[kind]:
            _menkou(home, *words)
        for old in place.iterdir():
            shutil.rmtree(old)
        subprocess.run(["cp", "-a", f"{home}/.", place / "new"], check=True)
        (place / "new").rename(to)
    finally:
        remove = [sys.executable, "-m", "menkou.embedded", "remove", "--home", str(home / "postgres")]
        subprocess.run(remove, cwd=CHECKOUT, env=CLEAN, check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _menkou(home: Path, *words: str) -> None:
    """Run one command as a person does."""
    command = [sys.executable, "-m", "menkou.command.main", *words]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=CLEAN | {"MENKOU_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"menkou {' '.join(words)}: {done.stdout}{done.stderr}")
