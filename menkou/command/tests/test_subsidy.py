"""menkou subsidy: why a line is what it is, in Chinese; and a batch made again, to the same bytes."""

import json

import pytest
import time_machine
from typer.testing import CliRunner

from menkou.command import database, subsidy
from menkou.command.problems import Problem
from menkou.subsidies.models import Line
from menkou.subsidies.tests.conftest import (  # noqa: F401  the same half-year
    away,
    checked,
    contract,
    draw,
    forms,
    half_year,
    second,
    set_rate,
)


@pytest.fixture
def asked(monkeypatch, tmp_path, half_year, checked):  # noqa: F811  fixtures by their names
    """Ask of the tests' database, where the first half-year was checked."""
    monkeypatch.setattr(subsidy.home, "installed", lambda: tmp_path)
    monkeypatch.setattr(database, "ensure", lambda _: None)
    monkeypatch.setattr(database, "set_up_django", lambda: None)
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        checked()
        yield lambda *words, district="shili": CliRunner().invoke(subsidy.app, [*words, "--district", district])


def test_a_line_is_explained_by_its_number_or_its_id(asked):
    said = asked("explain", "2026-h1:1").stdout

    assert said.startswith("2026年上半年第 1 行：按天补贴 1,735.61 元")
    assert "3,500.00 × 181 ÷ 365 = 1,735.61 元" in said
    assert asked("explain", str(Line.objects.get(number=1).pk)).stdout == said
    assert json.loads(asked("explain", "2026-h1:1", "--json").stdout)["fen"] == 173_561


def test_a_batch_is_made_again_to_the_same_fen_and_the_same_bytes(asked):
    first = asked("recompute", "2026-h1", "--json")

    assert asked("recompute", "2026-h1.1", "--json").stdout_bytes == first.stdout_bytes
    assert json.loads(first.stdout)["same"] is True
    assert "每一行都一样，一分不差" in asked("recompute", "2026-h1").stdout


def test_it_says_what_the_record_says_otherwise_now(asked, away, chen):  # noqa: F811
    from datetime import date

    away(chen, date(2026, 3, 2), date(2026, 3, 12))
    told = asked("recompute", "2026-h1")

    assert told.exit_code == 0
    assert "有 1 处后来变了，差额在下一批补正" in told.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "2026-h1:99"], "没有 2026-h1:99 这一行"),
        (["explain", "nonsense"], "看不懂 nonsense"),
        (["recompute", "2020-h1"], "没有 2020-h1 这一批"),
    ],
)
def test_what_is_not_there_is_said(asked, words, said):
    told = asked(*words).exception

    assert isinstance(told, Problem)
    assert said in str(told)
