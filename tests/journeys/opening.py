"""A new district in a production Menkou: what its server's person does at the terminal, and browsers for the others."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.conftest import DESK, PATIENCE_MS, READY, ROOT, free_port

PASSWORD = "spring-at-the-gate-2026"  # noqa: S105
SLUG = "qufu"
FIRST = {"zhangke": ("张科长", "justice_bureau"), "yunwei": ("运维员", "operator")}


@dataclass(frozen=True)
class Opened:
    """A started production Menkou with one empty district."""

    base: str
    home: Path
    slug: str = SLUG

    @property
    def district(self) -> str:
        return f"{self.base}/{self.slug}"

    def menkou(self, *words: str, said: str = "") -> str:
        """One command at the server's terminal."""
        command = [sys.executable, "-m", "menkou.command.main", *words]
        env = _clean() | {"MENKOU_HOME": str(self.home)}
        done = subprocess.run(
            command, cwd=ROOT, env=env, input=said, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def complaints(self) -> list[str]:
        """What `menkou doctor` complains of: nothing."""
        said = self.menkou("doctor")
        return [line for line in said.splitlines() if not line.startswith("正常")]


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MENKOU_")}


@contextlib.contextmanager
def opened(slug: str = SLUG, name: str = "曲阜市", code: str = "370881") -> Iterator[Opened]:
    """`menkou serve` without any demo; then `menkou district add`, and an account for the bureau and the operator."""
    home, port = Path(tempfile.mkdtemp(prefix="menkou-opens-")), free_port()
    home.chmod(0o711)
    command = [sys.executable, "-m", "menkou.command.main", "serve", "--port", str(port)]
    log = home.with_suffix(".log")
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_clean() | {"MENKOU_HOME": str(home)}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        while READY not in log.read_text():
            assert process.poll() is None, log.read_text()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
        made = Opened(f"http://127.0.0.1:{port}", home, slug)
        made.menkou("district", "add", "--slug", slug, "--name", name, "--code", code)
        for username, (person, role) in FIRST.items():
            told = ("--name", person, "--role", role, "--district", slug, "--password-stdin")
            made.menkou("user", "add", username, *told, said=f"{PASSWORD}\n")
        yield made
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0, log.read_text()
        shutil.rmtree(home, ignore_errors=True)
        log.unlink(missing_ok=True)


class Browsers:
    """A browser for each person; at the end no page must have complained of anything."""

    def __init__(self, browser, made: Opened) -> None:
        self.browser, self.made, self.faults = browser, made, []

    def page(self, size: dict = DESK, **options):
        context = self.browser.new_context(viewport=size, locale="zh-CN", **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("response", lambda r: self.faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return page

    def signed_in(self, username: str, size: dict = DESK):
        page = self.page(size)
        page.goto(f"{self.made.district}/sign-in")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        return page

    def enabled(self, link: str, size: dict = DESK):
        """Whoever has got a link opens it, sets a password, and signs in with it."""
        page = self.page(size)
        page.goto(link)
        username = page.locator("p.lead b").inner_text()
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.get_by_label("再填一次").fill(PASSWORD)
        page.get_by_role("button", name="设好密码").click()
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        return page
