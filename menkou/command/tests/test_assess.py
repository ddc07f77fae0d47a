"""menkou assess: the same bytes each time, and a locked half-year whose records were changed is found out."""

import json

import pytest
from typer import Typer
from typer.testing import CliRunner

from menkou.assessments.models import Score, Sheet
from menkou.assessments.rules import canonical
from menkou.assessments.tests.conftest import *  # noqa: F403  the half-year that is over, and its steps
from menkou.command import assess, database
from menkou.command.problems import Problem


@pytest.fixture
def asked(monkeypatch, tmp_path, district):
    """Ask of the tests' database."""
    monkeypatch.setattr(assess.home, "installed", lambda: tmp_path)
    monkeypatch.setattr(database, "ensure", lambda _: None)
    monkeypatch.setattr(database, "set_up_django", lambda: None)
    app = Typer()
    app.command()(assess.assess)

    def ask(period, *words):
        return CliRunner().invoke(app, ["--district", "shili", "--period", period, *words])

    return ask


def test_two_runs_are_the_same_to_the_byte_however_the_half_year_is_written(asked, shown):
    first, second = asked("2026H1", "--json"), asked("2026-h1", "--json")

    assert first.exit_code == 0
    assert first.stdout_bytes == second.stdout_bytes
    assert canonical.bytes_of(json.loads(first.stdout_bytes)) == first.stdout_bytes


def test_people_read_how_many_have_which_grade_and_nobodys_name(asked, shown):
    said = asked("2026-H1").stdout

    assert "法律顾问：优秀 1，合格 2" in said
    assert "陈明" not in said


def test_a_locked_half_year_is_compared_with_what_was_locked(asked, locked):
    assert asked("2026H1").stdout.count(bytes(locked.digest).hex()) == 2

    Score.objects.filter(sheet__cycle=locked, item__kind="judged", number=2).update(done=1000)

    changed = asked("2026H1", "--json")
    assert changed.exit_code == 1
    assert isinstance(changed.exception, Problem)
    assert "对不上" in str(changed.exception)
    assert json.loads(changed.stdout_bytes)["period"] == "2026-h1"


@pytest.mark.parametrize("changed", [{"grade": "不合格"}, {"points": 9_900}, {"coefficient": 2_000}])
def test_a_result_that_was_changed_alone_is_found_out(asked, locked, changed):
    Sheet.objects.filter(cycle=locked, registration__adviser__name="陈明").update(**changed)

    assert "1 张考核表" in str(asked("2026H1").exception)


def test_the_points_of_an_item_that_were_changed_alone_are_found_out(asked, locked):
    Score.objects.filter(sheet__cycle=locked, item__kind="judged", number=2).update(points=1)

    assert "3 张考核表" in str(asked("2026H1").exception)


@pytest.mark.parametrize(("period", "words"), [("2026", "不是半年"), ("2026H3", "不是半年"), ("2025H2", "没有考核过")])
def test_what_was_not_assessed_says_so(asked, shown, period, words):
    assert words in str(asked(period).exception)
