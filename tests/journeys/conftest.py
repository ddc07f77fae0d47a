"""A real Menkou, started as `make run` starts it, and browsers that look at it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from menkou.demo.people import PASSWORD, SIGN_INS
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.scenario import scenario
from tests import made

ROOT = Path(__file__).resolve().parents[2]
READY = "Menkou is ready: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1366, "height": 768}
PATIENCE_MS = 15_000
VILLAGES = 20


@dataclass(frozen=True)
class Running:
    """A started Menkou."""

    base: str  # http://127.0.0.1:8000
    home: Path

    @property
    def district(self) -> str:
        return f"{self.base}/yanzhou"

    @property
    def village(self) -> str:
        """What the QR on the walk's village board opens."""
        return f"{self.district}/v/{WALK_VILLAGE}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def menkou() -> Iterator[Running]:
    """One for all journeys that leave the places as they are."""
    with started() as running:
        yield running


@contextlib.contextmanager
def started() -> Iterator[Running]:
    """`menkou serve --demo` on twenty villages, in a home of its own; stopped as by Ctrl-C.

    Its tables and its rows are copied: that a first start makes them is walked in test_a_district_opens.
    """
    home, port = Path(tempfile.mkdtemp(prefix="menkou-journey-")), free_port()
    made.copy_of("demo", home)
    home.chmod(0o711)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MENKOU_")}
    command = [
        sys.executable,
        "-m",
        "menkou.command.main",
        "serve",
        "--demo",
        "--villages",
        str(VILLAGES),
        "--port",
        str(port),
    ]
    log = home.with_suffix(".log")
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment | {"MENKOU_HOME": str(home)}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        while READY not in log.read_text():
            assert process.poll() is None, log.read_text()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
        yield Running(f"http://127.0.0.1:{port}", home)
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0, log.read_text()
        shutil.rmtree(home, ignore_errors=True)
        log.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium here: install it (Debian: apt-get install chromium) to run the journeys")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield opened
        opened.close()


class Faults(list):
    """What a page complained of: script errors, blocked content, requests to other hosts, server faults."""


@pytest.fixture
def new_page(browser, menkou):
    """A page in a browser of its own; at the end it must have complained of nothing."""
    contexts, faults = [], Faults()

    def make(size: dict = PHONE, **options):
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("request", lambda r: None if r.url.startswith((menkou.base, "data:")) else faults.append(r.url))
        page.on("response", lambda r: faults.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def cookies() -> dict[str, list]:
    """What the browsers of those who signed in were given, by name: a password takes the server a second."""
    return {}


@pytest.fixture
def sign_in(new_page, menkou, cookies):
    """A page in which somebody of the demo is signed in, by the name that `make run` prints."""

    def sign_in(who: str, size: dict = PHONE, **options):
        page, name = new_page(size, **options), username(who)
        page.context.add_cookies(cookies.get(name, []))
        page.goto(f"{menkou.district}/{'start' if name in cookies else 'sign-in'}")
        if page.url.partition("?")[0].endswith("/sign-in"):  # for the first time, or signed out since
            page.get_by_label("用户名").fill(name)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            page.wait_for_url(lambda url: not url.partition("?")[0].endswith("/sign-in"))
            cookies[name] = page.context.cookies()
        return page

    return sign_in


def username(who: str) -> str:
    """The sign-in that the start prints for somebody, or who is named by it; 邻村顾问 has nothing to do with the walk."""
    told = scenario(VILLAGES)
    if who in {one.username for one in told.accounts}:
        return who
    if who == "邻村顾问":
        serving = told.plan.posts[WALK_VILLAGE]
        return next(one.username for one in told.accounts if one.role == "adviser" and one.target not in serving)
    return next(name for shown, name, *_ in SIGN_INS if who in shown)
