"""A home keeps its keys: made once, never made again where something may be sealed with the lost ones."""

import json

import pytest

from menkou.command import home
from menkou.command.problems import Problem
from menkou.command.tests.installation import menkou, refused


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path / "home"))
    return home.settle()


def test_a_new_home_gets_keys_that_a_second_start_leaves_alone(place):
    kept = (place.keys / "keys.json").read_text()

    assert home.settle().keys == place.keys
    assert (place.keys / "keys.json").read_text() == kept
    assert json.loads(kept)["sealing"]["active"] == "k1"


def test_lost_keys_are_never_replaced_in_silence(place):
    place.note(home.MIGRATED, {"applied": "something"})
    (place.keys / "keys.json").unlink()

    with pytest.raises(Problem, match="从备份恢复"):
        home.settle()
    assert not (place.keys / "keys.json").exists()


@pytest.mark.parametrize("theirs", ["letter.txt", "keys.txt", "postgres/PG_VERSION"])
def test_a_directory_of_somebody_else_is_refused_and_left_as_it_is(tmp_path, monkeypatch, theirs):
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_text("theirs")
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(Problem, match=f"里有别的文件（{theirs}）"):
        home.settle()
    assert sorted(tmp_path.rglob("*")) == before


def test_no_command_writes_to_a_directory_of_somebody_else(tmp_path):
    (tmp_path / "letter.txt").write_text("theirs")
    for words in (["serve"], ["serve", "--demo"], ["demo"], ["migrate"], ["user", "list", "--district", "x"]):
        refused(menkou(*words, home=tmp_path), "里有别的文件（letter.txt）")
    for words in (["doctor"], ["stop"]):
        menkou(*words, home=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_a_start_that_was_cut_off_left_is_no_obstacle(tmp_path, monkeypatch):
    for name in ("keys", "logs", "postgres", "lost+found"):
        (tmp_path / name).mkdir()
    (tmp_path / "serve.lock").touch()
    (tmp_path / "postgres" / "launcher.lock").touch()
    monkeypatch.setenv("MENKOU_HOME", str(tmp_path))
    home.settle()


def test_files_beside_ours_are_no_obstacle(place):
    (place.path / "backup.dump").touch()
    (place.path / "postgres").mkdir()
    assert home.settle() == place
