"""Lighthouse, an independent judge: what residents see gets 100 of 100 for accessibility, each night.

It needs node, npm, Chromium and, the first time, the package registry that npm is set to; where one of them is missing
the reason is printed. Its other figures are printed for whoever looks (-s, or docs/benchmarks.md), and promise nothing:
they depend on the machine.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import BROWSERS, FLAGS, ROOT
from tests.journeys.test_the_walk import ask

pytestmark = [pytest.mark.journey, pytest.mark.nightly]
PINNED = Path(__file__).parent / "lighthouse"
OLDEST_NODE = 18
JUDGED = ("accessibility", "performance", "best-practices")
INSTALL_S, JUDGE_S = 300, 120
NO_NETWORK = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b")
PAGES = {
    "district": "",
    "township": f"t/{WALK_VILLAGE[:9]}/",
    "village": f"v/{WALK_VILLAGE}/",
    "asking": f"v/{WALK_VILLAGE}/ask",
    "whom to call at once": f"v/{WALK_VILLAGE}/ask#at-once",  # the cards lie folded up on the page of asking
    "complaining": f"v/{WALK_VILLAGE}/complain",
    "pickup": "pickup",
    "claim": "claim",
    "asked": "asked/",
    "privacy": "privacy",
}
FAULTY = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>坏页</title></head>
<body><main><h1>坏页</h1><input type="text"></main></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each."""

    def log_message(self, *said: object) -> None:
        pass


@dataclass(frozen=True)
class Verdict:
    """What Lighthouse says of a page."""

    scores: dict[str, int]  # of 100
    wrong: dict[str, list[str]]  # what keeps accessibility from 100, and where
    landed: str


@dataclass(frozen=True)
class Judge:
    """An installed Lighthouse."""

    program: Path
    reports: Path

    def __call__(self, url: str, cookies: str = "") -> Verdict:
        report = self.reports / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"
        found = next(filter(None, map(shutil.which, BROWSERS)))
        flags = " ".join(["--headless=new", *FLAGS])
        command = [str(self.program), url, "--quiet", "--no-enable-error-reporting", "--output=json"]
        command += [f"--output-path={report}", f"--only-categories={','.join(JUDGED)}", f"--chrome-flags={flags}"]
        if cookies:
            command += ["--extra-headers", json.dumps({"Cookie": cookies})]
        run(command, JUDGE_S, {"CHROME_PATH": found})
        return read(json.loads(report.read_text()))


def run(command: list[str], seconds: int, more: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """What a command said; fails with its last words."""
    env = {**os.environ, **(more or {})}
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=env, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def read(report: dict) -> Verdict:
    """The figures of a report; fails where there was no page to judge."""
    assert "runtimeError" not in report, report["runtimeError"]
    categories = report["categories"]
    scores = {name: round(100 * (categories[name]["score"] or 0)) for name in JUDGED}
    weighed = {one["id"] for one in categories["accessibility"]["auditRefs"] if one["weight"]}
    failed = {name: audit for name, audit in report["audits"].items() if name in weighed and audit["score"] == 0}
    wrong = {name: [shown(one) for one in audit["details"]["items"]] for name, audit in failed.items()}
    return Verdict(scores, wrong, report["finalDisplayedUrl"])


def shown(item: dict) -> str:
    return item.get("node", {}).get("snippet", json.dumps(item, ensure_ascii=False))[:200]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """Lighthouse in the pinned version, installed once into a place that `make clean` removes."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"no {program} here: Lighthouse is not asked")
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium here: Lighthouse is not asked")
    node = int(run(["node", "--version"], 10).lstrip("v").split(".")[0])
    if node < OLDEST_NODE:
        pytest.skip(f"node {node} is older than {OLDEST_NODE}: Lighthouse is not asked")
    lock = (PINNED / "package-lock.json").read_bytes()
    place = ROOT / ".menkou-made" / f"lighthouse-{hashlib.sha256(lock).hexdigest()[:12]}"
    program = place / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        install(place)
    return Judge(program, tmp_path_factory.mktemp("lighthouse"))


def install(place: Path) -> None:
    """npm ci, without running anybody's scripts; skips where the registry cannot be reached."""
    place.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, place)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    try:
        run(command, INSTALL_S, cwd=place)
    except AssertionError as problem:
        if reason := NO_NETWORK.search(str(problem)):
            pytest.skip(f"npm does not reach its registry ({reason[0]}): Lighthouse is not asked")
        raise


@pytest.fixture(scope="module")
def asked(browser, menkou):
    """A thread with its question, and the cookies of the phone that asked."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    ask(page, menkou)
    page.get_by_role("link", name="看我问的").click()
    page.get_by_role("heading", name="我问的").wait_for()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    yield page.url, cookies
    context.close()


def tell(name: str, verdict: Verdict) -> None:
    """The figures, for whoever looks."""
    figures = ", ".join(f"{what} {score}" for what, score in verdict.scores.items())
    sys.stdout.write(f"\nLighthouse, {name}: {figures}\n")


@pytest.mark.parametrize("name", PAGES)
def test_a_residents_page_gets_100_for_accessibility(judge, menkou, name):
    url = f"{menkou.district}/{PAGES[name]}"
    verdict = judge(url)
    tell(name, verdict)

    assert verdict.landed == url
    assert (verdict.scores["accessibility"], verdict.wrong) == (100, {})


@pytest.mark.parametrize("end", ["", "delivered"])
def test_the_thread_and_the_slip_get_100_for_accessibility(judge, asked, end):
    thread, cookies = asked
    verdict = judge(thread + end, cookies)
    tell(end or "thread", verdict)

    assert verdict.landed == thread + end
    assert (verdict.scores["accessibility"], verdict.wrong) == (100, {})


def test_the_judge_sees_a_box_without_a_label(judge, tmp_path):
    (tmp_path / "faulty.html").write_text(FAULTY)
    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        verdict = judge(f"http://127.0.0.1:{server.server_port}/faulty.html")
        server.shutdown()

    assert verdict.scores["accessibility"] < 100
    assert "label" in verdict.wrong
