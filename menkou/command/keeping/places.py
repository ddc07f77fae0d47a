"""Where backups and keys may lie: not in what they are to outlive, and not together."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from menkou.command.home import Home
from menkou.command.keeping import manifest as manifests
from menkou.command.problems import Problem
from menkou.core.keys import FILE, load

SECRET = "secret.key"  # noqa: S105  # a file's name
LOCK = ".menkou-backup.lock"


def settled(place: Home, named: Path, what: str) -> Path:
    """A folder to write to, outside the installation, made where it is missing. Raises Problem."""
    path = named.expanduser().absolute()
    inside = [place.path, Path(os.path.realpath(place.path))]
    if any(one == path or one in path.parents for one in inside) or path.resolve().is_relative_to(inside[1]):
        raise Problem(f"{path} 在安装目录 {place.path} 里面，安装没了，{what}也就没了；请换到别处，最好是另一块磁盘。")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(path, os.W_OK | os.X_OK):
        raise Problem(f"{path} 写不进去，请检查权限。")
    return path


def demand_apart(backups: Path, keys: Path) -> None:
    """Whoever has both reads everything. Raises Problem."""
    one, other = backups.resolve(), keys.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise Problem("密钥不能和备份放在一起：谁同时拿到两样，谁就能看全部咨询。请换一个地方放密钥。")


def is_same_disk(place: Home, path: Path) -> bool:
    """Whether one broken disk takes both."""
    return place.path.exists() and place.path.stat().st_dev == path.stat().st_dev


@contextmanager
def alone_in(folder: Path) -> Iterator[list[Path]]:
    """One backup at a time into a folder; what an earlier one left unfinished, which is removed. Raises Problem."""
    with open(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem(f"另一个备份正在往 {folder} 里写，请等它做完。") from error
        left = manifests.unfinished(folder)
        for one in left:
            shutil.rmtree(one, ignore_errors=True)
        yield left


def prune(folder: Path, keep: int, kind: str) -> list[Path]:
    """Remove the older backups of a kind, but for so many; those that were."""
    old = manifests.of_kind(folder, kind)[:-keep]
    for one in old:
        going = one.with_name(f"{one.name}{manifests.PARTIAL}")  # from now on it looks like what it is
        one.rename(going)
        shutil.rmtree(going)
    return old


def copy_keys(place: Home, to: Path) -> None:
    """Put the key files in a folder, in place of those of before. Raises Problem, KeyFault.

    Keys that were destroyed here are gone there as well: an old copy of them opens what residents have erased.
    """
    ours = load(place.keys / FILE)
    if (to / FILE).exists() and manifests.mark_of(load(to / FILE)) != manifests.mark_of(ours):
        raise Problem(f"{to} 里是另一个安装的密钥，没有动它；请换一个目录。")
    for name in (FILE, SECRET):
        new = to / f".{name}.new"
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write((place.keys / name).read_bytes())
            file.flush()
            os.fsync(file.fileno())
        new.replace(to / name)
    manifests.on_disk(to)
