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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["user", "add"], "缺少参数 用户名。用法见 menkou user add --help。"),
        (["user", "add", "li"], "缺少选项 --name。用法见 menkou user add --help。"),
        (["open"], "没有 open 这个命令。用法见 menkou --help。"),
        (["serve", "--por", "1"], "没有 --por 这个选项，是不是 --port。用法见 menkou serve --help。"),
        (["serve", "now"], "多写了 now。用法见 menkou serve --help。"),
        (["serve", "--port"], "选项 --port 后面要写值。加 --help 可看用法。"),
        (["serve", "--demo=1"], "选项 --demo 后面不写值。加 --help 可看用法。"),
        (["serve", "--port", "x"], "--port 写得不对：要写整数。用法见 menkou serve --help。"),
        (["serve", "--port", "99999"], "--port 写得不对：最大是 65535。用法见 menkou serve --help。"),
        (["serve", "--villages", "1"], "--villages 写得不对：最小是 2。用法见 menkou serve --help。"),
        (["plan", "--seconds", "x"], "--seconds 写得不对：要写数字。用法见 menkou plan --help。"),
        (["plan", "--start", "x"], "--start 写得不对：要像 2026-01-31 这样写。用法见 menkou plan --help。"),
    ],
)
def test_a_command_line_that_is_wrong_is_said_in_one_sentence(tmp_path, words, said):
    done = menkou(*words, home=tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace("python -m menkou.command.main", "menkou") == f"{said}\n"


@pytest.mark.parametrize("words", [[], *([name] for name in main.COMMANDS), ["user", "add"], ["user", "token"]])
def test_help_is_in_chinese(tmp_path, words):
    shown = menkou(*words, "--help", home=tmp_path / "none").stdout
    for word in ("用法：", "选项", "显示这份说明"):
        assert word in shown
    for english in (
        "Usage",
        "Options",
        "Commands",
        "Arguments",
        "OPTIONS",
        "ARGS",
        "Show this",
        "default",
        "required",
        "<",
    ):
        assert english not in shown.replace("python -m menkou.command.main", "").replace("1<=x<=", "")
