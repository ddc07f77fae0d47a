"""Made homes are made anew when the code changes, once for all who ask, and copies do not know each other."""

from datetime import date
from pathlib import Path

import pytest
import time_machine

from tests import made


@pytest.fixture
def code(tmp_path):
    """A small checkout."""
    for name in ("app/models.py", "app/migrations/0001.py", "app/tests/test_it.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    return tmp_path


def known_by(code: Path, kind: str = "migrated") -> str:
    return made.fingerprint(kind, ("app",), code)


@pytest.mark.parametrize("name", ["app/models.py", "app/migrations/0001.py", "app/migrations/0002.py"])
def test_changed_code_makes_another_home(code, name):
    before = known_by(code)
    (code / name).write_text("2")

    assert known_by(code) != before


def test_a_changed_test_makes_none(code):
    before = known_by(code)
    (code / "app/tests/test_it.py").write_text("2")

    assert known_by(code) == before


def test_the_demo_is_of_its_day_and_tables_are_of_none(code):
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False):
        tables, demo = known_by(code), known_by(code, "demo")
    assert date.today() != date(2026, 3, 5)

    assert known_by(code) == tables
    assert known_by(code, "demo") != demo


def test_it_is_made_once_and_each_copy_is_its_own(monkeypatch, tmp_path):
    asked = []

    def menkou(home: Path, *words: str) -> None:
        asked.append(words)
        (home / "kept").write_text("as it was made")

    monkeypatch.setattr(made, "MADE", tmp_path / "made")
    monkeypatch.setattr(made, "_menkou", menkou)
    for name in ("one", "two"):
        made.copy_of("migrated", tmp_path / name)
        (tmp_path / name / "kept").write_text("changed")
    made.copy_of("migrated", tmp_path / "three")

    assert asked == [("migrate",), ("stop",)]
    assert (tmp_path / "three" / "kept").read_text() == "as it was made"


def test_what_could_not_be_made_is_told_and_leaves_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(made, "MADE", tmp_path / "made")
    monkeypatch.setitem(made.MAKING, "migrated", (["no-such-command"],))

    with pytest.raises(RuntimeError, match="no-such-command"):
        made.copy_of("migrated", tmp_path / "one")

    assert not (tmp_path / "one").exists()
    assert list((tmp_path / "made" / "migrated").iterdir()) == []
