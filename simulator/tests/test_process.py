"""The process: says when it is ready, writes its history down, ends when told and when its parent dies."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from .conftest import wait_for

ROOT = Path(__file__).parents[2]
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "simulator", "--port", "0"], stdout=subprocess.PIPE, text=True)
print(child.pid, child.stdout.readline(), flush=True)
sys.stdin.read()
"""


def gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return True
    return state == "Z"


def test_it_begins_with_accounts_writes_its_history_and_ends_when_told(tmp_path):
    (tmp_path / "accounts.json").write_text(json.dumps([{"kind": "wechat", "id": "wx1"}]))
    files = ["--history", str(tmp_path / "h.jsonl"), "--accounts", str(tmp_path / "accounts.json")]
    command = [sys.executable, "-m", "simulator", "--port", "0", "--seed", "7", *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        said = running.stdout.readline()
        assert said.startswith("simulator is ready: http://127.0.0.1:")
        with urllib.request.urlopen(said.split(": ", 1)[1].strip() + "/sim/accounts", timeout=5) as answered:
            assert json.load(answered)["accounts"][0]["id"] == "wx1"
        running.terminate()
        assert running.wait(5) == 0
    assert json.loads((tmp_path / "h.jsonl").read_text().splitlines()[0])["event"] == "account"


def test_it_ends_with_its_parent():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        pid = int(parent.stdout.readline().split()[0])
        os.kill(parent.pid, signal.SIGKILL)
    wait_for(lambda: gone(pid))
