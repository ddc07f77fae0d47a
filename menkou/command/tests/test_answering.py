"""python -m menkou.command.answering: what it says where it cannot even ask."""

import subprocess
import sys

import pytest

from menkou.command.home import CHECKOUT
from menkou.command.tests.installation import CLEAN, free_port


@pytest.mark.parametrize(
    ("asked", "told", "said"),
    [
        ("8000", {}, "没有写明 MENKOU_PUBLIC_URL：请带上和它一样的设置再问。"),
        ("worker", {}, "没有写明 MENKOU_DATABASE_URL：请带上和它一样的设置再问。"),
        ("web", {"MENKOU_PUBLIC_URL": "http://127.0.0.1:8000"}, "请写端口，或者 worker。"),
    ],
)
def test_who_asks_without_the_settings_is_told_which_one_is_missing(asked, told, said):
    assert answering(asked, told) == (1, said)


def test_a_port_at_which_nobody_serves_does_not_answer():
    assert answering(str(free_port()), {"MENKOU_PUBLIC_URL": "http://127.0.0.1:8000"}) == (1, "")


def answering(asked, told):
    command = [sys.executable, "-m", "menkou.command.answering", asked]
    done = subprocess.run(command, cwd=CHECKOUT, env=CLEAN | told, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.strip()
