"""Where an installation keeps its files: MENKOU_HOME, by default .menkou in the checkout."""

import fcntl
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from menkou.command.problems import Problem
from menkou.embedded.errors import reason
from menkou.embedded.settings import UNFINISHED

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Home:
    """One installation's directory."""

    path: Path

    @property
    def postgres(self) -> Path:
        """The embedded database."""
        return self.path / "postgres"

    @property
    def keys(self) -> Path:
        """Keys outside the database."""
        return self.path / "keys"

    @property
    def logs(self) -> Path:
        """What the processes print."""
        return self.path / "logs"

    def recall(self, name: str) -> dict[str, Any]:
        """Return what a small file of the home says; nothing where it is missing or damaged."""
        try:
            held = json.loads((self.path / name).read_text())
        except (OSError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}

    def note(self, name: str, held: dict[str, Any]) -> None:
        """Write a small file of the home in one step, for its owner's eyes."""
        new = self.path / f"{name}.new"
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "w") as file:
            json.dump(held, file)
        new.replace(self.path / name)


MIGRATED = "migrated.json"  # there once the database has tables, and so may hold what is sealed
PROOFS = ("keys/secret.key", "keys/keys.json", MIGRATED)  # any one of these shows that a directory is ours
NAMES = {"keys", "logs", "postgres", "static", "outbox.log", "serve.json", "collected.json", "serve.lock"}
NAMES |= {
    "anchors",
    "changed",
    "children.lock",
    "counted",
    MIGRATED,
    "lost+found",
}  # what a start that was cut off may leave in an empty one


def find() -> Home:
    """Return the home that the environment names, without making anything."""
    return Home(Path(os.environ.get("MENKOU_HOME") or CHECKOUT / ".menkou").expanduser().absolute())


def settle() -> Home:
    """Make what a home must have and name it in the environment."""
    home = find()
    demand_ours(home)
    as_root = os.geteuid() == 0  # the database's own user must pass through, and sees no names
    try:
        home.path.mkdir(mode=0o711 if as_root else 0o700, parents=True, exist_ok=True)
        for directory in (home.keys, home.logs):
            directory.mkdir(mode=0o700, exist_ok=True)
        _make_secret(home.keys / "secret.key")
        from menkou.core import keys  # Django is imported when it is needed, not for every command

        if home.recall(MIGRATED) and not (home.keys / keys.FILE).exists():
            raise Problem(
                f"密钥文件 {home.keys / keys.FILE} 不见了。没有它，已经收到的咨询打不开；请从备份恢复，不要另造一个。"
            )
        keys.ensure(home.keys)
    except OSError as error:
        raise Problem(f"用不了目录 {error.filename or home.path}（{reason(error)}），请检查权限和磁盘。") from error
    os.environ["MENKOU_HOME"] = str(home.path)
    return home


def installed() -> Home:
    """The home that the environment names, where Menkou was started before; elsewhere nothing is made. Raises Problem.

    In another terminal MENKOU_HOME is easily forgotten: then a second installation must not come to be beside the first.
    """
    home = find()
    demand_ours(home)
    if not (home.path / MIGRATED).exists():
        raise Problem(
            f"{home.path} 里没有安装过门口。装在别处的，请先 export MENKOU_HOME=那个目录；"
            "第一次用，请先运行 menkou serve（数据库自备的，先运行 menkou migrate）。"
        )
    return settle()


def is_served(home: Home) -> bool:
    """Whether a supervisor runs on it: that holds its lock."""
    try:
        with open(home.path / "serve.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def demand_ours(home: Home) -> None:
    """Refuse a directory that holds somebody else's files, before anything is written to it. Raises Problem."""
    try:
        if not home.path.is_dir() or any((home.path / proof).exists() for proof in PROOFS):
            return
        foreign = {path.name for path in home.path.iterdir() if path.name.removesuffix(".new") not in NAMES}
        if home.postgres.is_dir() and not (home.postgres / "state.json").exists():
            foreign |= {f"postgres/{path.name}" for path in home.postgres.iterdir() if path.name not in UNFINISHED}
    except OSError as error:
        raise Problem(f"用不了目录 {error.filename or home.path}（{reason(error)}），请检查权限和磁盘。") from error
    if foreign:
        raise Problem(f"{home.path} 里有别的文件（{min(foreign)}），请用 MENKOU_HOME 指定一个空目录。")


def fingerprint(paths: list[Path], *more: str) -> str:
    """Digest of files (their contents) and words, to see whether anything changed."""
    seen = hashlib.sha256()
    for path in sorted(paths):
        seen.update(f"{path}\0".encode())
        seen.update(path.read_bytes())
    for word in more:
        seen.update(f"\0{word}".encode())
    return seen.hexdigest()


def _make_secret(path: Path) -> None:
    """Make Django's secret once; an existing one is never touched."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    if path.exists():
        return
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)  # whoever comes second keeps the first one's
    except FileExistsError:
        pass
    finally:
        new.unlink()
