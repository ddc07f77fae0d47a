"""The same walk by curl, as docs/api.md tells it; and what doctor says of the running demo."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from menkou.demo.places import WALK_VILLAGE
from tests.journeys.conftest import ROOT, username

pytestmark = pytest.mark.journey


def menkou_command(menkou, *words: str) -> str:
    """What a command of this installation prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MENKOU_")}
    done = subprocess.run(
        [sys.executable, "-m", "menkou.command.main", *words],
        cwd=ROOT,
        env=environment | {"MENKOU_HOME": str(menkou.home), "MENKOU_MODE": "demo"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def token(menkou, who: str) -> str:
    said = menkou_command(
        menkou, "user", "token", username(who), "--district", "yanzhou", "--days", "1", "--for", "走查", "--json"
    )
    return json.loads(said)["token"]


def test_the_whole_programme_by_curl(menkou):
    if shutil.which("curl") is None:
        pytest.skip("no curl here: the walk of docs/api.md was not run")
    told = {
        "BASE_URL": menkou.district,
        "VILLAGE": WALK_VILLAGE,
        "ADVISER_TOKEN": token(menkou, "A岗"),
        "OFFICE_TOKEN": token(menkou, "司法所"),
    }
    walked = subprocess.run(
        ["bash", "docs/api-walk.sh"], cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr


def test_doctor_finds_the_demo_well(menkou):
    said = json.loads(menkou_command(menkou, "doctor", "--json"))

    assert [check for check in said["checks"] if not check["ok"]] == []
    assert said["ok"]
