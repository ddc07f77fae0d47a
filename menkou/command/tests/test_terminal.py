"""What people read at the terminal: sentences, never tracebacks."""

import os
import re
import stat
import subprocess

import pytest

from menkou.command import home, main
from menkou.command.problems import Problem
from menkou.command.tests.installation import CLEAN, menkou, refused

PYTHONS = {
    "old": "case \"$2\" in *'%d'*) echo 3.9;; *version_info*) exit 1;; esac",
    "broken": "echo 'Traceback (most recent call last)' >&2; exit 1",
    "without_venv": 'case "$2" in *ensurepip*) echo ModuleNotFoundError >&2; exit 1;; esac; exec python3 "$@"',
}
SAID = {"old": "是 3.9", "broken": "不能运行", "without_venv": "缺少 venv 模块", "missing": "找不到"}


def make(*words, cwd=home.CHECKOUT):
    return subprocess.run(["make", *words], cwd=cwd, env=CLEAN, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", SAID)
def test_a_python_that_will_not_do_is_said_in_one_sentence(tmp_path, kind):
    """In a checkout of its own, where nothing is installed yet."""
    for name in ("bin", "Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).symlink_to(home.CHECKOUT / name)
    (tmp_path / "bin").unlink()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "boot").write_text((home.CHECKOUT / "bin" / "boot").read_text())
    (tmp_path / "bin" / "boot").chmod(0o755)
    python = tmp_path / "python"
    if kind != "missing":
        python.write_text(f"#!/bin/sh\n{PYTHONS[kind]}\n")
        python.chmod(0o755)
    done = make("run", f"PY={python}", cwd=tmp_path)
    told = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode
    assert len(told) == 1
    assert SAID[kind] in told[0]


def test_make_alone_shows_every_command():
    shown = make().stdout
    targets = re.search(r"^\.PHONY: (.*)$", (home.CHECKOUT / "Makefile").read_text(), re.MULTILINE)
    for target in targets[1].split():
        assert f"  {target} " in shown


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path / "home"))
    secret = home.settle().keys / "secret.key"
    first = secret.read_text()
    assert len(first) >= 50
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    home.settle()
    assert secret.read_text() == first


def test_a_home_that_cannot_be_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    refused(menkou("migrate", home=tmp_path / "file" / "home"), "用不了目录")


def test_a_database_that_is_away_is_said_in_one_sentence(tmp_path):
    away = f"postgresql://menkou_app:x@/menkou?host={tmp_path}&port=5432"
    refused(menkou("migrate", home=tmp_path / "home", MENKOU_DATABASE_URL=away), "连不上数据库")


def test_a_known_problem_is_its_own_sentence():
    assert main.sentence(Problem("请先启动。")) == "请先启动。"


def test_an_unknown_fault_is_a_sentence_and_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path))
    os.mkdir(tmp_path / "logs")
    try:
        raise KeyError("x")
    except KeyError as error:
        said = main.sentence(error)
    assert "KeyError" in said
    assert len(said.splitlines()) == 1
    assert "Traceback" in (tmp_path / "logs" / "fault.log").read_text()
