"""The process: says when it is ready, begins with accounts, writes its history down, and ends with its parent."""

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
command = [sys.executable, "-m", "simulator", "--port", "0", "--seed", "7", *sys.argv[1:]]
child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
print(child.pid, child.stdout.readline(), flush=True)
sys.stdin.read()
"""


def gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return True
    return state == "Z"


def test_it_begins_with_accounts_writes_its_history_and_ends_with_its_parent(tmp_path):
    (tmp_path / "accounts.json").write_text(json.dumps([{"kind": "wechat", "id": "wx1"}]))
    files = ["--history", str(tmp_path / "h.jsonl"), "--accounts", str(tmp_path / "accounts.json")]
    command = [sys.executable, "-c", PARENT, *files]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        pid, said = parent.stdout.readline().split(" ", 1)
        assert said.startswith("simulator is ready: http://127.0.0.1:")
        with urllib.request.urlopen(said.split(": ", 1)[1].strip() + "/sim/accounts", timeout=10) as answered:
            assert json.load(answered)["accounts"][0]["id"] == "wx1"
        os.kill(parent.pid, signal.SIGKILL)
    wait_for(lambda: gone(pid))  # by the SIGTERM that the kernel sends it
    assert json.loads((tmp_path / "h.jsonl").read_text().splitlines()[0])["event"] == "account"
