"""What a home remembers, and the files that no one else may read."""

import dataclasses
import json
import os
import secrets
from pathlib import Path

from menkou.embedded.errors import LauncherError, reason
from menkou.embedded.settings import ROLES


@dataclasses.dataclass
class State:
    """What a home remembers; kept in a file that only its owner may read."""

    passwords: dict[str, str] = dataclasses.field(
        default_factory=lambda: {name: secrets.token_urlsafe(24) for name in ("launcher", *ROLES)}
    )
    home: str = ""  # where the home was when the socket's directory was made
    place: str = ""  # where the server's files are, unless in the home
    socket: str = ""
    binaries: str = ""
    initialised: bool = False
    provisioned: int = 0  # the edition of the orders that it was given


def open_private(path: Path, flags: int = 0) -> int:
    """Open a file that no one else may read, or lock."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | flags, 0o600)


def load(home: Path) -> State:
    """Read what the home remembers, if anything."""
    try:
        return State(**json.loads((home / "state.json").read_text()))
    except FileNotFoundError:
        return State()
    except OSError as error:
        cure = f"请执行 chmod 600 {home}/state.json。" if isinstance(error, PermissionError) else ""
        raise LauncherError(f"读不了 {home}/state.json：{reason(error)}。{cure}") from error
    except (ValueError, TypeError) as error:
        raise LauncherError(f"{home}/state.json 已损坏，请用备份恢复。") from error


def save(home: Path, state: State) -> None:
    """Write the state in one step, so that a full disk or a crash leaves the old one."""
    new = home / "state.json.new"
    with open(open_private(new, os.O_TRUNC), "w") as file:
        json.dump(dataclasses.asdict(state), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(home / "state.json")
